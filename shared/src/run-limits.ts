/** The limits of programs as a teacher sets them for a class, in the units a teacher thinks in. */
import { z } from 'zod';

import { defaultRunLimits, type RunLimits } from './run.ts';

/** Smallest and largest setting: below, Python itself does not fit; above, one program could stop a school's machine. */
export const runSettingBounds = {
  /** Busy time; a program may take twice as long by the clock, its waits for input apart. */
  seconds: { min: 1, max: 120 },
  memoryMb: { min: 32, max: 2048 },
  outputKb: { min: 16, max: 16_384 },
  processes: { min: 1, max: 512 },
  diskMb: { min: 1, max: 500 },
} as const;
export type RunSetting = keyof typeof runSettingBounds;

const within = ({ min, max }: { min: number; max: number }) =>
  z.exactOptional(z.number().int().min(min).max(max));

/** What differs from the standard. */
export const runSettings = z.object({
  seconds: within(runSettingBounds.seconds),
  memoryMb: within(runSettingBounds.memoryMb),
  outputKb: within(runSettingBounds.outputKb),
  processes: within(runSettingBounds.processes),
  diskMb: within(runSettingBounds.diskMb),
});
export type RunSettings = z.infer<typeof runSettings>;

/** `defaultRunLimits` in a teacher's units. */
export const defaultRunSettings: Required<RunSettings> = {
  seconds: defaultRunLimits.cpuMs / 1000,
  memoryMb: defaultRunLimits.memoryBytes / 2 ** 20,
  outputKb: defaultRunLimits.outputBytes / 2 ** 10,
  processes: defaultRunLimits.processes,
  diskMb: defaultRunLimits.diskBytes / 2 ** 20,
};

/** @param settings  from the widest to the narrowest: the class, then the exercise; later ones win */
export function runLimitsOf(...settings: RunSettings[]): RunLimits {
  const wanted = Object.assign({}, defaultRunSettings, ...settings) as Required<RunSettings>;
  return {
    ...defaultRunLimits,
    cpuMs: wanted.seconds * 1000,
    wallMs: (wanted.seconds * defaultRunLimits.wallMs * 1000) / defaultRunLimits.cpuMs,
    memoryBytes: wanted.memoryMb * 2 ** 20,
    outputBytes: wanted.outputKb * 2 ** 10,
    processes: wanted.processes,
    diskBytes: wanted.diskMb * 2 ** 20,
  };
}
