import { execFileSync } from 'node:child_process';

import { afterEach, expect, it } from 'vitest';

import { aCall, aGradeSpec } from '../../test/grade.ts';
import { measureLag, runProgram } from '../../test/program.ts';
import { createExecutor } from './client.ts';
import type { Executor } from './client.ts';

const longMs = 60_000;
const open: Executor[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((executor) => executor.close()));
});

async function anExecutor(): Promise<Executor> {
  const executor = await createExecutor({
    driver: 'auto',
    environment: { PATH: process.env['PATH'] ?? '' },
    pingMs: 300,
  });
  open.push(executor);
  return executor;
}

it(
  'runs programs in another process, with input and an end',
  async () => {
    const executor = await anExecutor();
    if (!executor.report().available) return;
    expect(executor.pid()).toBeGreaterThan(0);
    expect(executor.pid()).not.toBe(process.pid);
    const run = await runProgram(executor, 'print("Hi", input("Name? "))', { answers: ['Zoë'] });
    expect(run.out).toBe('Name? Hi Zoë\n');
    expect(run.end).toMatchObject({ reason: 'finished', exitCode: 0 });
    const stopped = await runProgram(executor, 'print("go")\nwhile True: pass', {
      on: (event, handle) => {
        if (event.kind === 'output') handle.stop();
      },
    });
    expect(stopped.end.reason).toBe('stopped');
    const refused = await runProgram(executor, { 'other.py': '' });
    expect(refused.end).toMatchObject({ reason: 'refused' });
  },
  longMs,
);

it(
  'ends what ran once and says so when the executor is killed, leaves no process of it, and runs again',
  async () => {
    const executor = await anExecutor();
    if (!executor.report().available) return;
    const first = executor.pid() ?? 0;
    const busy = [1, 2, 3].map(() =>
      runProgram(executor, 'print("go", flush=True)\nwhile True: pass', {
        limits: { wallMs: longMs, cpuMs: longMs },
        on: (event) => {
          if (event.kind === 'output') started += 1;
        },
      }),
    );
    let started = 0;
    await expect.poll(() => started, { timeout: 30_000 }).toBeGreaterThan(0);
    const family = familyOf(first);
    expect(family.length).toBeGreaterThan(0);
    process.kill(first, 'SIGKILL');
    // This one comes while there is no executor and is run by the next.
    await expect.poll(() => executor.pid()).not.toBe(first);
    const next = runProgram(executor, 'print("again")');
    for (const run of await Promise.all(busy)) {
      expect(run.end).toMatchObject({
        reason: 'restarted',
        message: 'The runner restarted. Press Run to try again.',
      });
      expect(run.events.filter((event) => event.kind === 'ended')).toHaveLength(1);
    }
    expect((await next).out).toBe('again\n');
    expect(executor.pid()).not.toBe(first);
    await expect.poll(() => family.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  },
  longMs,
);

it(
  'rejects what was being graded once when the executor is killed, and grades again afterwards',
  async () => {
    const executor = await anExecutor();
    if (!executor.report().available) return;
    const slow = 'import time\ndef f(x):\n    time.sleep(8)\n    return x';
    const ends: string[] = [];
    const grading = executor.grade(aGradeSpec(slow, [aCall('f', '1', '1')]), {
      outcome: () => ends.push('outcome'),
    });
    const report = grading.report.then(
      () => ends.push('report'),
      () => ends.push('rejected'),
    );
    const first = executor.pid() ?? 0;
    await expect.poll(() => familyOf(first).length, { timeout: 30_000 }).toBeGreaterThan(0);
    process.kill(first, 'SIGKILL');
    await report;
    expect(ends).toEqual(['rejected']);
    await expect.poll(() => executor.pid() ?? first, { timeout: 30_000 }).not.toBe(first);
    const again = executor.grade(aGradeSpec('def f(x): return x', [aCall('f', '1', '1')]));
    expect((await again.report).score).toBe(100);
    expect(ends).toEqual(['rejected']);
  },
  longMs,
);

it(
  'finds out that an executor stands still',
  async () => {
    const executor = await anExecutor();
    if (!executor.report().available) return;
    const first = executor.pid() ?? 0;
    const run = runProgram(executor, 'input()', { limits: { idleMs: longMs } });
    process.kill(first, 'SIGSTOP');
    expect((await run).end.reason).toBe('restarted');
    await expect.poll(() => isAlive(first), { timeout: 10_000 }).toBe(false);
  },
  longMs,
);

it(
  'keeps floods of output out of the event loop of the server',
  async () => {
    const executor = await anExecutor();
    if (!executor.report().available) return;
    const lag = measureLag();
    const floods = await Promise.all(
      [1, 2, 3, 4].map(() =>
        runProgram(executor, 'while True: print("x" * 60)', {
          limits: { wallMs: 20_000, cpuMs: 20_000 },
        }),
      ),
    );
    expect(lag()).toBeLessThan(200);
    for (const flood of floods) expect(flood.end).toMatchObject({ reason: 'output' });
  },
  longMs,
);

it(
  'stops what runs when it closes, and refuses afterwards',
  async () => {
    const executor = await anExecutor();
    if (!executor.report().available) return;
    let family: number[] = [];
    const run = runProgram(executor, 'import time\nprint("go")\ntime.sleep(30)', {
      on: (event) => {
        if (event.kind !== 'output' || family.length > 0) return;
        family = familyOf(executor.pid() ?? 0);
        void executor.close();
      },
    });
    expect((await run).end.reason).toBe('stopped');
    await executor.close();
    expect(family.length).toBeGreaterThan(0);
    await expect.poll(() => family.filter(isAlive), { timeout: 10_000 }).toEqual([]);
    expect((await runProgram(executor, 'print(1)')).end.reason).toBe('refused');
  },
  longMs,
);

/** Every process below `pid`. */
function familyOf(pid: number): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    rows.flatMap(([child = 0, of]) => (of === parent ? [child, ...below(child)] : []));
  return below(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie waits for its parent only.
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
    return !state.trim().startsWith('Z');
  } catch {
    return false;
  }
}
