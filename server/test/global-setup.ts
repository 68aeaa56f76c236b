import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../src/storage/database.ts';
import { EmbeddedPostgres } from '../src/storage/embedded-postgres.ts';
import { migrate } from '../src/storage/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the run's Postgres; tests clone `templateDatabase` of it. */
    postgresUrl: string;
  }
}

const prefix = 'learnflow-test-';
/** Migrated once; every test database is a copy of it. */
const templateDatabase = 'learnflow_template';

/** One embedded Postgres for the whole run, without fsync: its data is thrown away afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const dataDir = await mkdtemp(join(tmpdir(), prefix));
  await writeFile(join(dataDir, 'pid'), String(process.pid));
  const postgres = await EmbeddedPostgres.start({
    dataDir,
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '300' },
  });
  const admin = new pg.Client(postgres.url);
  await admin.connect();
  await admin.query(`create database ${templateDatabase}`);
  await admin.end();
  const url = new URL(postgres.url);
  url.pathname = `/${templateDatabase}`;
  const template = openDatabase(url.href, () => undefined);
  await migrate(template.db);
  await template.close();
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** A run that was killed leaves its Postgres behind: start on its data once more, which stops that one, and clear up. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const dataDir = join(tmpdir(), name);
    const pid = Number(await readFile(join(dataDir, 'pid'), 'utf8').catch(() => ''));
    if (!pid || isAlive(pid)) continue;
    const left = await EmbeddedPostgres.start({ dataDir }).catch(() => undefined);
    await left?.stop();
    await rm(dataDir, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
