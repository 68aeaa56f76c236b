import type { Tile } from '@learnflow/shared';

/** Students whose last run failed in the same way. */
export interface Mistake {
  label: string;
  ids: string[];
}

/** Failures older than this belong to an earlier part of the lesson. */
export const mistakesWithinMs = 10 * 60_000;

/** Words for runs that say nothing about the program. */
const notMistakes = new Set(['Stopped', 'Crashed', 'Cannot run here', 'No answer']);

/**
 * @param now  server clock, epoch ms
 * @returns the most common failures of the last ten minutes, largest group first
 */
export function commonMistakes(
  tiles: Iterable<Pick<Tile, 'id' | 'run'>>,
  now: number,
  most = 5,
): Mistake[] {
  const byLabel = new Map<string, string[]>();
  for (const { id, run } of tiles) {
    if (!run || run.ok || notMistakes.has(run.label) || now - run.at > mistakesWithinMs) continue;
    const ids = byLabel.get(run.label);
    if (ids) ids.push(id);
    else byLabel.set(run.label, [id]);
  }
  return [...byLabel]
    .map(([label, ids]) => ({ label, ids }))
    .sort((a, b) => b.ids.length - a.ids.length || a.label.localeCompare(b.label))
    .slice(0, most);
}
