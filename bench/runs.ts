/**
 * Programs from the click to their end, through the executor as the server uses it, beside a bare `python3 -c pass`.
 * Each driver this machine has is measured in the same session.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createExecutor } from '../runner/src/index.ts';
import type { Runner } from '../shared/src/run.ts';
import { benchAttackers } from './attackers.ts';
import { pause, python, repeat, run, type Timing } from './programs.ts';
import { benchPyodide } from './pyodide.ts';
import { type Figure, percentile } from './report.ts';

const rounds = { warm: 60, cold: 8, bare: 30, keys: 40, stops: 20 };
const throughputMs = 4_000;
const hello = 'print("hello")';

/** A bare interpreter of this machine; undefined where there is none. */
async function bareMs(): Promise<number | undefined> {
  try {
    execFileSync(python, ['-c', 'pass']);
  } catch {
    return undefined;
  }
  const samples = await repeat(rounds.bare, async () => {
    const start = performance.now();
    await once(spawn(python, ['-c', 'pass'], { stdio: 'ignore' }), 'exit');
    return performance.now() - start;
  });
  return percentile(samples, 0.5);
}

export async function benchRuns(): Promise<Figure[]> {
  const figures: Figure[] = [];
  const bare = await bareMs();
  if (bare !== undefined)
    figures.push({ name: `bare ${python} -c pass, p50`, value: bare, unit: 'ms' });
  for (const driver of ['bubblewrap', 'pyodide'] as const) {
    const runner = await createExecutor({ driver, environment: { PATH: '/usr/bin:/bin' } });
    try {
      if (runner.report().available) figures.push(...(await measure(runner, driver, bare)));
      else console.log(`run: SKIPPED: ${driver}: ${runner.report().reason ?? 'not here'}`);
    } finally {
      await runner.close();
    }
  }
  figures.push(...(await benchPyodide()), ...(await benchAttackers()));
  return figures;
}

/** What is wanted on two quiet cores. */
const aims: Record<string, Figure['aim']> = {
  'bubblewrap: warm click → first output, p50': { most: 8 },
  'bubblewrap: warm click → first output, p99': { most: 30 },
  'bubblewrap: hello runs, 4 at a time': { least: 120 },
  'bubblewrap: keystroke → echo of the program, p50': { most: 15 },
  'bubblewrap: stop → end, p50': { most: 100 },
  'bubblewrap: event loop of the server under four floods, p99': { most: 50 },
  'bubblewrap: memory of a sandbox that waits ready': { most: 8 },
  'pyodide: warm click → first output, p50': { most: 20 },
  'pyodide: stop → end, p50': { most: 100 },
  'pyodide: event loop of the server under four floods, p99': { most: 50 },
};

async function measure(
  runner: Runner & { pid(): number | undefined },
  driver: string,
  bare?: number,
) {
  const figures: Figure[] = [];
  const add = (name: string, value: number, unit: string, against?: Figure['against']): void => {
    const aim = aims[`${driver}: ${name}`];
    figures.push({
      ...{ name: `${driver}: ${name}`, value, unit },
      ...(against ? { against } : {}),
      ...(aim ? { aim } : {}),
    });
  };
  const isNative = driver === 'bubblewrap';
  await pause(1_000);
  const pairs: Timing[] = [];
  const warm = await repeat(isNative ? rounds.warm : rounds.cold * 2, async () => {
    const timing = await run(runner, hello);
    if (timing.reason !== 'finished') throw new Error(`hello ended as ${timing.reason}`);
    pairs.push(timing);
    if (!isNative) await pause(1_500);
    return timing.firstMs;
  });
  for (const share of [0.5, 0.95, 0.99])
    add(
      `warm click → first output, p${share * 100}`,
      percentile(warm, share),
      'ms',
      share === 0.5 && bare !== undefined ? { what: 'bare python3', value: bare } : undefined,
    );
  add(
    'warm click → end, p50',
    percentile(
      pairs.map((pair) => pair.endMs),
      0.5,
    ),
    'ms',
  );

  // More at once than wait ready: the last of them are started from nothing.
  const burst = await Promise.all(Array.from({ length: 30 }, () => run(runner, hello)));
  add('30 at once: last first output', Math.max(...burst.map((timing) => timing.firstMs)), 'ms');

  const until = performance.now() + throughputMs;
  let runs = 0;
  await Promise.all(
    [1, 2, 3, 4].map(async () => {
      while (performance.now() < until) {
        await run(runner, hello);
        runs += 1;
      }
    }),
  );
  add('hello runs, 4 at a time', runs / ((performance.now() - until + throughputMs) / 1000), '/s');

  await pause(1_000);
  const keys: number[] = [];
  let askedAt = 0;
  await run(runner, `for i in range(${rounds.keys}): print(input())\n`, (event, handle) => {
    if (event.kind === 'output' && askedAt > 0) keys.push(performance.now() - askedAt);
    if (event.kind !== 'input' || !event.waiting) return;
    askedAt = performance.now();
    handle.write('x\n');
  });
  add('keystroke → echo of the program, p50', percentile(keys, 0.5), 'ms');

  const stops: number[] = [];
  for (let done = 0; done < (isNative ? rounds.stops : 3); done += 1) {
    let stoppedAt = 0;
    await run(runner, 'print("go", flush=True)\nwhile True: pass', (event, handle) => {
      if (event.kind === 'output' && stoppedAt === 0) {
        stoppedAt = performance.now();
        handle.stop();
      }
      if (event.kind === 'ended') stops.push(performance.now() - stoppedAt);
    });
  }
  add('stop → end, p50', percentile(stops, 0.5), 'ms');

  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  await Promise.all([1, 2, 3, 4].map(() => run(runner, 'while True: print("x" * 60)')));
  lag.disable();
  add('event loop of the server under four floods, p99', lag.percentile(99) / 1e6 - 5, 'ms');

  await pause(1_500);
  const idle = isNative ? idleMb(runner.pid()) : undefined;
  if (idle !== undefined) add('memory of a sandbox that waits ready', idle, 'MiB');
  return figures;
}

/** Proportional memory per waiting sandbox: forked ones are all children of one zygote. */
function idleMb(executor: number | undefined): number | undefined {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const children = (parent: number): number[] =>
    rows.filter(([, of]) => of === parent).map(([child = 0]) => child);
  const leaves = (pid: number): number[] => {
    const own = children(pid);
    return own.length === 0 ? [pid] : own.flatMap(leaves);
  };
  const sizes = leaves(executor ?? 0).flatMap((pid) => {
    try {
      const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      return [Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]) / 1024];
    } catch {
      return [];
    }
  });
  return sizes.length === 0 ? undefined : sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
}
