import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { silentLog } from '../log.ts';
import { DatabaseUse, whileUnused } from './database-use.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const repair = () => whileUnused(database.url, () => Promise.resolve('repaired'));
const serve = () => DatabaseUse.begin(database.url, silentLog);

test('nothing is repaired while a server works with the database, and the last of several counts', async () => {
  const first = await serve();
  const second = await serve();
  await expect(repair()).rejects.toThrow(/A server works with this database\. Stop it/);
  await first.close();
  await expect(repair()).rejects.toThrow(/Stop it/);
  await second.close();
  await expect.poll(() => repair().catch(() => undefined)).toBe('repaired');
});

test('no server starts on a database that is being repaired', async () => {
  await whileUnused(database.url, async () => {
    await expect(serve()).rejects.toThrow(/being repaired/);
  });
  const server = await serve();
  await server.close();
});

const holders = async (): Promise<number[]> => {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_locks where locktype = 'advisory' and granted
      and database = (select oid from pg_database where datname = current_database())
  `.execute(database.db);
  return rows.map(({ pid }) => pid);
};

test('a server whose connection broke counts again as soon as the database is back', async () => {
  const server = await serve();
  const [before = 0] = await holders();
  await sql`select pg_terminate_backend(${before})`.execute(database.db);
  await expect
    .poll(async () => (await holders()).filter((pid) => pid !== before), { timeout: 15_000 })
    .toHaveLength(1);
  await expect(repair()).rejects.toThrow(/Stop it/);
  await server.close();
});
