/**
 * Several cases in one sandbox, one after the other, for drivers whose sandboxes are dear (Pyodide: a third of a second
 * each). Every case is its own call with fresh files and modules, but one process: traces may pass to the next one, and
 * the report says so. A case that hangs or breaks the interpreter costs only itself; the rest goes on in a fresh sandbox.
 */
import { z } from 'zod';

import type { Driver } from '../sandbox/driver.ts';
import { readDone, readLimit, readRaised } from '../run/reports.ts';
import { createGathering } from './case-end.ts';
import type { CaseEnd, CaseLimit } from './case-end.ts';
import type { Case, Program } from './jobs.ts';
import { asCaseLimit, NoSandbox, startupMs, tries } from './run-case.ts';

const batchFrame = z.object({
  claims: z.array(z.string()).max(100),
  code: z.number().int().nullable(),
  signal: z.number().int().nullable(),
});

export interface RunningBatch {
  /** Settles when every case has ended, or the batch was killed. Rejects with `NoSandbox` only. */
  finished: Promise<void>;
  kill(): void;
}

/** Runs `cases` in order; `ended` is called once for each, unless the batch is killed. */
export function runBatch(
  driver: Driver,
  program: Program,
  cases: Case[],
  ended: (index: number, end: CaseEnd) => void,
): RunningBatch {
  let kill: () => void = () => undefined;
  let isKilled = false;

  async function runAll(): Promise<void> {
    let next = 0;
    let losses = 0;
    while (next < cases.length && !isKilled) {
      const first = next;
      const attempt = startBatch(driver, program, cases.slice(first), (index, end) => {
        next = first + index + 1;
        losses = 0;
        ended(first + index, end);
      });
      kill = attempt.kill;
      const lost = await attempt.finished;
      if (next >= cases.length || isKilled || lost === undefined) continue;
      losses += 1;
      if (losses < tries) continue;
      losses = 0;
      ended(next, lost);
      next += 1;
    }
  }

  return {
    finished: runAll(),
    kill() {
      isKilled = true;
      kill();
    },
  };
}

interface BatchAttempt {
  /** Settles with what is known of the case that was lost with its sandbox, if one was. */
  finished: Promise<CaseEnd | undefined>;
  kill(): void;
}

function startBatch(
  driver: Driver,
  program: Program,
  cases: Case[],
  ended: (index: number, end: CaseEnd) => void,
): BatchAttempt {
  const [firstCase] = cases;
  if (firstCase === undefined) throw new Error('a batch without cases');
  const limits = {
    ...firstCase.limits,
    // Counted for the worker as a whole; what bounds one case of it is its clock.
    cpuMs: cases.reduce((sum, one) => sum + one.limits.cpuMs, 0),
    memoryBytes: Math.max(...cases.map((one) => one.limits.memoryBytes)),
  };
  const sandbox = driver.take(limits);
  const finished = Promise.withResolvers<CaseEnd | undefined>();
  let index = 0;
  let isStarted = false;
  let isOver = false;
  let startFailure: unknown;
  let timer: NodeJS.Timeout | undefined;
  let gathering = gather();

  function gather(): ReturnType<typeof createGathering> {
    const bytes = (cases[index] ?? firstCase)?.limits.outputBytes ?? 0;
    return createGathering(bytes, () => stopFor('output'), performance.now());
  }

  /** The case that runs now. */
  function arm(): void {
    clearTimeout(timer);
    gathering = gather();
    const one = cases[index];
    // Without a count of processor time the wall clock stands in for both.
    if (one !== undefined) timer = setTimeout(() => stopFor('time'), one.limits.wallMs);
  }

  function stopFor(limit: CaseLimit): void {
    if (isOver) return;
    gathering.limit(limit);
    settle(gathering.end(undefined));
    sandbox.kill();
  }

  function settle(end: CaseEnd): void {
    clearTimeout(timer);
    const at = index;
    index += 1;
    isOver ||= end.limit !== undefined || index >= cases.length;
    if (!isOver) arm();
    ended(at, end);
  }

  const startup = setTimeout(() => sandbox.kill(), startupMs);
  sandbox.ready.catch((error: unknown) => (startFailure = error));
  sandbox.listen((kind, payload) => {
    if (isOver) return;
    if (kind === 'R') return begin();
    if (kind === 'O') return gathering.output(payload, true);
    if (kind === 'F') return gathering.output(payload, false);
    if (kind === 'X') return gathering.raised(readRaised(payload, program.files));
    if (kind === 'V') return take(payload);
    if (kind === 'L') {
      const limit = asCaseLimit(readLimit(payload));
      return limit === undefined ? undefined : stopFor(limit);
    }
    if (kind === 'D') isOver = readDone(payload) !== undefined;
  });

  function begin(): void {
    if (isStarted) return;
    isStarted = true;
    clearTimeout(startup);
    arm();
  }

  function take(payload: Buffer): void {
    const frame = batchFrame.safeParse(JSON.parse(payload.toString()));
    if (!frame.success) return sandbox.kill();
    for (const claim of frame.data.claims) gathering.claim(claim);
    const { code, signal } = frame.data;
    settle(gathering.end({ code, signal, cpuMs: 0, peakBytes: 0 }));
  }

  const jobs = cases.map(({ task, stdin, seed }) => ({
    ...(task === undefined ? {} : { grade: task }),
    stdin: stdin ?? '',
    seed,
  }));
  sandbox.give({ ...program, limits, cases: jobs });
  if (sandbox.python !== undefined) begin();
  void sandbox.closed.then(() => {
    clearTimeout(startup);
    clearTimeout(timer);
    if (!isStarted) finished.reject(new NoSandbox(String(startFailure ?? 'no sandbox')));
    else finished.resolve(isOver ? undefined : gathering.end(undefined));
  });
  return { finished: finished.promise, kill: () => sandbox.kill() };
}
