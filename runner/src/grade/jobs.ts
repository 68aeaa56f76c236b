/** What grading asks of a sandbox, and what comes back. The Python end is python/grade_case.py, `run_grade`. */
import { defaultRunLimits } from '@learnflow/shared/run';
import type { RunFile, RunLimits } from '@learnflow/shared/run';
import type { Constraint, GradeTest } from '@learnflow/shared/grade';
import { runLimitsOf } from '@learnflow/shared/run-limits';
import type { RunSettings } from '@learnflow/shared/run-limits';

import type { WrittenValue } from './value.ts';

/** What a test gets without limits of its own: a beginner's function answers in a few thousandths of it. */
export const caseLimits: RunLimits = {
  ...defaultRunLimits,
  cpuMs: 2_000,
  wallMs: 5_000,
  // Nobody answers a test; its input is given and ended.
  idleMs: 5_000,
  outputBytes: 256 * 1024,
  processes: 16,
};

/** The judge runs teachers' code over up to fifty claims. */
export const judgeLimits: RunLimits = { ...caseLimits, cpuMs: 4_000, wallMs: 10_000 };

/** Memory below this starts no Python; above it one test could take the machine. */
const memoryBounds = { min: 32 * 1024 * 1024, max: 1024 * 1024 * 1024 };

/** The limits of one test: the standard, then what the exercise asks for, then the test itself. */
export function limitsOf(test: GradeTest, exercise: RunSettings = {}): RunLimits {
  const usual = usualOf(exercise);
  const { cpuMs, wallMs, memoryBytes } = test.limits;
  const cpu = cpuMs ?? usual.cpuMs;
  return {
    ...usual,
    cpuMs: cpu,
    wallMs: wallMs ?? Math.max(usual.wallMs, cpu * 2),
    memoryBytes:
      memoryBytes === undefined
        ? usual.memoryBytes
        : Math.min(Math.max(memoryBytes, memoryBounds.min), memoryBounds.max),
  };
}

/** A test is shorter than a run, so only what the exercise names differs from the standard of tests. */
function usualOf(exercise: RunSettings): RunLimits {
  const wanted = runLimitsOf(exercise);
  return {
    ...caseLimits,
    ...(exercise.seconds === undefined
      ? {}
      : { cpuMs: wanted.cpuMs, wallMs: Math.max(caseLimits.wallMs, wanted.wallMs) }),
    ...(exercise.memoryMb === undefined ? {} : { memoryBytes: wanted.memoryBytes }),
    ...(exercise.outputKb === undefined ? {} : { outputBytes: wanted.outputBytes }),
    ...(exercise.processes === undefined ? {} : { processes: wanted.processes }),
    ...(exercise.diskMb === undefined ? {} : { diskBytes: wanted.diskBytes }),
  };
}

export type GradeTask =
  | { kind: 'call'; function: string; args: WrittenValue }
  | { kind: 'suite'; framework: 'unittest' | 'pytest'; source: string }
  | { kind: 'inspect'; constraints: Constraint[] }
  | { kind: 'prepare'; tests: object[] }
  | { kind: 'check'; source: string; property: boolean; items: [WrittenValue, WrittenValue][] };

/** One process of its own: a graded task, or the program itself with `stdin`. */
export interface Case {
  task?: GradeTask;
  stdin?: string;
  /** Seeds `random`, so that the same submission meets the same chance twice. */
  seed: string;
  limits: RunLimits;
}

/** What a case runs on. */
export interface Program {
  files: RunFile[];
  entry: string;
}
