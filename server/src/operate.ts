/**
 * What an operator does beside the server: back up, restore, verify, compact. Works on the data folder of a running server
 * (over its database) and of a stopped one (whose database is started for it), or on `DATABASE_URL`.
 */
import { existsSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { systemClock } from './clock.ts';
import { readConfig } from './config.ts';
import { openDataFolder } from './data-folder.ts';
import { compactOldRooms } from './history/compact-rooms.ts';
import { StartError } from './start-error.ts';
import { checkArchive } from './storage/archive/archive-file.ts';
import { backUp } from './storage/archive/backup.ts';
import { noteBackup } from './storage/archive/last-backup.ts';
import { openArchive, refuseNonEmpty, restore } from './storage/archive/restore.ts';
import { unfinishedFile, unfinishedRepairFile } from './storage/archive/secret.ts';
import { type LogReport, verifyLog } from './storage/archive/verify-log.ts';
import { openStorage } from './storage/connect.ts';
import { explainDamage } from './storage/damaged-files.ts';
import { whileUnused } from './storage/database-use.ts';
import { openDatabase } from './storage/database.ts';
import { EmbeddedPostgres } from './storage/embedded-postgres.ts';
import { rewriteTables } from './storage/rewrite-tables.ts';
import { createLog } from './log.ts';

const usage = `Usage:
  learnflow start                                 starts the server (the same as npm start)
  learnflow backup [--out FILE] [--data DIR]      writes everything into one file, also while the server runs
  learnflow restore FILE --data DIR               fills a new data folder from a backup
  learnflow verify [FILE] [--data DIR]            compares what is stored (or a backup) with its checksums
  learnflow verify --repair [--data DIR]          the same, after everything readable was written anew; stop the server first
  learnflow compact [--data DIR]                  merges the typing of old lessons now
With DATABASE_URL set, that database is meant; --data then only holds the secret of the sessions.
`;

interface Place {
  dataDir: string;
  databaseUrl: string | undefined;
}

await main().catch((error: unknown) => {
  const said = error instanceof StartError ? error.message : sayFailure(error);
  process.stderr.write(`${said}\n`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const { command, file, data, out, repair } = readArguments(process.argv.slice(2));
  const { dataDir, databaseUrl } = readConfig(data === undefined ? [] : ['--data', data]);
  const place = { dataDir, databaseUrl };
  switch (command) {
    case 'backup':
      return runBackup(place, resolve(out ?? file ?? defaultName()));
    case 'restore':
      if (file === undefined || data === undefined) throw new StartError(usage);
      return runRestore(place, resolve(file));
    case 'verify':
      if (file === undefined) return runVerify(place, repair);
      await checkArchive(resolve(file));
      return say(`${file} is whole.`);
    case 'compact':
      return runCompact(place);
    default:
      throw new StartError(usage);
  }
}

function readArguments(args: string[]) {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        out: { type: 'string' },
        repair: { type: 'boolean', default: false },
      },
    });
    const [command, file, ...more] = positionals;
    if (more.length > 0) throw new Error('too many words');
    return { command, file, ...values };
  } catch {
    throw new StartError(usage);
  }
}

async function runBackup(place: Place, path: string): Promise<void> {
  const startedAt = performance.now();
  await withDatabase(place, async (url) => {
    const report = await backUp({ url, dataDir: place.dataDir, path });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    const size = (report.sizeBytes / 1e6).toFixed(1);
    say(`${path}: ${count(report)}, ${size} MB, in ${seconds} s.`);
    await noteBackup(place.dataDir, {
      at: systemClock.now(),
      sizeBytes: report.sizeBytes,
      damaged: report.damage.length,
    }).catch((error: unknown) => say(`The server page will not show it: ${String(error)}.`));
    tellDamage(report);
  });
}

async function runRestore(place: Place, path: string): Promise<void> {
  const { dataDir, databaseUrl } = place;
  const head = await openArchive(path);
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0) {
    throw new StartError(
      `${dataDir} is not empty. Restore into a new folder, so that nothing is overwritten.`,
    );
  }
  if (databaseUrl !== undefined) await refuseNonEmpty(databaseUrl);
  await openDataFolder(dataDir);
  const mark = join(dataDir, unfinishedFile);
  await writeFile(mark, '');
  const embedded =
    databaseUrl === undefined ? await EmbeddedPostgres.start({ dataDir }) : undefined;
  try {
    const url = databaseUrl ?? embedded?.url ?? '';
    const report = await restore({ path, head, url, dataDir });
    await rm(mark);
    say(`${dataDir} holds ${count(report)}, as of ${report.madeAt}. Start with --data ${dataDir}.`);
    tellDamage(report);
  } finally {
    await embedded?.stop();
  }
}

async function runVerify(place: Place, isRepair: boolean): Promise<void> {
  if (isRepair && (await EmbeddedPostgres.findRunning(place.dataDir)) !== undefined) {
    throw new StartError('The server is running. Stop it, then repair.');
  }
  await withDatabase(place, async (url) => {
    if (isRepair) await whileUnused(url, (client) => runRepair(place.dataDir, client));
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query('begin isolation level repeatable read, read only');
      const report = await verifyLog(client);
      say(
        `${count(report)} read; ${report.damage.length} damaged, ${report.unchecked} without a checksum.`,
      );
      tellDamage(report);
    } finally {
      await client.end();
    }
  });
}

async function runRepair(dataDir: string, client: pg.Client): Promise<void> {
  const mark = join(dataDir, unfinishedRepairFile);
  await writeFile(mark, '');
  await rewriteTables(client, say);
  await rm(mark);
}

async function runCompact(place: Place): Promise<void> {
  await withDatabase(place, async (url) => {
    const { db, close } = openDatabase(url, () => undefined);
    const log = createLog({ target: 'stdout', level: 'warn', dataDir: place.dataDir });
    try {
      const { rooms, before, after } = await compactOldRooms({
        db,
        log,
        clock: systemClock,
        isOpen: () => false,
      });
      say(`${rooms} rooms of old lessons: ${before} updates became ${after}.`);
    } finally {
      await close();
    }
  });
}

/** Works with the database that runs, or starts the embedded one for it. */
async function withDatabase(
  { dataDir, databaseUrl }: Place,
  work: (url: string) => Promise<void>,
): Promise<void> {
  if (databaseUrl !== undefined) return work(databaseUrl);
  if (!existsSync(join(dataDir, 'postgres.password'))) {
    throw new StartError(`There is no data of LearnFlow in ${dataDir}. Say which with --data.`);
  }
  const running = await EmbeddedPostgres.findRunning(dataDir);
  if (running !== undefined) return work(running);
  const log = createLog({ target: 'file', level: 'info', dataDir });
  const storage = await openStorage({ databaseUrl, dataDir, log });
  try {
    await work(storage.url);
  } finally {
    await storage.close();
    await storage.embedded?.stop();
  }
}

function tellDamage({ damage }: LogReport): void {
  if (damage.length === 0) return;
  process.exitCode = 2;
  const lines = damage
    .slice(0, 50)
    .map(({ roomId, seq, what }) =>
      what === 'snapshot'
        ? `  room ${roomId}: its snapshot; it is made again from the log`
        : `  room ${roomId}: update ${seq}`,
    );
  say(
    `Damaged pieces of history: ${damage.length}. The rest reads back as it was stored.\n${lines.join('\n')}`,
  );
}

/** The database's own words about files it cannot read, with what to do. */
function sayFailure(error: unknown): string {
  const damage = explainDamage(error);
  if (damage) return damage.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function count({ rooms, updates }: LogReport): string {
  return `${rooms} rooms with ${updates} updates`;
}

function defaultName(): string {
  return `learnflow-${new Date().toISOString().slice(0, 16).replace('T', '-').replace(':', '')}.backup`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
