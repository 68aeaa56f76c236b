import { expect, test } from 'vitest';
import { RecentTimes } from './recent-times.ts';

test('the middle and the slow end of what was measured lately', () => {
  const clock = { time: 0, now: () => clock.time };
  const times = new RecentTimes(clock, 100);
  expect(times.summary()).toBeUndefined();
  for (let ms = 1; ms <= 100; ms++) times.add(ms);
  expect(times.summary()).toEqual({ count: 100, p50: 50, p95: 95 });
});

test('what is old or pushed out no longer counts', () => {
  const clock = { time: 0, now: () => clock.time };
  const times = new RecentTimes(clock, 3);
  for (const ms of [900, 1, 2, 3]) times.add(ms);
  expect(times.summary()).toEqual({ count: 3, p50: 2, p95: 3 });
  clock.time = 60_000;
  times.add(7);
  expect(times.summary(30_000)).toEqual({ count: 1, p50: 7, p95: 7 });
  clock.time = 3_600_000;
  expect(times.summary()).toBeUndefined();
});
