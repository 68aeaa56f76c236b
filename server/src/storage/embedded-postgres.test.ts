import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StartError } from '../start-error.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';
import { findPostgres, readPostmaster } from './postmaster.ts';

let dataDir: string;
const started: EmbeddedPostgres[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'learnflow-launcher-'));
});
afterEach(async () => {
  for (const postgres of started.splice(0)) await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await EmbeddedPostgres.start({ dataDir });
  started.push(postgres);
  return postgres;
}
async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  return client.query(statement).then(
    async ({ rows }) => {
      await client.end();
      return rows as Record<string, unknown>[];
    },
    async (error: unknown) => {
      await client.end();
      throw error;
    },
  );
}
const cluster = () => join(dataDir, 'postgres', 'cluster');

test('keeps what was written over a stop and a start, on this machine only', async () => {
  const first = await start();
  await ask(first.url, 'create table note (body text)');
  await ask(first.url, `insert into note values ('kept')`);
  expect(await ask(first.url, 'show listen_addresses')).toEqual([
    { listen_addresses: '127.0.0.1' },
  ]);
  expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600);
  await first.stop();
  expect(await readPostmaster(cluster())).toBeUndefined();

  const second = await start();
  expect(await ask(second.url, 'select body from note')).toEqual([{ body: 'kept' }]);
});

test('refuses a connection without the password', async () => {
  const url = new URL((await start()).url);
  url.password = 'guess';
  await expect(ask(url.href, 'select 1')).rejects.toThrow(/password/);
});

test('a second start on the same data is refused in one sentence and leaves the first alone', async () => {
  const first = await start();
  await expect(EmbeddedPostgres.start({ dataDir })).rejects.toThrow(StartError);
  await expect(EmbeddedPostgres.start({ dataDir })).rejects.toThrow(/already running.*--data/);
  expect(await ask(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('two first starts at the same time: one runs, one is refused', async () => {
  const results = await Promise.allSettled([
    EmbeddedPostgres.start({ dataDir }),
    EmbeddedPostgres.start({ dataDir }),
  ]);
  const running = results.flatMap((result) =>
    result.status === 'fulfilled' ? [result.value] : [],
  );
  started.push(...running);
  expect(running).toHaveLength(1);
  expect(await ask(running[0]?.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('after a kill -9 of the server, the next start stops the Postgres left over and finds every committed row', async () => {
  const server = fork(new URL('./embedded-postgres.fixture.ts', import.meta.url), [dataDir]);
  const [url] = (await once(server, 'message')) as [string];
  await ask(url, 'create table note (body text)');
  await ask(url, `insert into note values ('committed')`);
  const orphan = await readPostmaster(cluster());
  server.kill('SIGKILL');
  await once(server, 'exit');
  expect(await findPostgres(orphan?.pid ?? 0)).toBe('running');

  const next = await start();
  expect(await ask(next.url, 'select body from note')).toEqual([{ body: 'committed' }]);
  expect((await readPostmaster(cluster()))?.pid).not.toBe(orphan?.pid);
});

test('after a kill -9 of both, the next start recovers', async () => {
  const server = fork(new URL('./embedded-postgres.fixture.ts', import.meta.url), [dataDir]);
  const [url] = (await once(server, 'message')) as [string];
  await ask(url, 'create table note (body text)');
  const left = await readPostmaster(cluster());
  server.kill('SIGKILL');
  process.kill(left?.pid ?? 0, 'SIGKILL');
  await once(server, 'exit');

  const next = await start();
  expect(await ask(next.url, 'select count(*)::int as n from note')).toEqual([{ n: 0 }]);
});

test('a Postgres that dies is started again at the same address', async () => {
  const postgres = await start();
  const before = await readPostmaster(cluster());
  process.kill(before?.pid ?? 0, 'SIGKILL');
  await expect
    .poll(() => ask(postgres.url, 'select 1 as one').catch(() => undefined), { timeout: 15_000 })
    .toEqual([{ one: 1 }]);
});

test('a Postgres that begins anew by itself is locked again, so that no second start takes it for left over', async () => {
  const crashes: unknown[] = [];
  const postgres = await EmbeddedPostgres.start({ dataDir, onCrash: (code) => crashes.push(code) });
  started.push(postgres);
  const before = await readPostmaster(cluster());
  const [writer] = await ask(
    postgres.url,
    `select pid from pg_stat_activity where backend_type = 'background writer'`,
  );
  process.kill(writer?.['pid'] as number, 'SIGKILL');
  const locks = () =>
    ask(postgres.url, `select 1 as one from pg_locks where locktype = 'advisory' and granted`);
  await expect.poll(() => crashes.length, { timeout: 15_000 }).toBe(1);
  await expect.poll(() => locks().catch(() => undefined), { timeout: 30_000 }).toHaveLength(1);
  expect((await readPostmaster(cluster()))?.pid).toBe(before?.pid);
  await expect(EmbeddedPostgres.start({ dataDir })).rejects.toThrow(/already running/);
}, 60_000);

test('a Postgres that can no longer start is given up in one sentence', async () => {
  let lost: StartError | undefined;
  const postgres = await EmbeddedPostgres.start({
    dataDir,
    patience: { giveUpMs: 1_500 },
    onLost: (error) => (lost = error),
  });
  started.push(postgres);
  await writeFile(join(cluster(), 'global', 'pg_control'), Buffer.alloc(8192));
  process.kill((await readPostmaster(cluster()))?.pid ?? 0, 'SIGKILL');
  await expect.poll(() => lost?.message, { timeout: 30_000 }).toMatch(/did not start.*backup/);
  await postgres.stop();
  await expect(EmbeddedPostgres.start({ dataDir })).rejects.toThrow(
    /^The database did not start: FATAL: .*npm run restore/,
  );
}, 60_000);
