import { expect, test } from 'vitest';
import { errorQuotient, repeatedErrorDensity, type RunErrors } from './error-measures.ts';

/** `x x - y`: a run each, `-` without error, `xy` with two. */
const session = (runs: string): RunErrors[] =>
  runs.split(' ').map((run) => (run === '-' ? [] : [...run]));

test.each([
  ['-', 0],
  ['- -', 0],
  ['x - y', 0],
  ['x - x', 0],
  ['x y', 8 / 11],
  ['x x', 1],
  ['x x x', 1],
  ['x x y', 0.863_636_363_6],
  ['y x x', 0.863_636_363_6],
  ['x y z', 8 / 11],
])('the error quotient of %s is as published', (runs, expected) => {
  expect(errorQuotient(session(runs))).toBeCloseTo(expected, 9);
});

test.each([
  ['x -', 0, 0],
  ['x - x', 0, 0],
  ['x y x', 8 / 11, 0],
  ['x x', 1, 0.5],
  ['x x - x x', 0.5, 1],
  ['x x x', 1, 4 / 3],
  ['x x - x x - x x', 3 / 7, 1.5],
  ['x x x - x x', 3 / 5, 33 / 18],
])('quotient and repeated density of %s are as published', (runs, quotient, density) => {
  expect(errorQuotient(session(runs))).toBeCloseTo(quotient, 9);
  expect(repeatedErrorDensity(session(runs))).toBeCloseTo(density, 9);
});

test('one run with an error has no quotient, none at all is 0', () => {
  expect(errorQuotient(session('x'))).toBeNull();
  expect(errorQuotient([])).toBe(0);
  expect(repeatedErrorDensity([])).toBe(0);
});

test('several errors in a run: sharing one is enough, each makes a string of its own', () => {
  expect(errorQuotient(session('xy yz'))).toBe(1);
  expect(errorQuotient(session('xy zw'))).toBeCloseTo(8 / 11, 9);
  // x three times (4/3) and y twice (1/2), side by side.
  expect(repeatedErrorDensity(session('xy xy x'))).toBeCloseTo(4 / 3 + 1 / 2, 9);
});
