import { createRunner } from '@learnflow/runner';
import type { Exercise, Grader, GradeReport, RunFile } from '@learnflow/shared';
import { makeExercise } from '../src/exercise/make-exercise.ts';
import { templates } from '../src/exercise/templates.ts';

/** Every template at each of its levels, from these seeds. */
export function madeFrom(seeds: readonly number[]): Exercise[] {
  return templates.flatMap((template) =>
    template.levels.flatMap((level) =>
      seeds.map((seed) => makeExercise(template, { seed, level, course: 'made-test' })),
    ),
  );
}

export interface Checker {
  /** @returns sentences about what is wrong with an exercise; none when it may be given to a class */
  check(exercise: Exercise): Promise<string[]>;
  close(): Promise<void>;
}

/** The real sandbox with the real grader. */
export async function aChecker(): Promise<Checker> {
  const runner = await createRunner({ driver: 'auto' });
  const { grader } = runner;
  if (!grader) throw new Error(`Programs cannot run here: ${runner.report().reason ?? ''}`);
  return { check: (exercise) => complaints(grader, exercise), close: () => runner.close() };
}

async function complaints(grader: Grader, exercise: Exercise): Promise<string[]> {
  const { id, entry, tests, constraints, limits } = exercise;
  const grade = (files: RunFile[]): Promise<GradeReport> =>
    grader.grade({ gradeId: id, files, entry, tests, constraints, limits }).report;
  const solved = await grade(exercise.solution);
  const again = await grade(exercise.solution);
  const started = await grade(exercise.starter);
  const found = [...solved.outcomes, ...again.outcomes].flatMap(
    ({ testId, status, diff, error, message }) => {
      const why = diff ? `expected ${diff.expected}, got ${diff.got}` : (error?.message ?? message);
      return status === 'pass'
        ? []
        : [`${id}: the solution fails ${testId} (${status}): ${why ?? ''}`];
    },
  );
  for (const sentence of solved.broken) found.push(`${id}: the solution breaks: ${sentence}`);
  const passes = started.outcomes.every(({ status }) => status === 'pass');
  if (passes) found.push(`${id}: the first file passes every test already`);
  return found;
}
