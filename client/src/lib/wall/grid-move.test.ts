import { expect, test } from 'vitest';
import { moveInGrid } from './grid-move.ts';

// Three large tiles, then seven smaller ones in rows of six.
const wall = [
  { count: 3, columns: 5 },
  { count: 7, columns: 6 },
];

test('left and right go through all tiles and stop at the ends', () => {
  expect(moveInGrid(wall, 2, 'ArrowRight')).toBe(3);
  expect(moveInGrid(wall, 0, 'ArrowLeft')).toBe(0);
  expect(moveInGrid(wall, 9, 'ArrowRight')).toBe(9);
  expect([moveInGrid(wall, 4, 'Home'), moveInGrid(wall, 4, 'End')]).toEqual([0, 9]);
});

test('down and up keep the place across the screen where columns differ', () => {
  expect(moveInGrid(wall, 2, 'ArrowDown')).toBe(6);
  expect(moveInGrid(wall, 3, 'ArrowUp')).toBe(0);
  expect(moveInGrid(wall, 8, 'ArrowUp')).toBe(2);
});

test('a short last row takes the nearest tile; the edges hold', () => {
  expect(moveInGrid(wall, 8, 'ArrowDown')).toBe(9);
  expect(moveInGrid(wall, 9, 'ArrowDown')).toBe(9);
  expect(moveInGrid(wall, 1, 'ArrowUp')).toBe(1);
  expect(moveInGrid([], 0, 'ArrowDown')).toBe(0);
});
