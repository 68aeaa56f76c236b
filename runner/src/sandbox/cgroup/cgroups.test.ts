import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { runProgram } from '../../../test/program.ts';
import { createRunner } from '../../index.ts';
import { findHierarchy } from './hierarchy.ts';

const hierarchy = existsSync('/usr/bin/bwrap') ? findHierarchy() : undefined;
const why = hierarchy ? '' : ' (skipped: no cgroups or no bubblewrap for us here)';
/** Groups whose share was made small. */
const standingBack = (): number =>
  (hierarchy?.roots ?? [])
    .flatMap((root) => ours().map((name) => join(root, `learnflow-${String(process.pid)}`, name)))
    .flatMap((folder) => ['cpu.shares', 'cpu.weight'].map((file) => join(folder, file)))
    .filter((file, index, all) => all.indexOf(file) === index && existsSync(file))
    .filter((file) => Number(readFileSync(file, 'utf8')) < 100).length;
const ours = (): string[] =>
  (hierarchy?.roots ?? []).flatMap((root) => {
    const home = join(root, `learnflow-${String(process.pid)}`);
    return existsSync(home) ? readdirSync(home).filter((name) => name.startsWith('run-')) : [];
  });

it.skipIf(!hierarchy)(
  `bounds the memory of all processes of a program together, names the reason, and leaves no group${why}`,
  async () => {
    const runner = await createRunner({ driver: 'bubblewrap' });
    expect(runner.report().details).toMatchObject({ memory: 'exact', cpuShare: true });
    // Each stays below the limit of one process; only together they are too many.
    const program = `import os
for number in range(12):
    if os.fork() == 0:
        break
block = b'x' * 40_000_000
os.wait() if block and number == 11 else None
input()`;
    const runs = await Promise.all([1, 2].map(() => runProgram(runner, program)));
    for (const run of runs) expect(run.end).toMatchObject({ reason: 'memory' });
    expect((await runProgram(runner, 'print(1)')).end.reason).toBe('finished');
    expect(ours().length).toBeGreaterThan(0);
    await runner.close();
    expect(ours()).toEqual([]);
  },
  60_000,
);

it.skipIf(!hierarchy)(
  `lets a program reserve addresses it does not use, and still tells one that wants too much where it was${why}`,
  async () => {
    const runner = await createRunner({ driver: 'bubblewrap' });
    const reserve = `import mmap
only = mmap.mmap(-1, 600 * 2**20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ)
print(len(only) // 2**20)`;
    expect((await runProgram(runner, reserve)).out).toBe('600\n');
    const greedy = await runProgram(runner, 'x = 1\ny = b"x" * 400_000_000');
    expect(greedy.end).toMatchObject({
      reason: 'memory',
      error: { type: 'MemoryError', line: 2 },
    });
    await runner.close();
  },
  60_000,
);

it.skipIf(!hierarchy)(`gives a group that was used before more memory than it had${why}`, () => {
  if (hierarchy === undefined) expect.fail();
  const home = `learnflow-${String(process.pid)}-limits`;
  hierarchy.makeHome(home);
  hierarchy.make(`${home}/run-1`);
  const limits = (): string[] =>
    hierarchy.roots
      .flatMap((root) =>
        ['memory.limit_in_bytes', 'memory.memsw.limit_in_bytes', 'memory.max'].map((file) =>
          join(root, home, 'run-1', file),
        ),
      )
      .filter((file) => existsSync(file))
      .map((file) => readFileSync(file, 'utf8').trim());
  for (const bytes of [64, 256, 32].map((mebibytes) => mebibytes * 1024 * 1024)) {
    hierarchy.setMemory(`${home}/run-1`, bytes);
    expect(new Set(limits())).toEqual(new Set([String(bytes)]));
  }
  expect(hierarchy.remove(`${home}/run-1`)).toBe(true);
  expect(hierarchy.remove(home)).toBe(true);
});

it.skipIf(!hierarchy)(
  `leaves a program that has just started its share beside four that never end${why}`,
  async () => {
    const runner = await createRunner({ driver: 'bubblewrap', slots: 6 });
    const work = 'sum(i * i for i in range(2_000_000))\nprint(1)';
    const quickest = async (): Promise<number> => {
      let best = Infinity;
      for (let count = 0; count < 3; count += 1) {
        const run = await runProgram(runner, work, { limits: { wallMs: 60_000 } });
        expect(run.end.reason).toBe('finished');
        best = Math.min(best, run.tookMs);
      }
      return best;
    };
    const alone = await quickest();
    const handles: { stop(): void }[] = [];
    const bomb = 'import os\nprint("go", flush=True)\nos.fork()\nos.fork()\nwhile True: pass';
    const attackers = [1, 2, 3, 4].map(() =>
      runProgram(runner, bomb, {
        limits: { cpuMs: 600_000, wallMs: 100_000 },
        on: (event, handle) => {
          if (event.kind === 'output') handles.push(handle);
        },
      }),
    );
    // Until they have had their fair time they have their share.
    await expect.poll(standingBack, { timeout: 60_000 }).toBe(4);
    const beside = await quickest();
    for (const handle of handles) handle.stop();
    await Promise.all(attackers);
    await runner.close();
    // 16 busy processes on two cores would leave it an eighth; a machine that does other work too is allowed for.
    expect(beside / alone).toBeLessThan(5);
  },
  120_000,
);
