/**
 * One case in one sandbox (drivers whose sandboxes are cheap).
 *
 * 1. The job holds inputs only. The clock starts when the sandbox says that it is ready.
 * 2. Claims, output and the exception are gathered; the first limit wins.
 * 3. A sandbox that dies without its last word is tried again in a fresh one: whoever killed it, the submission did not
 *    earn a verdict by that. When none can be started at all that is the grader's failure, not the submission's.
 */
import type { Driver } from '../sandbox/driver.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { readDone, readLimit, readRaised } from '../run/reports.ts';
import type { Done } from '../run/reports.ts';
import { createGathering } from './case-end.ts';
import type { CaseEnd, CaseLimit } from './case-end.ts';
import type { Case, Program } from './jobs.ts';

export const startupMs = 20_000;
/** A sandbox that said its last word goes by itself; this is for one that does not. */
const goneMs = 1_000;
export const tries = 3;

/** No sandbox came up: nothing was judged. */
export class NoSandbox extends Error {}

export interface RunningCase {
  ended: Promise<CaseEnd>;
  /** Settles when nothing of the case is left. */
  gone: Promise<void>;
  kill(): void;
}

/** Starts `one`. `ended` rejects with `NoSandbox` only. */
export function runCase(driver: Driver, program: Program, one: Case): RunningCase {
  let current: Attempt | undefined;
  let isKilled = false;
  const ended = (async () => {
    for (let left = tries; ; left -= 1) {
      const attempt = startAttempt(driver, program, one);
      current = attempt;
      if (isKilled) attempt.kill();
      const end = await attempt.ended.catch((error: unknown) => {
        if (isKilled || left <= 1) throw error;
        return 'lost' as const;
      });
      if (end !== 'lost') return end;
      if (isKilled || left <= 1) return attempt.unknown();
    }
  })();
  ended.catch(() => undefined);
  return {
    ended,
    gone: ended.then(
      () => current?.gone,
      () => undefined,
    ),
    kill() {
      isKilled = true;
      current?.kill();
    },
  };
}

interface Attempt {
  ended: Promise<CaseEnd | 'lost'>;
  gone: Promise<void>;
  unknown(): CaseEnd;
  kill(): void;
}

function startAttempt(driver: Driver, program: Program, one: Case): Attempt {
  const { limits, task, stdin, seed } = one;
  const sandbox: Sandbox = driver.take(limits);
  const ended = Promise.withResolvers<CaseEnd | 'lost'>();
  let isStarted = false;
  let startFailure: unknown;
  let timer: NodeJS.Timeout | undefined;
  let case_ = createGathering(limits.outputBytes, () => stopFor('output'), performance.now());

  const startup = setTimeout(() => sandbox.kill(), startupMs);
  sandbox.ready.catch((error: unknown) => (startFailure = error));

  function stopFor(limit: CaseLimit): void {
    case_.limit(limit);
    sandbox.kill();
  }

  function begin(): void {
    if (isStarted) return;
    isStarted = true;
    clearTimeout(startup);
    case_ = createGathering(limits.outputBytes, () => stopFor('output'), performance.now());
    timer = setTimeout(() => stopFor('time'), limits.wallMs);
  }

  function finish(done: Done | undefined): void {
    clearTimeout(timer);
    clearTimeout(startup);
    if (done === undefined && !case_.hasLimit()) ended.resolve('lost');
    else ended.resolve(case_.end(done));
    timer = setTimeout(() => sandbox.kill(), goneMs);
  }

  sandbox.listen((kind, payload) => {
    switch (kind) {
      case 'R':
        return begin();
      case 'O':
        return case_.output(payload, true);
      case 'F':
        return case_.output(payload, false);
      case 'V':
        return case_.claim(payload.toString());
      case 'X':
        return case_.raised(readRaised(payload, program.files));
      case 'L':
        return case_.limit(asCaseLimit(readLimit(payload)));
      case 'D':
        finish(readDone(payload));
        return;
      default:
        // Waiting for input, pictures, files: nothing a test asks for.
        return;
    }
  });
  const job = { ...program, limits, seed, nice: gradeNiceness, ...(task ? { grade: task } : {}) };
  sandbox.give(job);
  if (stdin !== undefined && stdin !== '') sandbox.send('I', stdin);
  sandbox.send('E');
  if (sandbox.python !== undefined) begin();
  const gone = sandbox.closed.then(() => {
    clearTimeout(startup);
    if (!isStarted) ended.reject(new NoSandbox(String(startFailure ?? 'no sandbox')));
    else finish(undefined);
    clearTimeout(timer);
  });
  return {
    ended: ended.promise,
    gone,
    unknown: () => case_.end(undefined),
    kill: () => sandbox.kill(),
  };
}

/** Behind interactive runs, which stand at 10. */
export const gradeNiceness = 15;

/** The limits a case can meet; others belong to interactive runs. */
export function asCaseLimit(reason: string | undefined): CaseLimit | undefined {
  return reason === 'time' || reason === 'memory' || reason === 'output' ? reason : undefined;
}
