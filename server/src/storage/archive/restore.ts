import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { StartError } from '../../start-error.ts';
import { openDatabase } from '../database.ts';
import { knownMigrations, migrate } from '../migrate.ts';
import {
  type ArchiveEnd,
  type ArchiveHead,
  type ArchiveRecord,
  type ArchiveTable,
  checkArchive,
  readArchive,
} from './archive-file.ts';
import { copyIn } from './copy.ts';
import { listTables, quoted } from './tables.ts';
import { type LogReport, verifyLog } from './verify-log.ts';

export interface RestoreReport extends LogReport {
  /** ISO time of the moment that was restored. */
  madeAt: string;
}

/**
 * Looks whether a file can be restored here, without touching anything.
 * @throws StartError when it is damaged, no backup, or of a newer version
 */
export async function openArchive(path: string): Promise<ArchiveHead> {
  await checkArchive(path);
  for await (const record of readArchive(path)) {
    if (record.kind !== 'head') break;
    const unknown = record.head.migrations.find((name) => !knownMigrations.includes(name));
    if (unknown !== undefined) {
      throw new StartError(
        `The backup was made by a newer LearnFlow (its schema has ${unknown}). Update this one first.`,
      );
    }
    return record.head;
  }
  throw new StartError(`${path} is no backup of LearnFlow.`);
}

/** @throws StartError when the database has tables already */
export async function refuseNonEmpty(url: string): Promise<void> {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query(
      `select 1 from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' limit 1`,
    );
    if (rowCount) {
      throw new StartError(
        'The database is not empty. Restore into an empty one, so that nothing is overwritten.',
      );
    }
  } finally {
    await client.end();
  }
}

/**
 * Fills an empty database from a file that `openArchive` has found good:
 *  1. the schema as it was when the backup was made;
 *  2. all rows in one transaction, and each room's log compared with the digest in the file;
 *  3. the schema brought up to date;
 *  4. an open `server_run`: clients know what was written after the backup, as after a server that was killed.
 * @throws StartError when a room does not read back as it was
 */
export async function restore(options: {
  path: string;
  head: ArchiveHead;
  url: string;
  dataDir: string;
}): Promise<RestoreReport> {
  const { path, head, url, dataDir } = options;
  const { db, close } = openDatabase(url, () => undefined);
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  try {
    await migrate(db, head.migrations.at(-1));
    await client.connect();
    await client.query('begin');
    const end = await fill(client, path);
    const report = await verifyLog(client);
    compare(report, end);
    await client.query('commit');
    await migrate(db);
    await db
      .insertInto('server_run')
      .values({ began_at: new Date(head.madeAt), ended_at: null })
      .execute();
    for (const [name, content] of Object.entries(head.files)) {
      await writeFile(join(dataDir, name), content, { mode: 0o600, flag: 'wx' });
    }
    return { ...report, madeAt: head.madeAt };
  } finally {
    await client.end().catch(() => undefined);
    await close();
  }
}

async function fill(client: pg.Client, path: string): Promise<ArchiveEnd> {
  // Some migrations bring rows of their own; the file has those too.
  const names = (await listTables(client)).map(({ name }) => quoted(name));
  await client.query(`truncate ${names.join(', ')}`);
  const records = readArchive(path)[Symbol.asyncIterator]();
  let record = await next(records);
  while (record) {
    switch (record.kind) {
      case 'head':
        record = await next(records);
        break;
      case 'table':
        record = await fillTable(client, record.table, records);
        break;
      case 'end':
        await setSequences(client, record.end);
        return record.end;
      case 'rows':
        throw new Error('Rows without a table');
    }
  }
  throw new StartError(`The backup ${path} has no end. Use another copy.`);
}

/** @returns the first record that does not belong to the table any more */
async function fillTable(
  client: pg.Client,
  { name, columns }: ArchiveTable,
  records: AsyncIterator<ArchiveRecord>,
): Promise<ArchiveRecord | undefined> {
  let after: ArchiveRecord | undefined;
  async function* rows(): AsyncGenerator<Buffer> {
    for (let record = await next(records); record; record = await next(records)) {
      if (record.kind !== 'rows') {
        after = record;
        return;
      }
      yield record.bytes;
    }
  }
  const list = columns.map(quoted).join(', ');
  await copyIn(client, `copy ${quoted(name)} (${list}) from stdin (format binary)`, rows());
  return after;
}

async function setSequences(client: pg.Client, { sequences }: ArchiveEnd): Promise<void> {
  for (const { table, column, last } of sequences) {
    // A backup may see fewer rows than numbers were handed out, never more.
    await client.query('select setval(pg_get_serial_sequence($1, $2), $3::bigint)', [
      quoted(table),
      column,
      last,
    ]);
  }
}

function compare(report: LogReport, end: ArchiveEnd): void {
  const rooms = new Set([...Object.keys(report.digests), ...Object.keys(end.rooms)]);
  for (const id of rooms) {
    if (report.digests[id] !== end.rooms[id]) {
      throw new StartError(`Room ${id} does not read back as it was; nothing was restored.`);
    }
  }
}

async function next(records: AsyncIterator<ArchiveRecord>): Promise<ArchiveRecord | undefined> {
  const { value, done } = await records.next();
  return done ? undefined : (value as ArchiveRecord);
}
