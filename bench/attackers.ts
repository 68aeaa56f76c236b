/** How long honest programs take while four attackers are at work, beside the same programs alone in the same session. */
import { createExecutor } from '../runner/src/index.ts';
import { defaultRunLimits, type RunHandle, type Runner } from '../shared/src/run.ts';
import { pause, repeat, run } from './programs.ts';
import { type Figure, percentile } from './report.ts';

const rounds = 12;
const settleMs = 2_500;

/** About a tenth of a second of work, then one line. */
const honest = 'print(sum(n * n % 7 for n in range(700_000)))';

const attackers = {
  'fork bomb': 'import os\nwhile True:\n    try: os.fork()\n    except OSError: pass',
  'endless loop': 'while True: pass',
  'memory bomb':
    'while True:\n    x = []\n    try:\n        while True: x.append(bytearray(10**6))\n    except MemoryError: pass',
  'flood of output': 'while True: print("x" * 200)',
};

/** Keeps one of each attacker going until `stop` is called. */
function attack(runner: Runner): { stop(): Promise<void> } {
  let isOver = false;
  const handles = new Set<RunHandle>();
  const all = Object.entries(attackers).map(async ([person, text]) => {
    for (let round = 0; !isOver; round += 1) {
      await new Promise<void>((resolve) => {
        const handle = runner.run(
          {
            ...{ runId: `${person} ${round}`, entry: 'main.py' },
            files: [{ name: 'main.py', text }],
            limits: defaultRunLimits,
            by: { person, group: 'class' },
          },
          {
            event(event) {
              if (event.kind !== 'ended') return;
              handles.delete(handle);
              resolve();
            },
          },
        );
        handles.add(handle);
      });
      // Whoever presses Run again needs a moment, too.
      await pause(200);
    }
  });
  return {
    async stop() {
      isOver = true;
      for (const handle of handles) handle.stop();
      await Promise.all(all);
    },
  };
}

export async function benchAttackers(): Promise<Figure[]> {
  const runner = await createExecutor({ driver: 'auto', environment: { PATH: '/usr/bin:/bin' } });
  const { driver, details } = runner.report();
  try {
    const by = { person: 'somebody honest', group: 'class' };
    const measure = (): Promise<number[]> =>
      repeat(rounds, async () => {
        const timing = await run(runner, honest, undefined, by);
        if (timing.reason !== 'finished') throw new Error(`honest work ended as ${timing.reason}`);
        return timing.endMs;
      });
    await measure();
    const alone = await measure();
    const attacking = attack(runner);
    await pause(settleMs);
    const beside = await measure();
    await attacking.stop();
    const began = performance.now();
    await run(runner, 'print(1)', undefined, by);
    const next = performance.now() - began;
    const where = `${driver}, cgroups ${details?.cgroup ?? 'none'}`;
    return [
      {
        ...{ name: `an honest program beside four attackers (${where}), p50`, unit: 'ms' },
        value: percentile(beside, 0.5),
        against: { what: 'alone', value: percentile(alone, 0.5) },
        aim: { most: 2, ofRatio: true },
      },
      {
        ...{ name: `an honest program beside four attackers (${where}), p95`, unit: 'ms' },
        value: percentile(beside, 0.95),
        against: { what: 'alone', value: percentile(alone, 0.95) },
      },
      {
        ...{ name: 'the next program after the attackers were stopped', value: next, unit: 'ms' },
        aim: { most: 1_000 },
      },
    ];
  } finally {
    await runner.close();
  }
}
