import type { RunEnd } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { elapsedMs, formatDuration, formatWait, secondsUntil } from './run-clock.ts';

const end: RunEnd = { reason: 'finished', exitCode: 0, durationMs: 90, truncated: false };

test('durations are written as people read them', () => {
  expect([90, 4_230, 38_900, 125_000, -5].map(formatDuration)).toEqual([
    '0.09 s',
    '4.2 s',
    '38 s',
    '2:05',
    '0.00 s',
  ]);
  expect(formatWait(61_500)).toBe('1:01');
});

test('a run that began while we were here counts on our own clock', () => {
  // The server's clock is an hour ahead.
  const view = { startedAt: 3_600_000, end: null };
  expect(elapsedMs(view, 1_000, false, 3_500)).toBe(2_500);
});

test('a run found on entering counts from its start, but never backwards', () => {
  expect(elapsedMs({ startedAt: 1_000, end: null }, 5_000, true, 6_000)).toBe(5_000);
  expect(elapsedMs({ startedAt: 9_000, end: null }, 5_000, true, 6_000)).toBe(0);
});

test('after the end the measured time stands', () => {
  expect(elapsedMs({ startedAt: 0, end }, 0, false, 99_999)).toBe(90);
});

test('the next try is never announced for now', () => {
  expect(secondsUntil(10_000, 6_400)).toBe(4);
  expect(secondsUntil(10_000, 12_000)).toBe(1);
});
