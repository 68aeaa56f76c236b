import { expect, it } from 'vitest';

import { runProgram } from '../test/program.ts';
import { createRunner } from './index.ts';

it('refuses every run, with the reason, where running is switched off', async () => {
  const runner = await createRunner({ driver: 'none' });
  expect(runner.report()).toMatchObject({ driver: 'none', available: false });
  const run = await runProgram(runner, 'print(1)');
  expect(run.end).toMatchObject({
    reason: 'refused',
    message: 'Running programs is switched off on this server.',
  });
  await runner.close();
});

it('takes the strongest sandbox of the machine by itself, and keeps runs beyond its places in line', async () => {
  const runner = await createRunner({ driver: 'auto', slots: 1 });
  if (!runner.report().available) return;
  const order: string[] = [];
  const run = (name: string): Promise<unknown> =>
    new Promise((resolve) => {
      const handle = runner.run(
        {
          runId: name,
          files: [{ name: 'main.py', text: name === 'c' ? 'while True: pass' : 'print(1)' }],
          entry: 'main.py',
          limits: {
            cpuMs: 5_000,
            wallMs: 5_000,
            idleMs: 5_000,
            memoryBytes: 128 * 1024 * 1024,
            outputBytes: 100_000,
            processes: 8,
            diskBytes: 20 * 1024 * 1024,
          },
        },
        {
          event: (event) => {
            if (event.kind !== 'ended') return;
            order.push(`${name} ${event.end.reason}`);
            resolve(undefined);
          },
          queued: (place) => {
            order.push(`${name} is ${String(place)}`);
            if (name === 'c' && place === 1) handle.stop();
          },
        },
      );
    });
  await Promise.all([run('a'), run('b'), run('c'), run('d')]);
  expect(order).toEqual([
    'b is 1',
    'c is 2',
    'd is 3',
    'a finished',
    'c is 1',
    'd is 1',
    'c stopped',
    'b finished',
    'd finished',
  ]);
  await runner.close();
}, 30_000);

it('lets others in while a program waits for an answer or computes for long', async () => {
  const runner = await createRunner({ driver: 'auto', slots: 1 });
  if (!runner.report().available) return;
  for (const slow of ['print("go")\ninput()', 'print("go", flush=True)\nwhile True: pass']) {
    let isOver = false;
    let stop: () => void = () => undefined;
    const going = Promise.withResolvers<void>();
    const first = runProgram(runner, slow, {
      limits: { cpuMs: 60_000, wallMs: 60_000, idleMs: 60_000 },
      on: (event, handle) => {
        stop = () => handle.stop();
        if (event.kind === 'output') going.resolve();
        if (event.kind === 'ended') isOver = true;
      },
    });
    await going.promise;
    const second = await runProgram(runner, 'print("quick")', { limits: { wallMs: 60_000 } });
    expect(second.out).toBe('quick\n');
    expect(isOver).toBe(false);
    stop();
    expect((await first).end.reason).toBe('stopped');
  }
  await runner.close();
}, 90_000);
