import type { AskedQuestion, QuizQuestion } from '@learnflow/shared';

/** A question as one try asks it. `right` and `explanation` stay on the server until the try is finished. */
export interface PutQuestion extends Omit<AskedQuestion, 'chosen'> {
  right: number;
  explanation: string;
}

/**
 * @param random  in [0, 1)
 * @returns the question with its choices in an order of chance; true comes before false always
 */
export function putQuestion(question: QuizQuestion, random: () => number): PutQuestion {
  const { kind, explanation, answer, code = '' } = question;
  const choices =
    question.kind === 'true-false' ? ['true', 'false'] : shuffled(question.choices, random);
  return {
    ...{ kind, code, choices, explanation },
    question: question.kind === 'prints' ? '' : question.question,
    right: choices.indexOf(answer),
  };
}

/** Fisher and Yates: each order is as likely as any other. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const left = [...items];
  const out: T[] = [];
  while (left.length > 0) out.push(...left.splice(Math.floor(random() * left.length), 1));
  return out;
}
