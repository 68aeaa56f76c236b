import { setTimeout as delay } from 'node:timers/promises';
import { check, waitUntilSaved } from '../checker.ts';
import type { Scenario } from '../world.ts';

/** A school is connected when the server is killed; everybody comes back at once with work that it has not seen. */
export const herd: Scenario = {
  name: 'restart herd',
  atLeast: (isShort) => (isShort ? 20 : 300),
  async run(world) {
    const seats = await world.school.join(world.isShort ? 10 : 50);
    const crew = world.crew();
    world.man(crew, seats, world.isShort ? 2 : 6);
    await crew.ready();
    crew.tell({ kind: 'type', everyMs: 1000 });
    await delay(world.isShort ? 1500 : 2500);
    await world.product.kill();
    await delay(1000);
    await world.restart();
    await delay(1000);
    crew.tell({ kind: 'pause' });
    const late = await waitUntilSaved(crew, 10_000);
    const verdict = await check(world, seats, crew, { healMs: 1000 });
    return { ...verdict, stuck: verdict.stuck + late };
  },
};
