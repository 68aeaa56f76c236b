import { expect, test } from 'vitest';
import { fillsOf, stepOf } from './steps.ts';

test('the four steps fill one after the other', () => {
  expect(fillsOf(0)).toEqual([0, 0, 0, 0]);
  expect(fillsOf(40)).toEqual([1, 0, 0, 0]);
  expect(fillsOf(55)).toEqual([1, 0.5, 0, 0]);
  expect(fillsOf(100)).toEqual([1, 1, 1, 1]);
});

test('a step has as many bars as its place', () => {
  expect((['beginner', 'learning', 'proficient', 'mastered'] as const).map(stepOf)).toEqual([
    1, 2, 3, 4,
  ]);
});
