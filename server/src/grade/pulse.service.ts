import { AppError, type ClassPulse } from '@learnflow/shared';
import { listLastReports } from './pulse.store.ts';
import type { WorkDeps } from './work-deps.ts';

/**
 * Tests × rooms of one exercise, rooms with the most passes first, so that the edge between them shows how far the class
 * is. A test that the last attempt did not run (a Check runs visible ones only) counts as not run.
 * @throws AppError `not.found`
 */
export async function getPulse(
  { db, courses }: Pick<WorkDeps, 'db' | 'courses'>,
  lessonId: string,
  exerciseId: string,
): Promise<ClassPulse> {
  const exercise = courses.find(exerciseId)?.exercise;
  if (!exercise) {
    throw new AppError('not.found', 'There is no such exercise any more. Choose another one.');
  }
  const rooms = new Map<string, ClassPulse['rows'][number]>();
  for (const { roomId, name, report } of await listLastReports(db, lessonId, exerciseId)) {
    const known = rooms.get(roomId);
    if (known) {
      known.names.push(name);
      continue;
    }
    const status = new Map(report?.outcomes.map((outcome) => [outcome.testId, outcome.status]));
    const results = exercise.tests.map(({ id }) => {
      const found = status.get(id);
      return found === undefined ? '-' : found === 'pass' ? 'p' : 'f';
    });
    rooms.set(roomId, { roomId, names: [name], results: results.join('') });
  }
  return {
    exercise: exerciseId,
    title: exercise.title,
    tests: exercise.tests.map(({ id, name, hidden }) => ({ id, name, hidden })),
    rows: [...rooms.values()].sort((a, b) => rank(b) - rank(a)),
  };
}

/** Passes first; who ran nothing comes last. */
function rank({ results }: { results: string }): number {
  const passes = results.split('p').length - 1;
  return passes * 100 + (results.includes('f') ? 1 : 0);
}
