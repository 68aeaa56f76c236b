/**
 * What a student may know of a verdict. A hidden test comes down to one count in its category: its name, inputs, outputs,
 * errors and even its duration would tell what it tries, because the code under test can print, raise or wait for any of them.
 */
import type { CheckedIn, GradeReport, GradeTest, TestOutcome } from './grade.ts';

/** A verdict without anything that hidden tests would tell. */
export interface StudentReport {
  /** Visible tests only, in the exercise's order. */
  outcomes: TestOutcome[];
  /** By category, in the exercise's order; tests without one are counted under the empty text. */
  hidden: { category: string; passed: number; count: number }[];
  /** Sentences about constraints that are broken. */
  broken: string[];
  passed: number;
  total: number;
  /** 0–100. */
  score: number;
  checkedIn: CheckedIn;
}

/**
 * Takes from `report` what a student may see. `exercise.tests` are those the submission was graded with; outcomes of
 * tests that are not among them are left out, so that a test made hidden meanwhile shows nothing.
 */
export function presentReport(
  report: GradeReport,
  exercise: { tests: readonly Pick<GradeTest, 'id' | 'hidden' | 'category'>[] },
): StudentReport {
  const byTest = new Map(report.outcomes.map((outcome) => [outcome.testId, outcome]));
  const outcomes: TestOutcome[] = [];
  const hidden = new Map<string, { category: string; passed: number; count: number }>();
  let passed = 0;
  let total = 0;
  for (const test of exercise.tests) {
    const outcome = byTest.get(test.id);
    if (outcome === undefined) continue;
    const isPassed = outcome.status === 'pass';
    total += 1;
    if (isPassed) passed += 1;
    if (!test.hidden) {
      outcomes.push(outcome);
      continue;
    }
    const category = test.category ?? '';
    const line = hidden.get(category) ?? { category, passed: 0, count: 0 };
    hidden.set(category, {
      category,
      passed: line.passed + (isPassed ? 1 : 0),
      count: line.count + 1,
    });
  }
  return {
    outcomes,
    hidden: [...hidden.values()],
    broken: report.broken,
    passed,
    total,
    score: report.score,
    checkedIn: report.checkedIn,
  };
}
