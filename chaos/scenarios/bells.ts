import { setTimeout as delay } from 'node:timers/promises';
import { check } from '../checker.ts';
import type { Scenario } from '../world.ts';

/** The bell rings: server and clients are killed in the same moment, so nobody is left who could send anything again. */
export const bells: Scenario = {
  name: 'bells',
  atLeast: (isShort) => (isShort ? 100 : 10_000),
  async run(world) {
    const rounds = world.isShort ? 2 : 20;
    const seats = await world.school.join(world.isShort ? 3 : 5);
    const crew = world.crew();
    for (let round = 0; round < rounds; round++) {
      world.man(crew, seats, world.isShort ? 2 : 3);
      await crew.ready();
      crew.tell({ kind: 'type', everyMs: 20 });
      await delay(1000 + 1000 * world.random());
      await Promise.all([world.product.kill(), crew.kill()]);
      await world.restart();
    }
    return check(world, seats, crew);
  },
};
