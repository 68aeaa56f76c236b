import { agents } from '@learnflow/agents';
import { readdirSync } from 'node:fs';
import { assemble } from '../../server/src/assemble.ts';
import { Closers } from '../../server/src/closers.ts';
import { Config } from '../../server/src/config.ts';
import { listen } from '../../server/src/listen.ts';
import { silentLog } from '../../server/src/log.ts';
import { noRunner } from '../../server/test/border/product.ts';
import { openDatabase } from '../../server/src/storage/database.ts';

/** The whole product in a process of its own, without programs; it answers what it holds at the moment. */

export interface ServerTask {
  databaseUrl: string;
  dataDir: string;
  secret: string;
}
/** What the process holds after a collection. */
export interface Holding {
  residentBytes: number;
  heapBytes: number;
  /** Open files and sockets. */
  descriptors: number;
  /** Timers that keep the process alive. */
  timers: number;
}

const collectGarbage = (globalThis as { gc?: () => void }).gc;

process.on('message', (order: { start: ServerTask } | 'look') => {
  if (order !== 'look') void start(order.start);
  else {
    for (let n = 0; n < 3; n++) collectGarbage?.();
    process.send?.(look());
  }
});
process.on('disconnect', () => process.exit());

async function start({ databaseUrl, dataDir, secret }: ServerTask): Promise<void> {
  const { db } = openDatabase(databaseUrl, () => undefined);
  const config = Config.parse({ dataDir, coursesDir: dataDir, authSecret: secret });
  const { server } = await assemble({
    agents,
    ...{ config, db, runner: noRunner(), log: silentLog, closers: new Closers() },
    addresses: () => undefined,
  });
  process.send?.({ port: await listen(server, 0, '127.0.0.1') });
}

function look(): Holding {
  const { rss, heapUsed, external } = process.memoryUsage();
  return {
    residentBytes: rss,
    heapBytes: heapUsed + external,
    descriptors: readdirSync('/proc/self/fd').length,
    timers: process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length,
  };
}
