/**
 * The clocks of one run. The wall clock stands still while the program waits for an answer; the idle clock runs then.
 * The program itself says that it waits, so waiting is only ever worth time up to the idle limit, and a run as a whole
 * ends after `longestRunMs` whatever it says. CPU time is counted in the sandbox and never pauses.
 */
import { performance } from 'node:perf_hooks';

const longestRunMs = 30 * 60_000;

export interface Clocks {
  start(): void;
  /** The program waits for input (true) or goes on (false). */
  wait(isWaiting: boolean): void;
  /** Somebody answered: the idle clock starts again. */
  answered(): void;
  stop(): void;
  /** Milliseconds since `start`, waiting included. */
  elapsedMs(): number;
}

/** `expired` is called at most once, with the clock that ran out. */
export function createClocks(
  limits: { wallMs: number; idleMs: number },
  expired: (which: 'time' | 'idle') => void,
): Clocks {
  let startedAt: number | undefined;
  let wallLeftMs = limits.wallMs;
  let runningSince = 0;
  let isWaiting = false;
  let current: NodeJS.Timeout | undefined;
  let longest: NodeJS.Timeout | undefined;

  function arm(which: 'time' | 'idle', afterMs: number): void {
    clearTimeout(current);
    current = setTimeout(() => finish(which), Math.max(0, afterMs));
  }

  function finish(which: 'time' | 'idle'): void {
    stop();
    expired(which);
  }

  function stop(): void {
    clearTimeout(current);
    clearTimeout(longest);
  }

  return {
    start() {
      startedAt = performance.now();
      runningSince = startedAt;
      arm('time', wallLeftMs);
      longest = setTimeout(() => finish('time'), longestRunMs);
    },
    wait(next) {
      if (startedAt === undefined || next === isWaiting) return;
      isWaiting = next;
      const now = performance.now();
      if (isWaiting) {
        wallLeftMs -= now - runningSince;
        arm('idle', limits.idleMs);
      } else {
        runningSince = now;
        arm('time', wallLeftMs);
      }
    },
    answered() {
      if (isWaiting) arm('idle', limits.idleMs);
    },
    stop,
    elapsedMs: () => (startedAt === undefined ? 0 : Math.round(performance.now() - startedAt)),
  };
}
