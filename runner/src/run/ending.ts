/** Puts together how a run ended, out of what was seen from outside and what the program said of itself. */
import type { RunEnd, RunLimits, RunPlace, RunReason } from '@learnflow/shared/run';

import type { Done, Raised } from './reports.ts';
import { sentenceFor } from './sentences.ts';

export interface Ending {
  limits: RunLimits;
  elapsedMs: number;
  /** A reason found by the host or the sandbox; undefined when the program ended by itself. */
  decided: RunReason | undefined;
  /** Somebody pressed Ctrl-C. */
  isInterrupted: boolean;
  /** Undefined when the sandbox died without a last word. */
  done: Done | undefined;
  raised: Raised | undefined;
  /** Where the program was when it was ended. */
  last: RunPlace | undefined;
  /** There is one file, so its name need not be said. */
  isSingle: boolean;
  isTruncated: boolean;
}

/** Reason and exit code are what was seen; exception and place are the program's own word. */
export function describeEnd(ending: Ending): RunEnd {
  const { limits, elapsedMs, done, raised } = ending;
  const reason = ending.decided ?? (wasInterrupted(ending) ? 'stopped' : reasonOf(done, raised));
  const isCutOff = ['time', 'stopped', 'output', 'crashed'].includes(reason);
  const last = isCutOff ? placeOf(ending) : undefined;
  const signal = done?.signal ?? undefined;
  const message = sentenceFor(reason, limits, {
    elapsedMs,
    ...(raised?.hint ? { hint: raised.hint } : {}),
    ...(raised?.shadow ? { shadow: raised.shadow } : {}),
    ...(signal === undefined ? {} : { signal }),
    ...(last === undefined ? {} : { where: whereOf(last, ending.isSingle) }),
  });
  return {
    reason,
    exitCode: done?.code ?? null,
    durationMs: elapsedMs,
    truncated: ending.isTruncated,
    ...(raised && reason !== 'stopped' && reason !== 'finished' ? { error: raised.error } : {}),
    ...(last === undefined ? {} : { last }),
    ...(done ? { usage: { cpuMs: done.cpuMs, peakBytes: done.peakBytes } } : {}),
    ...(message === undefined ? {} : { message }),
  };
}

/** What the sandbox saw last, or the line in which a KeyboardInterrupt came up. */
function placeOf({ last, raised }: Ending): RunPlace | undefined {
  if (last !== undefined) return last;
  return raised?.error.type === 'KeyboardInterrupt' ? raised.error.frames?.at(-1) : undefined;
}

function whereOf({ file, line }: RunPlace, isSingle: boolean): string {
  return isSingle ? `line ${String(line)}` : `line ${String(line)} of ${file}`;
}

function wasInterrupted({ isInterrupted, raised }: Ending): boolean {
  return isInterrupted && raised?.error.type === 'KeyboardInterrupt';
}

const cpuSignal = 24;

/** Why a program ended when no limit and nobody ended it. */
function reasonOf(done: Done | undefined, raised: Raised | undefined): RunReason {
  if (done === undefined) return 'crashed';
  if (done.signal !== null) return done.signal === cpuSignal ? 'time' : 'crashed';
  if (done.code === 0) return 'finished';
  if (raised?.hint === 'memory' || raised?.hint === 'processes' || raised?.hint === 'disk')
    return raised.hint;
  return 'error';
}
