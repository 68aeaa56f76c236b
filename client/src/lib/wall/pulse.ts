import type { ClassPulse, Tile } from '@learnflow/shared';

/** @returns the exercise that most students are at; undefined in free work */
export function commonExercise(tiles: readonly Pick<Tile, 'work'>[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { work } of tiles) {
    if (work) counts.set(work.exercise, (counts.get(work.exercise) ?? 0) + 1);
  }
  let most: string | undefined;
  for (const [exercise, count] of counts) {
    if (most === undefined || count > (counts.get(most) ?? 0)) most = exercise;
  }
  return most;
}

/** @returns a text that changes whenever some student's verdict does */
export function workMark(tiles: readonly Pick<Tile, 'id' | 'work'>[]): string {
  return tiles
    .map(({ id, work }) => (work ? `${id}${work.exercise}${work.passed}/${work.total}` : ''))
    .join(' ');
}

/** @returns the largest number of tests that at least half of the rooms pass; 0 when half of them pass none */
export function passedByHalf({ rows }: Pick<ClassPulse, 'rows'>): number {
  const passes = rows.map(({ results }) => results.split('p').length - 1).sort((a, b) => b - a);
  return passes[Math.ceil(passes.length / 2) - 1] ?? 0;
}
