import { expect, test } from 'vitest';
import { showBytes, showMs, showSpan } from './amounts.ts';

test('sizes, waits and spans as people say them', () => {
  expect([0, 999, 48_000_000, 1_240_000_000, 120_000_000_000].map(showBytes)).toEqual([
    '0 B',
    '999 B',
    '48 MB',
    '1.2 GB',
    '120 GB',
  ]);
  expect([0.44, 8.4, 42, 610, 2_000, 12_000].map(showMs)).toEqual([
    '0.4 ms',
    '8.4 ms',
    '42 ms',
    '0.61 s',
    '2 s',
    '12 s',
  ]);
  expect([-5, 40_000, 12 * 60_000, 3 * 3_600_000, 9 * 86_400_000].map(showSpan)).toEqual([
    '0 s',
    '40 s',
    '12 min',
    '3 h',
    '9 d',
  ]);
});
