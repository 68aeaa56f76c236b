/** What is run for a test, and how far it is. */
import type { GradeTest } from '@learnflow/shared/grade';
import type { RunLimits } from '@learnflow/shared/run';
import type { RunSettings } from '@learnflow/shared/run-limits';

import type { CaseEnd } from './case-end.ts';
import { limitsOf } from './jobs.ts';
import type { Case } from './jobs.ts';
import type { PreparedTest } from './judge.ts';
import { troubleOf } from './outcome.ts';

/** A test on its way: the ends of its cases come in any order. */
export interface Plan {
  test: GradeTest;
  ready: PreparedTest;
  /** Of each of its cases. */
  limits: RunLimits;
  cases: Case[];
  ends: (CaseEnd | undefined)[];
  left: number;
  /** Later cases of a test that has failed are not needed. */
  failedAt: number;
}

/** A test of which nothing has run yet. */
export function planOf(test: GradeTest, ready: PreparedTest, ofExercise?: RunSettings): Plan {
  const limits = limitsOf(test, ofExercise);
  const cases = casesOf(test, ready, limits);
  const ends = cases.map(() => undefined);
  return { test, ready, limits, cases, ends, left: cases.length, failedAt: Infinity };
}

/** Whether this end alone fails its test. */
export function hasFailed(end: CaseEnd, one: Case): boolean {
  return end.raised !== undefined || troubleOf(end, one.limits) !== undefined;
}

/** What runs for a test: one process per call. */
function casesOf(test: GradeTest, ready: PreparedTest, limits: RunLimits): Case[] {
  if (ready.error !== undefined) return [];
  const seed = `test ${test.id}`;
  switch (test.kind) {
    case 'call':
    case 'property':
      return ready.calls.map((args, index) => ({
        task: { kind: 'call', function: test.function, args },
        seed: `${seed} ${String(index)}`,
        limits,
      }));
    case 'stdio':
      return [{ stdin: test.stdin, seed, limits }];
    case 'suite':
      return [
        {
          task: { kind: 'suite', framework: test.framework, source: test.source },
          seed,
          limits,
        },
      ];
  }
}
