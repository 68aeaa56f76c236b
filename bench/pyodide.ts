/** What Pyodide costs: starting it from nothing and from a snapshot, waiting ready, and computing, beside native Python. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRunner } from '../runner/src/index.ts';
import { workerArguments } from '../runner/src/sandbox/pyodide/command.ts';
import { makeSnapshot } from '../runner/src/sandbox/pyodide/snapshot.ts';
import { spawnLink } from '../runner/src/sandbox/link.ts';
import { Sandbox } from '../runner/src/sandbox/sandbox.ts';
import type { Runner } from '../shared/src/run.ts';
import { python, run } from './programs.ts';
import { type Figure, percentile } from './report.ts';

const rounds = { cold: 3, snapshot: 6, compute: 3 };

const programs = {
  'numbers in loops': `found = 0
for n in range(2, 60_000):
    for d in range(2, int(n ** 0.5) + 1):
        if n % d == 0: break
    else: found += 1`,
  'words in dicts': `text = ("the quick brown fox jumps over the lazy dog " * 6_000).split()
counts = {}
for round in range(6):
    for word in text: counts[word.title() + str(len(word))] = counts.get(word.upper(), 0) + 1`,
};

/** @returns milliseconds until a worker was ready, and what it then weighs in MiB (undefined where nobody says) */
async function startOne(snapshot?: string): Promise<{ ms: number; mib: number | undefined }> {
  const began = performance.now();
  const link = spawnLink({ file: process.execPath, args: workerArguments(snapshot) });
  const sandbox = new Sandbox(link);
  await sandbox.ready;
  const ms = performance.now() - began;
  const mib = weightOf(await link.pid());
  sandbox.kill();
  await sandbox.closed;
  return { ms, mib };
}

function weightOf(pid: number | undefined): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]) / 1024;
  } catch {
    return undefined;
  }
}

async function times<T>(count: number, one: () => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let done = 0; done < count; done += 1) all.push(await one());
  return all;
}

export async function benchPyodide(): Promise<Figure[]> {
  const cold = await times(rounds.cold, () => startOne());
  const snapshot = await makeSnapshot();
  const warm = snapshot ? await times(rounds.snapshot, () => startOne(snapshot.path)) : [];
  await snapshot?.remove();
  const middle = (samples: { ms: number }[]): number =>
    percentile(
      samples.map(({ ms }) => ms),
      0.5,
    );
  const figures: Figure[] = [
    { name: 'pyodide: cold start of a worker, p50', value: middle(cold), unit: 'ms' },
  ];
  if (warm.length > 0)
    figures.push({
      ...{ name: 'pyodide: refill (start from a snapshot), p50', value: middle(warm), unit: 'ms' },
      aim: { most: 600 },
    });
  const weight = warm.at(-1)?.mib ?? cold.at(-1)?.mib;
  if (weight !== undefined)
    figures.push({
      name: 'pyodide: memory of a worker that waits ready',
      value: weight,
      unit: 'MiB',
    });
  return [...figures, ...(await compareSpeed())];
}

async function compareSpeed(): Promise<Figure[]> {
  const runner = await createRunner({ driver: 'pyodide' });
  const figures: Figure[] = [];
  try {
    for (const [name, text] of Object.entries(programs)) {
      const native = await times(rounds.compute, () => Promise.resolve(nativeMs(text)));
      const own = await times(rounds.compute, () => pyodideMs(runner, text));
      figures.push({
        ...{ name: `pyodide: ${name}, processor time, best of ${rounds.compute}`, unit: 'ms' },
        value: Math.min(...own),
        against: { what: 'native Python', value: Math.min(...native) },
      });
    }
  } catch (error) {
    console.log(`run: SKIPPED: speed beside native Python: ${String(error)}`);
  } finally {
    await runner.close();
  }
  return figures;
}

/** Processor time, so that workers which stand back behind everybody else are not counted as slow. */
async function pyodideMs(runner: Runner, text: string): Promise<number> {
  let cpuMs = Number.NaN;
  await run(runner, text, (event) => {
    if (event.kind === 'ended') cpuMs = event.end.usage?.cpuMs ?? Number.NaN;
  });
  return cpuMs;
}

function nativeMs(text: string): number {
  const timed = `import time\nstart = time.process_time()\n${text}\nprint((time.process_time() - start) * 1000)`;
  return Number(execFileSync(python, ['-c', timed], { encoding: 'utf8' }));
}
