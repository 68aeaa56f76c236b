import { expect, test } from 'vitest';
import { defaultRunLimits } from './run.ts';
import { defaultRunSettings, runLimitsOf, runSettings } from './run-limits.ts';

test('without settings the standard holds, and its own settings give it back', () => {
  expect(runLimitsOf()).toEqual(defaultRunLimits);
  expect(runLimitsOf(defaultRunSettings)).toEqual(defaultRunLimits);
});

test('an exercise may differ from its class, and the clock goes with the busy time', () => {
  const limits = runLimitsOf({ seconds: 20, memoryMb: 64 }, { memoryMb: 256 });
  expect(limits).toMatchObject({ cpuMs: 20_000, wallMs: 40_000, memoryBytes: 256 * 2 ** 20 });
  expect(limits.diskBytes).toBe(defaultRunLimits.diskBytes);
});

test('settings outside the bounds are refused', () => {
  for (const wrong of [{ seconds: 0 }, { memoryMb: 16 }, { processes: 1.5 }, { diskMb: 501 }])
    expect(runSettings.safeParse(wrong).success).toBe(false);
  expect(runSettings.safeParse({ seconds: 120 }).success).toBe(true);
});
