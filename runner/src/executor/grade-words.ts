/** Grades as they travel between executor and server. */
import { checkedInKinds, constraint, gradeTest, outcomeStatuses } from '@learnflow/shared/grade';
import type { GradeReport, GradeSpec, TestOutcome } from '@learnflow/shared/grade';
import { runError } from '@learnflow/shared/run';
import { runSettings } from '@learnflow/shared/run-limits';
import { z } from 'zod';

const count = z.number().nonnegative();

export const gradeSpec: z.ZodType<GradeSpec> = z.object({
  gradeId: z.string().min(1),
  files: z.array(z.object({ name: z.string(), text: z.string() })),
  entry: z.string(),
  tests: z.array(gradeTest),
  constraints: z.array(constraint),
  limits: z.exactOptional(runSettings),
});

export const gradeOutcome: z.ZodType<TestOutcome> = z.object({
  testId: z.string(),
  status: z.enum(outcomeStatuses),
  diff: z.exactOptional(
    z.object({
      expected: z.string(),
      got: z.string(),
      expectedType: z.string(),
      gotType: z.string(),
      hint: z.exactOptional(z.string()),
    }),
  ),
  error: z.exactOptional(runError),
  message: z.exactOptional(z.string()),
  durationMs: count,
});

export const gradeReport: z.ZodType<GradeReport> = z.object({
  gradeId: z.string(),
  outcomes: z.array(gradeOutcome),
  broken: z.array(z.string()),
  earned: count,
  possible: count,
  score: count.max(100),
  checkedIn: z.enum(checkedInKinds),
  durationMs: count,
});
