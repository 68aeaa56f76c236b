import { setTimeout as delay } from 'node:timers/promises';
import { check } from '../checker.ts';
import { openFaultProxy } from '../fault-proxy.ts';
import type { Scenario } from '../world.ts';

/** People type through a bad line while the server is killed and stopped and connections are reset, at random. */
export const churn: Scenario = {
  name: 'churn',
  atLeast: (isShort) => (isShort ? 50 : 1000),
  async run(world) {
    const { random } = world;
    const seats = await world.school.join(world.isShort ? 3 : 5);
    const proxy = await openFaultProxy(world.product.port);
    const crew = world.crew();
    world.man(crew, seats, world.isShort ? 3 : 6, `http://127.0.0.1:${proxy.port}`);
    await crew.ready();
    crew.tell({ kind: 'type', everyMs: 60 });
    const faults: (() => Promise<void> | void)[] = [
      () => proxy.reset(0.5, random),
      () => proxy.set({ latencyMs: 5 + 60 * random(), sliceBytes: 1 + Math.floor(100 * random()) }),
      () => proxy.set({ bytesPerSecond: 20_000 }),
      () => proxy.set({ holdUp: true }),
      () => proxy.set({ holdDown: true }),
      () => proxy.set({ holdUp: true, holdDown: true }),
      async () => {
        await world.product.kill();
        await world.restart();
      },
      () => stopFor(world.product.pid, 1000 + 1500 * random()),
      () => stopFor(crew.children[0]?.pid ?? 0, 1500),
    ];
    const endAt = performance.now() + (world.isShort ? 5_000 : 60_000);
    // Every fault once in any order, then again.
    let rest: typeof faults = [];
    while (performance.now() < endAt) {
      if (rest.length === 0) rest = [...faults];
      const [fault] = rest.splice(Math.floor(random() * rest.length), 1);
      await fault?.();
      await delay(300 + 1200 * random());
      proxy.heal();
      await delay(300 * random());
    }
    crew.tell({ kind: 'pause' });
    const verdict = await check(world, seats, crew);
    await proxy.close();
    return verdict;
  },
};

async function stopFor(pid: number, ms: number): Promise<void> {
  if (pid === 0) return;
  process.kill(pid, 'SIGSTOP');
  await delay(ms);
  process.kill(pid, 'SIGCONT');
}
