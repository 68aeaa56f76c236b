import { expect, test } from 'vitest';
import { aTile } from './a-tile.fixture.ts';
import { blocksOf, firstInSight, minimapMetrics } from './minimap.ts';

test('words of a line become blocks at their columns', () => {
  expect(blocksOf('    x = 10')).toEqual([
    { column: 4, length: 1, kind: 'id' },
    { column: 6, length: 1, kind: 'op' },
    { column: 8, length: 2, kind: 'num' },
  ]);
});

test('long lines are clipped at the right edge', () => {
  for (const block of blocksOf(`x = "${'y'.repeat(90)}"  # end`)) {
    expect(block.column + block.length).toBeLessThanOrEqual(minimapMetrics.columns);
  }
});

test('a small tile shows the part around the active line', () => {
  const tile = aTile({ from: 1, line: 7, lines: Array.from({ length: 8 }, () => 'x') });
  expect(firstInSight(tile, 3)).toBe(5);
  expect(firstInSight({ ...tile, line: 1 }, 3)).toBe(0);
  expect(firstInSight({ ...tile, line: 8 }, 3)).toBe(5);
  expect(firstInSight(tile, 20)).toBe(0);
});
