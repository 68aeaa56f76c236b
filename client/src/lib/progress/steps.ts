import type { Band } from '@learnflow/shared';
import type { MessageKey } from '../i18n/t.ts';

/** Where each of the four steps begins and ends, in per cent. */
const edges = [0, 40, 70, 90, 100] as const;

/** @returns how full each step is, 0 to 1 */
export function fillsOf(mastery: number): number[] {
  return edges.slice(1).map((end, at) => {
    const begin = edges[at] ?? 0;
    return Math.min(1, Math.max(0, (mastery - begin) / (end - begin)));
  });
}

export const bandKey = (band: Band): MessageKey => `progress.band.${band}`;

/** 1 to 4. */
export const stepOf = (band: Band): number =>
  ({ beginner: 1, learning: 2, proficient: 3, mastered: 4 })[band];
