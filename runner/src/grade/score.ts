/** Points of a submission. Nothing but the outcomes of its tests and the constraints it breaks can change them. */
import type { Constraint, GradeTest, TestOutcome } from '@learnflow/shared/grade';

export interface Score {
  earned: number;
  possible: number;
  /** 0–100, rounded half up; below 100 unless everything passes. */
  score: number;
}

/** A test counts its weight when it passes, whole or not at all; broken constraints cost what they say. */
export function scoreOf(
  tests: readonly Pick<GradeTest, 'id' | 'weight'>[],
  outcomes: readonly Pick<TestOutcome, 'testId' | 'status'>[],
  broken: readonly Pick<Constraint, 'cost'>[],
): Score {
  const passed = new Set(
    outcomes.filter((outcome) => outcome.status === 'pass').map((outcome) => outcome.testId),
  );
  let earned = 0;
  let possible = 0;
  for (const test of tests) {
    possible += test.weight;
    if (passed.has(test.id)) earned += test.weight;
  }
  const isPerfect = broken.length === 0 && tests.every((test) => passed.has(test.id));
  const cost = broken.reduce((sum, constraint) => sum + constraint.cost, 0);
  const share = possible === 0 ? 0 : Math.floor((100 * earned) / possible + 0.5);
  return {
    earned,
    possible,
    score: Math.max(0, Math.min(isPerfect ? 100 : 99, share) - cost),
  };
}
