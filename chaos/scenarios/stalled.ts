import { setTimeout as delay } from 'node:timers/promises';
import { check } from '../checker.ts';
import type { Scenario } from '../world.ts';

/** Laptops are closed in the middle of a lesson: processes that read nothing for a while, and come back. */
export const stalled: Scenario = {
  name: 'stalled readers',
  atLeast: () => 50,
  async run(world) {
    const seats = await world.school.join(3);
    const sleepers = world.crew();
    world.man(sleepers, seats, world.isShort ? 1 : 4);
    const typists = world.crew();
    world.man(typists, seats, 2);
    await Promise.all([sleepers.ready(), typists.ready()]);
    for (const child of sleepers.children) child.kill('SIGSTOP');
    typists.tell({ kind: 'type', everyMs: 20 });
    // Longer than the server waits for a sign of life in the long form.
    await delay(world.isShort ? 2000 : 32_000);
    typists.tell({ kind: 'pause' });
    const awake = await check(world, seats, typists);
    for (const child of sleepers.children) child.kill('SIGCONT');
    sleepers.tell({ kind: 'type', everyMs: 100 });
    await delay(2000);
    sleepers.tell({ kind: 'pause' });
    const all = await check(world, seats, sleepers);
    return {
      acknowledged: awake.acknowledged + all.acknowledged,
      lost: awake.lost + all.lost,
      doubled: all.doubled,
      diverged: awake.diverged + all.diverged,
      stuck: awake.stuck + all.stuck,
    };
  },
};
