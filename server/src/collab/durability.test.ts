import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { aRoom, createTestDatabase, type TestDatabase } from '../../test/world.ts';
import {
  openClient,
  openSynced,
  readLog,
  readLogText,
  startServer,
  type TestClient,
  TestDoor,
  type TestPerson,
} from './collab.fixture.ts';
import { openFaultyLine } from './faulty-line.fixture.ts';

let database: TestDatabase;
const clients: TestClient[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.leave();
});
afterAll(() => database.close());

const aNewRoom = async (): Promise<string> => (await aRoom(database.db)).id;
function seat(door: TestDoor, roomId: string, name: string): TestPerson {
  const person = door.person(name);
  door.allow(person, roomId);
  return person;
}
async function enter(
  server: { url: string },
  roomId: string,
  person: TestPerson,
): Promise<TestClient> {
  const client = await openSynced(server, { roomId, person });
  clients.push(client);
  return client;
}

/** @returns whether the log has everything up to the state vector */
function covers(log: Y.Doc, stateVector: Uint8Array): boolean {
  for (const [client, clock] of Y.decodeStateVector(stateVector)) {
    if (Y.getState(log.store, client) < clock) return false;
  }
  return true;
}

test('everything is there again after the server was stopped and started', async () => {
  const door = new TestDoor();
  const roomId = await aNewRoom();
  const person = seat(door, roomId, 'Maya');
  const first = await startServer(database.db, { door });
  const maya = await enter(first, roomId, person);
  for (let n = 0; n < 50; n++) maya.text().insert(maya.text().length, `line ${n}\n`);
  // Not waiting for Saved: an orderly stop stores what it has taken.
  const other = await enter(first, roomId, seat(door, roomId, 'Leo'));
  await expect.poll(() => other.text().length).toBe(maya.text().length);
  await first.close();
  expect(await readLogText(database.db, roomId)).toBe(maya.text().toString());

  const second = await startServer(database.db, { door });
  const again = await enter(second, roomId, person);
  expect(again.text().toString()).toBe(maya.text().toString());
  await second.close();
});

test('an orderly stop sends clients away with a code that lets them come back', async () => {
  const door = new TestDoor();
  const roomId = await aNewRoom();
  const server = await startServer(database.db, { door });
  const maya = await enter(server, roomId, seat(door, roomId, 'Maya'));
  const codes: (number | undefined)[] = [];
  maya.provider.on('connection-close', (event) => codes.push(event?.code));
  await server.close();
  await expect.poll(() => codes[0]).toBe(1012);
  expect(maya.provider.shouldConnect).toBe(true);
});

test('O2, O5: a client that keeps its copy over a restart never doubles the starting content', async () => {
  const door = new TestDoor();
  const roomId = await aNewRoom();
  const person = seat(door, roomId, 'Maya');
  const first = await startServer(database.db, { door });
  const { port } = new URL(first.url);
  const maya = await enter(first, roomId, person);
  maya.text().insert(0, 'once');
  await expect.poll(() => maya.isSaved()).toBe(true);
  await first.close();
  maya.text().insert(4, ' and offline');
  const second = await startServer(database.db, { door, port: Number(port) });
  await expect.poll(() => maya.provider.synced, { timeout: 5000 }).toBe(true);
  await expect.poll(() => readLogText(database.db, roomId)).toBe('once and offline');
  expect((await readLog(database.db, roomId)).getMap('files').size).toBe(1);
  await second.close();
});

test('U3: nothing acknowledged is lost when the server is killed while people type', async () => {
  const people: { person: TestPerson; roomId: string }[] = [];
  const door = new TestDoor();
  for (let n = 0; n < 3; n++) {
    const roomId = await aNewRoom();
    for (const name of ['Maya', 'Leo']) people.push({ person: seat(door, roomId, name), roomId });
  }
  let port = '0';
  for (let round = 0; round < 4; round++) {
    const child = await startChild(people, port);
    port = new URL(child.url).port;
    const typists = await Promise.all(
      people.map(({ person, roomId }) => enter(child, roomId, person)),
    );
    let typed = 0;
    const typing = setInterval(() => {
      for (const typist of typists) {
        const text = typist.text();
        text.insert(Math.floor(Math.random() * (text.length + 1)), `${typed++},`);
        if (typed % 7 === 0) text.delete(0, 1);
      }
    }, 5);
    const isUnderWay = (): boolean =>
      typists.every(({ heard }) => (heard.saved.at(-1)?.frames ?? 0) > 20);
    await expect.poll(isUnderWay, { timeout: 30_000 }).toBe(true);
    // Somewhere between two commits.
    await new Promise((resolve) => setTimeout(resolve, 50 * Math.random()));
    clearInterval(typing);
    child.process.kill('SIGKILL');
    await once(child.process, 'exit');
    // The clients die with the server: nobody is left who could send anything again.
    for (const client of clients.splice(0)) client.leave();
    for (const [n, typist] of typists.entries()) {
      const log = await readLog(database.db, people[n]?.roomId ?? '');
      const acknowledged = typist.heard.saved.at(-1) ?? expect.fail('nothing was acknowledged');
      expect(covers(log, acknowledged.stateVector)).toBe(true);
    }
  }
}, 120_000);

async function startChild(
  people: { person: TestPerson; roomId: string }[],
  port: string,
): Promise<{ process: ChildProcess; url: string }> {
  const script = fileURLToPath(new URL('./child-server.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [script, database.url, JSON.stringify(people), port], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(child.stdout, 'data')) as [Buffer];
  return { process: child, url: String(url).trim() };
}

for (const fault of ['cut', 'freeze'] as const) {
  test(`D1, D2, D4: while the database line is ${fault === 'cut' ? 'cut' : 'frozen'} nobody reads Saved, people go on together, and nothing is lost`, async () => {
    const door = new TestDoor();
    const line = await openFaultyLine(database.url);
    const server = await startServer(line.db, {
      door,
      limits: { slowStoreMs: 300, storeTimeoutMs: 1500 },
    });
    const roomId = await aNewRoom();
    const maya = await enter(server, roomId, seat(door, roomId, 'Maya'));
    const leo = await enter(server, roomId, seat(door, roomId, 'Leo'));
    maya.text().insert(0, 'before ');
    await expect.poll(() => maya.isSaved()).toBe(true);
    const savedBefore = [maya, leo].map(({ heard }) => heard.saved.length);

    line[fault]();
    const failedAt = performance.now();
    maya.text().insert(0, 'during ');
    await expect.poll(() => leo.text().toString()).toBe('during before ');
    leo.text().insert(0, 'meanwhile ');
    await expect.poll(() => maya.heard.storage, { timeout: 5000 }).toEqual([false]);
    expect(performance.now() - failedAt).toBeLessThan(5000);
    await expect.poll(() => maya.text().toString()).toBe('meanwhile during before ');
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect([maya, leo].map(({ heard }) => heard.saved.length)).toEqual(savedBefore);
    expect(await readLogText(database.db, roomId)).toBe('before ');

    line.mend();
    await expect.poll(() => maya.isSaved() && leo.isSaved(), { timeout: 10_000 }).toBe(true);
    expect(maya.heard.storage).toEqual([false, true]);
    expect(await readLogText(database.db, roomId)).toBe('meanwhile during before ');
    await server.close();
    await line.close();
  });
}

test('D3: a database that drops its connections now and then costs nobody anything, and stores nothing twice', async () => {
  const door = new TestDoor();
  const line = await openFaultyLine(database.url);
  const server = await startServer(line.db, { door });
  const roomId = await aNewRoom();
  const maya = await enter(server, roomId, seat(door, roomId, 'Maya'));
  for (let n = 0; n < 40; n++) {
    maya.text().insert(maya.text().length, `${n} `);
    if (n % 8 === 3) {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`.execute(database.db);
    }
    if (n % 8 === 6) {
      line.cut();
      await new Promise((resolve) => setTimeout(resolve, 30));
      line.mend();
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  await expect.poll(() => maya.isSaved(), { timeout: 10_000 }).toBe(true);
  expect(await readLogText(database.db, roomId)).toBe(maya.text().toString());
  const rows = await database.db
    .selectFrom('room_update')
    .select('bytes')
    .where('room_id', '=', roomId)
    .execute();
  expect(new Set(rows.map(({ bytes }) => bytes.toString('hex'))).size).toBe(rows.length);
  // The seed, and at most one row for each edit.
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.length).toBeLessThanOrEqual(41);
  await server.close();
  await line.close();
});

test('D2: with too much waiting for the database, writers are asked to come back instead of filling the memory', async () => {
  const door = new TestDoor();
  const line = await openFaultyLine(database.url);
  const server = await startServer(line.db, {
    door,
    limits: { maxUnsavedBytes: 2000, slowStoreMs: 200 },
  });
  const roomId = await aNewRoom();
  const person = seat(door, roomId, 'Maya');
  const maya = openClient(server, { roomId, person });
  clients.push(maya);
  await new Promise<void>((resolve) => maya.provider.once('sync', () => resolve()));
  const codes: (number | undefined)[] = [];
  maya.provider.on('connection-close', (event) => codes.push(event?.code));
  line.cut();
  for (let n = 0; n < 10; n++) maya.text().insert(0, 'x'.repeat(1000));
  await expect.poll(() => codes[0]).toBe(1013);
  line.mend();
  await expect.poll(() => maya.isSaved(), { timeout: 10_000 }).toBe(true);
  await expect.poll(async () => (await readLogText(database.db, roomId)).length).toBe(10_000);
  await server.close();
  await line.close();
});
