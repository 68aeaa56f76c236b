import { setTimeout as delay } from 'node:timers/promises';
import { check } from '../checker.ts';
import type { Scenario } from '../world.ts';

/** The database answers nobody for a while; people type on, are told nothing is saved, and nothing is lost. */
export const databaseStop: Scenario = {
  name: 'database stopped',
  atLeast: () => 30,
  async run(world) {
    const seats = await world.school.join(3);
    const crew = world.crew();
    world.man(crew, seats, 2);
    await crew.ready();
    crew.tell({ kind: 'type', everyMs: 100 });
    await delay(1000);
    const pids = world.postgresPids();
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    let untrue = 0;
    try {
      // What was answered before the stop may still be on its way.
      await delay(500);
      const before = count(crew.acknowledged());
      await delay(world.isShort ? 4_000 : 60_000);
      // A Saved while the database cannot store is a lie, whatever happens later.
      untrue = count(crew.acknowledged()) - before;
    } finally {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    }
    crew.tell({ kind: 'pause' });
    // Pauses between tries are up to five seconds.
    const verdict = await check(world, seats, crew, { healMs: 10_000 });
    return { ...verdict, lost: verdict.lost + untrue };
  },
};

function count(acknowledged: ReadonlyMap<string, readonly string[]>): number {
  let sum = 0;
  for (const words of acknowledged.values()) sum += words.length;
  return sum;
}
