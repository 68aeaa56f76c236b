import path from 'node:path';
import { gradeLimits, quiz, type QuizQuestion } from '@learnflow/shared';
import { z } from 'zod';
import { readText } from './text-file.ts';
import { readYaml } from './yaml-file.ts';

const name = z.string().min(1).max(gradeLimits.maxNameChars);

/** What belongs together in a course, and the folder of the quiz about it. */
export const courseModule = z.strictObject({
  title: name,
  topics: z.array(name).min(1).max(20),
  quiz: z.exactOptional(z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be the name of a folder')),
});
export type LoadedModule = z.infer<typeof courseModule>;

export interface LoadedQuiz {
  /** `<course>/<folder>`: stable. */
  id: string;
  title: string;
  /** Those of its module: its result counts for each of them. */
  topics: string[];
  questions: QuizQuestion[];
}

const quizFile = quiz.superRefine(({ questions }, context) => {
  for (const [at, question] of questions.entries()) {
    if (question.kind === 'true-false') continue;
    const say = (message: string, key: string): void =>
      context.addIssue({ code: 'custom', path: ['questions', at, key], message });
    if (new Set(question.choices).size < question.choices.length) {
      say('two choices are the same', 'choices');
    }
    if (!question.choices.includes(question.answer)) {
      say('none of the choices is the answer', 'answer');
    }
  }
});

/** @returns the quiz of a module, or sentences about what is wrong with it */
export async function readQuiz(
  folder: string,
  courseId: string,
  { quiz: own = '', topics }: LoadedModule,
): Promise<LoadedQuiz | string[]> {
  const id = `${courseId}/${own}`;
  const text = await readText(path.join(folder, own, 'quiz.yaml'));
  if (text === undefined) return [`${id}/quiz.yaml: the file is missing.`];
  const read = readYaml(text, `${id}/quiz.yaml`, quizFile);
  return read.ok ? { id, topics, ...read.value } : read.problems;
}
