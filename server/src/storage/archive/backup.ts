import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { ArchiveWriter } from './archive-file.ts';
import { copyOut } from './copy.ts';
import { sessionSecretFile } from './secret.ts';
import { listMigrations, listSequences, listTables, quoted } from './tables.ts';
import { type LogReport, verifyLog } from './verify-log.ts';
import { StartError } from '../../start-error.ts';

export interface BackupReport extends LogReport {
  path: string;
  sizeBytes: number;
}

/** Rows are written in records of at least this size. */
const recordBytes = 256 * 1024;

/**
 * Writes everything into one file while people go on working: one read-only transaction sees the database as it is at
 * its first question, however long the rest takes, and holds up nobody. Every row is compared with its checksum on the
 * way; damage does not stop the backup, because what is left is worth keeping, but it is reported.
 * @param url  the database; `dataDir` is where the secret is
 */
export async function backUp(options: {
  url: string;
  dataDir: string;
  path: string;
}): Promise<BackupReport> {
  const { url, dataDir, path } = options;
  const writer = await ArchiveWriter.create(path);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('begin isolation level repeatable read, read only');
    const migrations = await listMigrations(client);
    if (!migrations) throw new StartError('There is nothing of LearnFlow in this database yet.');
    const { rows } = await client.query<{ now: Date }>('select now()');
    const secret = await readFile(join(dataDir, sessionSecretFile), 'utf8').catch(() => undefined);
    await writer.add({
      kind: 'head',
      head: {
        madeAt: (rows[0]?.now ?? new Date(0)).toISOString(),
        migrations,
        files: secret === undefined ? {} : { [sessionSecretFile]: secret },
      },
    });
    for (const table of await listTables(client)) {
      await writer.add({ kind: 'table', table });
      const columns = table.columns.map(quoted).join(', ');
      const rowsOut = copyOut(
        client,
        `copy ${quoted(table.name)} (${columns}) to stdout (format binary)`,
      );
      for await (const bytes of inRecords(rowsOut)) await writer.add({ kind: 'rows', bytes });
    }
    const report = await verifyLog(client);
    const sequences = await listSequences(client);
    const { digests: rooms, updates } = report;
    await writer.add({ kind: 'end', end: { sequences, rooms, updates } });
    const sizeBytes = await writer.finish();
    return { ...report, path, sizeBytes };
  } catch (error) {
    await writer.discard();
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
      throw new StartError(`There is no space for ${path}. Choose a disk with more room.`);
    }
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function* inRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    bytes += chunk.byteLength;
    if (bytes < recordBytes) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
