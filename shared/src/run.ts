/** Running a program: the words between the room server and a runner, and what a run tells the room. */

export interface RunLimits {
  cpuMs: number;
  /** Wall clock, paused while the program waits for input. */
  wallMs: number;
  /** Longest wait for one answer to `input()`. */
  idleMs: number;
  memoryBytes: number;
  outputBytes: number;
  processes: number;
  diskBytes: number;
}

export const defaultRunLimits: RunLimits = {
  cpuMs: 5_000,
  wallMs: 10_000,
  idleMs: 5 * 60_000,
  memoryBytes: 128 * 1024 * 1024,
  outputBytes: 1024 * 1024,
  processes: 64,
  diskBytes: 20 * 1024 * 1024,
};

export interface RunFile {
  name: string;
  text: string;
}

export interface RunSpec {
  runId: string;
  files: RunFile[];
  /** Name of the file to run; one of `files`. */
  entry: string;
  limits: RunLimits;
}

export const runReasons = [
  'finished',
  'error',
  'time',
  'idle',
  'memory',
  'output',
  'processes',
  'stopped',
  'crashed',
  'refused',
] as const;
/**
 * Why a run ended. `finished`: exit code 0. `error`: the program ended itself with another code, usually an exception.
 * `time`, `memory`, `output`, `processes`: a limit. `idle`: nobody answered `input()`. `stopped`: by a person.
 * `crashed`: killed by a signal or the runner died. `refused`: no safe way to run it here.
 */
export type RunReason = (typeof runReasons)[number];

/** The exception a Python program ended with, read from its traceback. */
export interface RunError {
  type: string;
  message: string;
  /** Deepest frame that is in one of the student's own files. */
  file?: string;
  line?: number;
}

export interface RunEnd {
  reason: RunReason;
  exitCode: number | null;
  durationMs: number;
  error?: RunError;
  /** One sentence when `reason` is a limit or a refusal. */
  message?: string;
  truncated: boolean;
}

/** What a runner sends while a program runs; `output` comes in batches of at most 20 ms or 32 KiB, cut between characters. */
export type RunEvent =
  | { kind: 'started'; driver: string; python: string }
  | { kind: 'output'; stream: 'out' | 'err'; text: string }
  | { kind: 'input'; waiting: boolean }
  | { kind: 'ended'; end: RunEnd };

/** One running program. After `ended` no event follows and the other calls do nothing. */
export interface RunHandle {
  /** Sends one answer; the caller adds the newline. */
  write(text: string): void;
  closeInput(): void;
  stop(): void;
}

/** What holds on this machine, found out by really running three tiny programs. */
export interface RunnerReport {
  driver: 'bubblewrap' | 'pyodide' | 'none';
  python: string;
  /** False when programs cannot be run safely here; `reason` says why. */
  available: boolean;
  reason?: string;
  holds: { network: boolean; memory: boolean; processes: boolean; files: boolean };
}

/** The port through which the server runs programs; adapters live in the runner workspace. */
export interface Runner {
  report(): RunnerReport;
  /** Starts at once or queues; `queued` tells the place in line (1 = next) whenever it changes. */
  run(
    spec: RunSpec,
    on: { event: (event: RunEvent) => void; queued?: (place: number) => void },
  ): RunHandle;
  close(): Promise<void>;
}
