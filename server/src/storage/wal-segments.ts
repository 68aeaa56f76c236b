import { readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

/** What `initdb` makes unless it is told otherwise. */
const segmentBytes = 16 * 1024 * 1024;
const segmentName = /^[0-9A-F]{24}$/;

/**
 * Gives the files of the write-ahead log their full size again. Postgres makes them in one piece; one that is shorter was
 * cut by a file system that came back from a crash. Postgres reads whole pages and would drop the page of the cut,
 * with what is still there of it; filled up with zeros, it reads as far as the log goes.
 * Never while a Postgres runs on the cluster.
 */
export async function fillSegments(cluster: string): Promise<void> {
  const folder = join(cluster, 'pg_wal');
  // Postgres itself says what is wrong with a folder that is not there.
  for (const name of await readdir(folder).catch(() => [])) {
    if (!segmentName.test(name)) continue;
    const file = join(folder, name);
    if ((await stat(file)).size < segmentBytes) await truncate(file, segmentBytes);
  }
}
