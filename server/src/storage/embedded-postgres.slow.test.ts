import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EmbeddedPostgres } from './embedded-postgres.ts';
import { readPostmaster } from './postmaster.ts';

let dataDir: string;
let postgres: EmbeddedPostgres;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'learnflow-launcher-'));
});
afterEach(async () => {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function ask(statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: postgres.url, query_timeout: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
const runs = () => readPostmaster(join(dataDir, 'postgres', 'cluster'));

test("a Postgres that breaks and then hangs is ended and started anew, and stays the server's own", async () => {
  postgres = await EmbeddedPostgres.start({ dataDir, patience: { silentMs: 1_000 } });
  const before = await runs();
  const [lock] = await ask(`select pid from pg_locks where locktype = 'advisory' and granted`);
  // Stopped first: it can neither see that a process of its own died nor take a connection.
  process.kill(before?.pid ?? 0, 'SIGSTOP');
  process.kill(lock?.['pid'] as number, 'SIGKILL');
  await expect
    .poll(() => ask('select 1 as one').catch(() => undefined), { timeout: 60_000 })
    .toEqual([{ one: 1 }]);
  expect((await runs())?.pid).not.toBe(before?.pid);
  await expect(EmbeddedPostgres.start({ dataDir })).rejects.toThrow(/already running/);
}, 90_000);
