/** How well the code of an attempt reads: advice beside its mark, never part of it. docs/agents.md has the formula. */
import { z } from 'zod';
import type { RunFile } from './run.ts';

/** Each part weighs so many of 100. */
export const reviewWeights = {
  correctness: 50,
  style: 20,
  complexity: 15,
  readability: 15,
} as const;
export type ReviewPart = keyof typeof reviewWeights;

export const reviewLimits = {
  findings: 30,
  facts: 12,
  improve: 3,
  textChars: 400,
} as const;

const text = z.string().max(reviewLimits.textChars);
const percent = z.number().int().min(0).max(100);

export const review = z.object({
  /** Σ weight × points / Σ weight over the parts that are there, rounded half up. */
  score: percent,
  /** The points of style: findings per 10 lines, capped. */
  quality: percent,
  parts: z.array(
    z.object({
      name: z.enum(Object.keys(reviewWeights) as [ReviewPart, ...ReviewPart[]]),
      weight: z.number().int().positive(),
      points: percent,
      /** The numbers behind the points, as short sentences. */
      facts: z.array(text).max(reviewLimits.facts),
    }),
  ),
  findings: z
    .array(
      z.object({ file: z.string(), line: z.number().int().positive(), code: z.string(), text }),
    )
    .max(reviewLimits.findings),
  /** What would help most, in the learner's own lines; never how it is solved. */
  improve: z.array(text).max(reviewLimits.improve),
});
export type Review = z.infer<typeof review>;

/** What is reviewed. */
export interface ReviewedProgram {
  files: readonly RunFile[];
  /** 0–100 from the tests; absent where nothing was judged, and then the part is left out. */
  correctness?: number;
  /** Tests that pass, and all. */
  tests?: { passed: number; total: number };
  /** What the exercise gave: lines the learner did not write. */
  given: readonly RunFile[];
}

/** The port through which the server asks for a review. Pure; never throws. */
export interface Reviewer {
  reviewProgram(program: ReviewedProgram): Review;
}
