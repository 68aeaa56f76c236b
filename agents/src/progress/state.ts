import { z } from 'zod';

/** Tries that are kept for the rule of three in a row; a school year of one topic is fewer. */
export const keptTries = 300;
/** Quarter hours with work that are kept: a lesson a day for more than a year. */
export const keptQuarters = 4_000;
export const quarterMs = 15 * 60_000;

const at = z.number().int();
const rating = z.object({ value: z.number(), n: z.number().int() });
/** A figure in per cent and when the student last showed it. */
const mark = z.object({ value: z.number(), at });

export const exerciseWork = z.object({
  attempts: z.number().int(),
  /** Best share of tests in the first three attempts, 0 to 1. */
  firstBest: z.number(),
  /** The ratings have taken it in. */
  isRated: z.boolean(),
  /** Best score that was handed in: all tests. */
  handedIn: mark.nullable(),
  /** Most tests that a check has passed; `value` counts them. */
  checked: mark.nullable(),
  solvedAt: at.nullable(),
  /** How well the code of the last reviewed attempt reads. */
  quality: mark.nullable(),
});
export type ExerciseWork = z.infer<typeof exerciseWork>;

export const quizWork = z.object({ best: mark, tries: z.number().int() });

/** One student of one class: facts with ids only; what they mean for a topic is worked out when somebody looks. */
export const studentState = z.object({
  kind: z.literal('student'),
  rating,
  work: z.record(z.string(), exerciseWork),
  /** Tries in their order; passing again what passes already is none. */
  tries: z.array(z.object({ exercise: z.string(), isPass: z.boolean() })),
  quizzes: z.record(z.string(), quizWork),
  /** Quarter hours with work, since 1970: in whatever zone a day begins, it begins at one. */
  worked: z.array(z.number().int()),
});
export type ProgressOfStudent = z.infer<typeof studentState>;

/** How hard an exercise turned out to be, over all classes of the server. */
export const exerciseState = z.object({ kind: z.literal('exercise'), rating });

export const progressState = z.discriminatedUnion('kind', [studentState, exerciseState]);
export type ProgressState = z.infer<typeof progressState>;

export function newStudent(): ProgressOfStudent {
  return {
    ...{ kind: 'student', rating: { value: 0, n: 0 }, work: {}, tries: [] },
    ...{ quizzes: {}, worked: [] },
  };
}

export function newExerciseWork(): ExerciseWork {
  return {
    ...{ attempts: 0, firstBest: 0, isRated: false, handedIn: null, checked: null },
    ...{ solvedAt: null, quality: null },
  };
}
