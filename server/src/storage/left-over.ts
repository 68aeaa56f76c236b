import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from '../start-error.ts';
import { connectToCluster, inUse, tryClusterLock } from './cluster-lock.ts';
import { stopCluster } from './cluster.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import type { PostgresHome } from './postgres-home.ts';
import { findPostgres, listBackends, postmasterFile, readPostmaster } from './postmaster.ts';

const clearWithinMs = 60_000;

/**
 * Stops a Postgres that a killed server left running, and removes the mark that a killed Postgres left behind.
 * @throws StartError when a server works with it, or when it neither answers nor ends
 */
export async function clearLeftOver(binaries: PostgresBinaries, home: PostgresHome): Promise<void> {
  const deadline = Date.now() + clearWithinMs;
  for (;;) {
    const running = await readPostmaster(home.cluster);
    if (!running) return;
    const found = await findPostgres(running.pid);
    if (found !== 'running' && (await listBackends(home.cluster)).length === 0) {
      // Postgres itself replaces the mark of a process that is gone; only a number in use again confuses it.
      if (found === 'stale') await rm(postmasterFile(home.cluster), { force: true });
      return;
    }
    if (found === 'running' && running.ready && (await stopOrphan(binaries, home, running.port))) {
      continue;
    }
    if (Date.now() > deadline) {
      throw new StartError(
        `A Postgres (process ${running.pid}) holds the data folder ${home.dataDir} and does not answer. Stop that process, then start again.`,
      );
    }
    await delay(50);
  }
}

/** @returns false when it does not answer yet. @throws StartError when a server works with it */
async function stopOrphan(
  binaries: PostgresBinaries,
  home: PostgresHome,
  port: number,
): Promise<boolean> {
  const client = await connectToCluster(home, port).catch(() => undefined);
  if (!client) return false;
  const left = await tryClusterLock(client).catch(() => undefined);
  if (left) await stopCluster(binaries, home);
  await client.end().catch(() => undefined);
  if (left === false) throw inUse(home.dataDir);
  return left === true;
}
