/** An exercise as its author writes it and as a student gets it. The student's form holds nothing hidden. */
import { z } from 'zod';

import { isFileName } from './collab.ts';
import { constraint, gradeLimits, gradeTest } from './grade.ts';
import { runSettings } from './run-limits.ts';

export const difficulties = ['easy', 'medium', 'hard'] as const;

const file = z.object({
  name: z
    .string()
    .refine(
      isFileName,
      'letters, numbers, - and _, ending in .py .txt .csv .json or .md, in up to two folders',
    ),
  text: z.string().max(gradeLimits.maxTextChars),
});

/** A key that nobody knows is a mistake, as everywhere in a course. */
export const exerciseLimits = z.strictObject(runSettings.shape);

/** One exercise of a course, read from its folder. `solution` and hidden tests never leave the server. */
export const exercise = z.object({
  /** `<course>/<exercise>`, from the folder names: stable. */
  id: z.string().regex(/^[a-z0-9-]{1,40}\/[a-z0-9-]{1,40}$/),
  title: z.string().min(1).max(gradeLimits.maxNameChars),
  topic: z.string().min(1).max(gradeLimits.maxNameChars),
  difficulty: z.enum(difficulties),
  /** Markdown; raw HTML is shown as text. */
  task: z.string().max(gradeLimits.maxTextChars),
  entry: z.string(),
  starter: z.array(file).min(1).max(8),
  solution: z.array(file).min(1).max(8),
  tests: z.array(gradeTest).min(1).max(gradeLimits.maxTests),
  constraints: z.array(constraint).default([]),
  /** What its programs need beyond the standard, when they are run and when they are tested. */
  limits: exerciseLimits.default({}),
});
export type Exercise = z.infer<typeof exercise>;

/** A test as a student may see it: hidden ones are counted by category only. */
export interface VisibleTest {
  id: string;
  name: string;
  /** `rising_days([2, 5, 5, 9])` or the first lines of the input. */
  input: string;
  weight: number;
}

/** What a student's page gets of an exercise. */
export interface ExerciseView {
  id: string;
  title: string;
  topic: string;
  difficulty: (typeof difficulties)[number];
  task: string;
  entry: string;
  tests: VisibleTest[];
  /** What hidden tests are about; tests without a category are counted under the empty text. */
  hidden: { category: string; count: number }[];
}
