import { randomUUID } from 'node:crypto';
import type { Exercise, Grader, GradeReport, RunFile } from '@learnflow/shared';

/**
 * Tries an exercise as a class would: its solution must pass everything, its first files must not.
 * @returns why nobody should see it; undefined when it is good
 * @throws AppError `unavailable` when the grader cannot judge
 */
export async function proveExercise(
  grader: Grader,
  { entry, tests, constraints, limits, solution, starter }: Exercise,
): Promise<string | undefined> {
  const grade = (files: RunFile[]): Promise<GradeReport> =>
    grader.grade({ gradeId: randomUUID(), files, entry, tests, constraints, limits }).report;
  const [solved, started] = await Promise.all([grade(solution), grade(starter)]);
  const failed = solved.outcomes.find(({ status }) => status !== 'pass');
  if (failed) return `the solution fails ${failed.testId} (${failed.status})`;
  if (solved.broken.length > 0) return `the solution breaks: ${solved.broken.join(' ')}`;
  const isSolved = started.outcomes.every(({ status }) => status === 'pass');
  return isSolved ? 'the first files pass every test' : undefined;
}
