/** The door of the grader: what a submission and its tests may look like before anything is started for them. */
import type { GradeSpec } from '@learnflow/shared/grade';
import { gradeLimits } from '@learnflow/shared/grade';

import { checkSpec } from '../run/spec.ts';
import { caseLimits } from './jobs.ts';

/** Returns the sentence that says why `spec` cannot be graded, or undefined. Tests were parsed by who read them. */
export function checkGradeSpec(spec: GradeSpec): string | undefined {
  const { gradeId, files, entry, tests } = spec;
  const program = checkSpec({ runId: gradeId, files, entry, limits: caseLimits });
  if ('refusal' in program) return program.refusal;
  if (tests.length === 0) return 'There is nothing to check: the exercise has no tests.';
  if (tests.length > gradeLimits.maxTests)
    return `An exercise can have at most ${String(gradeLimits.maxTests)} tests.`;
  if (new Set(tests.map((test) => test.id)).size !== tests.length)
    return 'Two tests of this exercise have the same id.';
  return undefined;
}
