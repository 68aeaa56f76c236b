import type { PartState } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { HealthLog, type HealthSample } from './health-log.ts';

const aSample = (runner: PartState, startMs: number | null = null): HealthSample => ({
  parts: { rooms: 'ok', runner, database: 'ok' },
  storeMs: null,
  startMs,
});

test('a minute is as bad as its worst moment, and the next one begins afresh', async () => {
  const clock = { time: 1_795_000_020_000, now: () => clock.time };
  let sample = aSample('ok', 12);
  const log = new HealthLog({ clock, sample: () => Promise.resolve(sample), everyMs: 1e6 });
  await log.look();
  sample = aSample('down');
  await log.look();
  sample = aSample('ok', 9);
  await log.look();
  clock.time += 60_000;
  await log.look();
  log.close();
  expect(log.minutes.map(({ parts, startMs }) => [parts.runner, startMs])).toEqual([
    ['down', 9],
    ['ok', 9],
  ]);
  expect(log.minutes[0]?.at).toBe(1_795_000_020_000 - (1_795_000_020_000 % 60_000));
});

test('an hour is kept, not more', async () => {
  const clock = { time: 0, now: () => clock.time };
  const log = new HealthLog({
    clock,
    sample: () => Promise.resolve(aSample('ok')),
    everyMs: 1e6,
  });
  for (let minute = 0; minute < 70; minute++) {
    clock.time = minute * 60_000;
    await log.look();
  }
  log.close();
  expect(log.minutes).toHaveLength(60);
  expect(log.minutes[0]?.at).toBe(10 * 60_000);
});
