import type { RunEnd, RunReason } from '@learnflow/shared';

export interface RunLabel {
  /** Short words for a tile: `Ran`, `IndexError`, `Stopped at 10 s`. */
  label: string;
  ok: boolean;
  /** Line of the student's own code where the error came up, 1-based. */
  line?: number;
}

const words: Record<Exclude<RunReason, 'error' | 'time'>, string> = {
  finished: 'Ran',
  idle: 'No answer',
  memory: 'Out of memory',
  output: 'Too much output',
  processes: 'Too many processes',
  disk: 'Disk full',
  stopped: 'Stopped',
  crashed: 'Crashed',
  restarted: 'Runner restarted',
  refused: 'Cannot run here',
};

/** @returns the few words under which a run is shown on the wall */
export function labelRun(
  end: Pick<RunEnd, 'reason' | 'exitCode' | 'durationMs' | 'error'>,
): RunLabel {
  const line = end.error?.line;
  return {
    label: labelOf(end),
    ok: end.reason === 'finished',
    ...(line === undefined ? {} : { line }),
  };
}

function labelOf({ reason, exitCode, durationMs, error }: Parameters<typeof labelRun>[0]): string {
  if (reason === 'error') return error?.type ?? `Exit code ${exitCode ?? 1}`;
  if (reason === 'time') return `Stopped at ${Math.max(1, Math.round(durationMs / 1000))} s`;
  return words[reason];
}

/**
 * What two failed runs must share to count as the same trouble: the error's type or the limit they met.
 * @returns undefined for runs that say nothing about the program: it ran, somebody stopped it, the runner failed
 */
export function failureOf(end: Pick<RunEnd, 'reason' | 'exitCode' | 'error'>): string | undefined {
  switch (end.reason) {
    case 'error':
      return end.error?.type ?? `exit code ${end.exitCode ?? 1}`;
    case 'time':
      return 'time limit';
    case 'memory':
      return 'out of memory';
    case 'output':
      return 'too much output';
    case 'processes':
      return 'too many processes';
    case 'disk':
      return 'disk full';
    case 'finished':
    case 'idle':
    case 'stopped':
    case 'crashed':
    case 'restarted':
    case 'refused':
      return undefined;
  }
}
