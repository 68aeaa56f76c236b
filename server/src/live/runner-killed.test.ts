import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExecutor, type Executor } from '@learnflow/runner';
import { aSmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { ask, heard, type LiveWorld, startLive } from './live.fixture.ts';

/** The executor is a process of its own: it is killed with -9 while a room's program runs. */
let database: TestDatabase;
let executor: Executor;
let world: LiveWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  executor = await createExecutor({
    driver: 'auto',
    environment: { PATH: process.env['PATH'] ?? '' },
    pingMs: 300,
  });
  world = await startLive(database.db, executor);
}, 120_000);
afterAll(async () => {
  await world.close();
  await executor.close();
  await database.close();
});

test('a program whose runner was killed ends once, told and stored, and the room runs again', async () => {
  if (!executor.report().available) return;
  const { maya, mayasRoom: roomId } = await aSmallClass(database.db);
  const cookie = world.signIn(maya);
  const client = await world.connect(cookie);
  await ask(client, 'room.enter', { roomId, as: 'work' });
  const typist = await world.typist(cookie, roomId);
  const states = heard(client, 'run.state');
  const output = heard(client, 'run.output');
  const start = () => ask(client, 'run.start', { roomId, fileId: typist.fileId });
  const program = 'print("go", flush=True)\nimport time\ntime.sleep(30)\n';
  typist.write(program);
  // What another connection is given, the server's document has.
  const reader = await world.typist(cookie, roomId);
  await expect.poll(() => reader.text.toString(), { timeout: 20_000 }).toBe(program);
  const { runId } = await start();
  await expect.poll(() => output.length, { timeout: 30_000 }).toBeGreaterThan(0);

  process.kill(executor.pid() ?? 0, 'SIGKILL');
  const ends = () => states.filter((one) => one.runId === runId && one.state === 'ended');
  await expect.poll(() => ends().length, { timeout: 30_000 }).toBe(1);
  expect(ends()[0]?.end).toMatchObject({
    reason: 'restarted',
    message: 'The runner restarted. Press Run to try again.',
  });
  const row = await database.db
    .selectFrom('run')
    .where('id', '=', runId)
    .selectAll()
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ reason: 'restarted', ended_at: expect.any(Date) });

  const seen = output.length;
  await start();
  await expect.poll(() => output.length, { timeout: 30_000 }).toBeGreaterThan(seen);
  // The one that was lost says nothing any more.
  expect(ends()).toHaveLength(1);
}, 120_000);
