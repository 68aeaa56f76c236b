import { type Grader, type QuizQuestion, gradeTest } from '@learnflow/shared';
import type { LoadedQuiz } from './read-quiz.ts';

/** Fewer say little about what somebody knows. */
const fewestQuestions = 5;
const entry = 'question.py';

/**
 * Tries a quiz in the real sandbox: the program of every "what does this print?" must print the right choice.
 * @returns sentences about what is wrong
 */
export async function checkQuiz({ id, questions }: LoadedQuiz, grader: Grader): Promise<string[]> {
  const problems: string[] = [];
  if (questions.length < fewestQuestions) {
    problems.push(`${id}: a quiz has at least ${fewestQuestions} questions.`);
  }
  for (const [at, question] of questions.entries()) {
    if (question.kind !== 'prints') continue;
    const got = await whatItPrints(id, question, grader);
    if (got !== undefined) {
      problems.push(`${id}, question ${at + 1}: the answer is ${question.answer}, but ${got}.`);
    }
  }
  return problems;
}

/** @returns undefined when it prints the answer */
async function whatItPrints(
  id: string,
  { code, answer }: Extract<QuizQuestion, { kind: 'prints' }>,
  grader: Grader,
): Promise<string | undefined> {
  const test = gradeTest.parse({ id: 'prints', name: 'Prints', kind: 'stdio', expect: answer });
  const files = [{ name: entry, text: code }];
  const spec = { gradeId: id, files, entry, tests: [test], constraints: [], limits: {} };
  const { outcomes, broken } = await grader.grade(spec).report;
  const [outcome] = outcomes;
  if (outcome?.status === 'pass') return undefined;
  const got = outcome?.diff?.got;
  if (got !== undefined) return `the program prints ${got.trimEnd()}`;
  return outcome?.error?.message ?? broken[0] ?? 'the program does not run';
}
