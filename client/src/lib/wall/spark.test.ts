import { expect, test } from 'vitest';
import { aTile } from './a-tile.fixture.ts';
import { sparkBars, sparkPaths } from './spark.ts';

test('24 bars end at the present half minute; quiet ones stay low', () => {
  const bars = sparkBars(aTile({ bars: { 100: 12, 99: 1, 76: 9 }, runBars: { 99: false } }), 100);
  expect(bars).toHaveLength(24);
  expect(bars.at(-1)).toEqual({ height: 0.5, run: undefined });
  expect(bars.at(-2)).toEqual({ height: 0.12, run: 'failed' });
  // Slot 76 is 12 minutes old and out of the picture.
  expect(bars.slice(0, -2).every((bar) => bar.height === 0)).toBe(true);
});

test('the busiest half minute never leaves the picture', () => {
  expect(sparkBars(aTile({ bars: { 5: 400, 4: 40 } }), 5).at(-1)?.height).toBe(1);
});

test('every bar is drawn, quiet ones as a thin line, and runs are marked below theirs', () => {
  const { bars, ok, failed } = sparkPaths(
    sparkBars(aTile({ bars: { 5: 24 }, runBars: { 5: true, 4: false, 3: false } }), 5),
  );
  expect(bars.match(/M/g)).toHaveLength(24);
  expect(bars.startsWith('M0.0 10v-0.7')).toBe(true);
  expect(bars.endsWith('M61.3 10v-10.0h1.8v10.0z')).toBe(true);
  expect([ok, failed].map((path) => path.match(/M/g)?.length)).toEqual([1, 2]);
});
