import { beforeEach, expect, test, vi } from 'vitest';
import { Apart, tellJoined } from './apart.ts';

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});
const vector = (...rows: [number, number][]): Map<number, number> => new Map(rows);

test('everybody who wrote while the line was cut is counted, and nobody else', () => {
  const apart = new Apart('room', 1);
  const before = vector([1, 10], [2, 5], [3, 4]);
  apart.begin(before, 70_000, 60_000);
  for (let n = 0; n < 14; n++) apart.edited();
  const joined = apart.end(vector([1, 24], [2, 8], [3, 4]), before, 100_000);
  expect(joined).toEqual({ mine: 14, theirs: vector([2, 3]), since: 60_000, awayMs: 40_000 });
});

test('a page loaded again without a network knows since when it is away, and what its own earlier lines are', () => {
  new Apart('room', 1).begin(vector([1, 10]), 5_000, 4_000);
  const again = new Apart('room', 7);
  again.begin(vector(), 600_000, 0);
  again.loaded(vector([1, 15], [2, 5]));
  again.edited();
  const joined = again.end(vector([1, 15], [2, 9], [7, 1]), vector([1, 10], [2, 9]), 904_000);
  expect(joined).toEqual({ mine: 6, theirs: vector([2, 4]), since: 4_000, awayMs: 900_000 });
});

test('once together again, the next time apart begins anew', () => {
  const apart = new Apart('room', 1);
  apart.begin(vector(), 1_000, 0);
  apart.end(vector(), vector(), 2_000);
  expect(apart.end(vector(), vector(), 3_000)).toBeUndefined();
  expect(kept.size).toBe(0);
  apart.begin(vector(), 50_000, 0);
  expect(kept.size).toBe(0);
  expect(apart.end(vector(), vector(), 51_000)?.since).toBe(50_000);
});

test('two visits of one person are one person, and strangers are counted together', () => {
  const theirs = vector([2, 1], [3, 2], [8, 5], [9, 1]);
  const nameOf = (id: number): string | undefined => (id < 5 ? 'Leo' : undefined);
  expect(tellJoined({ mine: 0, theirs, since: 0, awayMs: 0 }, nameOf).theirs).toEqual([
    { name: 'Leo', edits: 3 },
    { name: '', edits: 6 },
  ]);
});
