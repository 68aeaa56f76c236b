import { createServer } from 'node:http';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { systemClock } from '../../../server/src/clock.ts';
import { createCollab } from '../../../server/src/collab/collab.ts';
import type { Limits } from '../../../server/src/collab/limits.ts';
import { createAccess } from '../../../server/src/room/access.service.ts';
import { openDatabase } from '../../../server/src/storage/database.ts';
import type { Guest } from '../school.ts';
import { listen, type Target } from './target.ts';

/**
 * The collaboration server as the product starts it, with rights and storing on. Made up are only the sign-ins: a cookie
 * is looked up in a map. Rates are raised, because the generator types faster than the product allows anybody to.
 */
export async function startLearnflow(task: {
  databaseUrl: string;
  guests: Guest[];
  limits: Partial<Limits>;
}): Promise<Target> {
  const { db } = openDatabase(task.databaseUrl, () => undefined);
  const callers = new Map(task.guests.map(({ cookie, caller }) => [cookie, caller]));
  const registry = new Registry();
  const collab = createCollab({
    db,
    access: createAccess({ db }),
    findCaller: ({ cookie }) => Promise.resolve(callers.get(cookie ?? '')),
    isAllowedOrigin: () => true,
    log: pino({ level: 'warn' }),
    clock: systemClock,
    registry,
    limits: {
      maxFramesPerSecond: 1_000_000,
      maxRoomFramesPerSecond: 1_000_000,
      ...task.limits,
    },
  });
  const http = createServer();
  http.on('upgrade', (request, socket, head) => collab.handleUpgrade(request, socket, head));
  return {
    port: await listen(http),
    openRooms: async () => {
      const metric = await registry.getSingleMetric('collab_rooms_open')?.get();
      return metric?.values[0]?.value ?? 0;
    },
    close: () => collab.close(),
  };
}
