import { historyLimits } from '@learnflow/shared';

/** After a pause that is skipped, playing goes on this long before the next thing happens. */
const leadInMs = 1_000;

/**
 * Moves the playhead on. Pauses longer than `idleMs` are skipped: nobody watches a still picture.
 * @param at      epoch ms the playhead is at
 * @param stepMs  how far it goes: time passed times speed
 * @param events  epoch ms of everything that happens, in order
 * @returns the new place; the end (the last event) when nothing more happens
 */
export function advance(at: number, stepMs: number, events: readonly number[]): number {
  const next = events[countUpTo(events, at)];
  if (next === undefined) return events.at(-1) ?? at;
  const from = next - at > historyLimits.idleMs ? next - leadInMs : at;
  return Math.min(from + stepMs, events.at(-1) ?? next);
}

/** @returns how many of the sorted numbers are ≤ `value` */
export function countUpTo(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
