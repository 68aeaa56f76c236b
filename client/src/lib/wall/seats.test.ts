import { expect, test } from 'vitest';
import { goneFrom, seatsAfter } from './seats.ts';

test('who stays keeps the seat; newcomers sit down at the end', () => {
  expect(seatsAfter(['a', 'b', 'c'], ['d', 'a'], ['b'])).toEqual(['a', 'c', 'd']);
});

test('after a cut, those the server no longer names have left', () => {
  expect(goneFrom(['a', 'b', 'c'], ['c', 'a', 'x'])).toEqual(['b']);
});
