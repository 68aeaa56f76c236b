/**
 * Quizzes: what their authors write and what a student gets. Right answers and explanations leave the server only after a
 * try is finished.
 */
import { z } from 'zod';
import { gradeLimits } from './grade.ts';

export const quizLimits = {
  maxQuestions: 20,
  /** Keys 1 to 4. */
  maxChoices: 4,
  maxChoiceChars: 200,
  maxCodeChars: 2_000,
  maxTextChars: 600,
} as const;

const text = z.string().trim().min(1).max(quizLimits.maxTextChars);
const code = z.string().min(1).max(quizLimits.maxCodeChars);
const choice = z.string().min(1).max(quizLimits.maxChoiceChars);
const choices = z.array(choice).min(2).max(quizLimits.maxChoices);

/** What does this print? The check of courses runs the program: the answer must be what it prints. */
const printsQuestion = z.strictObject({
  kind: z.literal('prints'),
  code,
  choices,
  answer: choice,
  explanation: text,
});
const chooseQuestion = z.strictObject({
  kind: z.literal('choose'),
  question: text,
  code: z.exactOptional(code),
  choices,
  answer: choice,
  explanation: text,
});
const trueFalseQuestion = z.strictObject({
  kind: z.literal('true-false'),
  question: text,
  code: z.exactOptional(code),
  answer: z.enum(['true', 'false']),
  explanation: text,
});
export const quizQuestion = z.discriminatedUnion('kind', [
  printsQuestion,
  chooseQuestion,
  trueFalseQuestion,
]);
export type QuizQuestion = z.infer<typeof quizQuestion>;

export const quiz = z.strictObject({
  title: z.string().min(1).max(gradeLimits.maxNameChars),
  questions: z.array(quizQuestion).min(1).max(quizLimits.maxQuestions),
});

const quizId = z.string().regex(/^[a-z0-9-]{1,40}\/[a-z0-9-]{1,40}$/);
const id = z.uuid();

/** Begin a quiz, or go on with a try that is not finished. */
export const quizOpenBody = z.object({ quiz: quizId });
/** An answer to one question; it can be changed until the end. Both count from 0. */
export const quizAnswerBody = z.object({
  tryId: id,
  question: z
    .number()
    .int()
    .min(0)
    .max(quizLimits.maxQuestions - 1),
  choice: z
    .number()
    .int()
    .min(0)
    .max(quizLimits.maxChoices - 1),
});
export const quizFinishBody = z.object({ tryId: id });

/** A quiz that goes with what a lesson works on. */
export interface QuizSummary {
  id: string;
  title: string;
  topics: readonly string[];
  questions: number;
  /** Per cent, of one's own finished tries; null: none yet. Mastery counts the best. */
  best: number | null;
  last: number | null;
  tries: number;
  /** A try that was begun here and is not finished. */
  isBegun: boolean;
}

/** A question as it is asked; choices in an order of this try. */
export interface AskedQuestion {
  kind: QuizQuestion['kind'];
  /** Empty for "what does this print?". */
  question: string;
  code: string;
  choices: string[];
  /** What is stored of the student's answers; null: not answered. */
  chosen: number | null;
}
export interface QuizTry {
  id: string;
  quiz: string;
  title: string;
  questions: AskedQuestion[];
}

/** What a finished try was like, question by question. */
export interface QuizResult extends QuizTry {
  score: number;
  right: number;
  answers: { right: number; explanation: string }[];
}
