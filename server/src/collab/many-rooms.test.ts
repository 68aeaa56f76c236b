import { channelsOf, encodeChannelFrame } from '@learnflow/shared';
import { WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { aClass, aLesson, aRoom, aStudent, createTestDatabase } from '../../test/world.ts';
import type { TestDatabase } from '../../test/world.ts';
import {
  type ClientOptions,
  goodOrigin,
  openClient,
  openShared,
  openSynced,
  startServer,
  type TestClient,
  type TestPerson,
  type TestServer,
} from './collab.fixture.ts';
import type { Limits } from './limits.ts';

let database: TestDatabase;
let server: TestServer;
let teacher: TestPerson;
let rooms: string[];
let clients: TestClient[];

beforeAll(async () => {
  database = await createTestDatabase();
  const { id: classId } = await aClass(database.db);
  const { id: lessonId } = await aLesson(database.db, { classId });
  rooms = [];
  for (let n = 0; n < 30; n++) {
    const owner = await aStudent(database.db, { classId, name: `Student ${n}` });
    rooms.push((await aRoom(database.db, { lessonId, ownerId: owner.memberId })).id);
  }
});
beforeEach(() => start());
afterEach(() => stop());
afterAll(() => database.close());

async function start(limits: Partial<Limits> = {}): Promise<void> {
  server = await startServer(database.db, { limits });
  teacher = server.door.person('Ms Adeyemi', 'teacher');
  for (const roomId of rooms) server.door.allow(teacher, roomId);
  clients = [];
}
async function stop(): Promise<void> {
  for (const client of clients) client.leave();
  await server.close();
}

const roomAt = (index: number): string => rooms[index] ?? '';
const sockets = () => server.registry.getSingleMetric('collab_connections')?.get();
async function enter(options: ClientOptions): Promise<TestClient> {
  const client = await openSynced(server, options);
  clients.push(client);
  return client;
}
/** A student at work in that room, with a socket of their own. */
async function aStudentIn(roomId: string): Promise<TestClient> {
  const person = server.door.person('Maya');
  server.door.allow(person, roomId);
  return enter({ roomId, person });
}

test('M1: thirty rooms are open over one socket, and what is typed in each arrives in that one only', async () => {
  let made = 0;
  const shared = openShared(server, teacher, () => (made += 1));
  const channels = channelsOf(shared);
  const visits = await Promise.all(
    rooms.map((roomId) => enter({ roomId, person: teacher, channels })),
  );
  expect((await sockets())?.values[0]?.value).toBe(30);
  for (const [index, visit] of visits.entries()) visit.text().insert(0, `room ${index}`);
  await expect.poll(() => visits.every((visit) => visit.isSaved()), { timeout: 15_000 }).toBe(true);
  for (const [index, roomId] of [...rooms.entries()].filter(([n]) => n % 7 === 0)) {
    const student = await aStudentIn(roomId);
    expect(student.text().toString()).toBe(`room ${index}`);
    student.text().insert(0, 'answer to ');
    await expect
      .poll(() => visits[index]?.text().toString(), { timeout: 15_000 })
      .toBe(`answer to room ${index}`);
  }
  expect(made).toBe(1);
  for (const visit of visits) visit.leave();
  await expect.poll(async () => (await sockets())?.values[0]?.value, { timeout: 15_000 }).toBe(5);
});

test('M2: a room that is refused, and one whose right is taken away, close alone', async () => {
  const shared = openShared(server, teacher);
  const channels = channelsOf(shared);
  const stays = await enter({ roomId: roomAt(0), person: teacher, channels });
  const loses = await enter({ roomId: roomAt(1), person: teacher, channels });
  const refused = openClient(server, {
    roomId: '00000000-0000-4000-8000-000000000000',
    person: teacher,
    channels,
  });
  clients.push(refused);
  expect(await refused.closed).toMatchObject({ code: 4404 });
  const old = openClient(server, { roomId: roomAt(3), person: teacher, channels, version: '0' });
  clients.push(old);
  expect(await old.closed).toMatchObject({ code: 4426, reason: 'client.old' });
  server.door.allow(teacher, roomAt(0), 'held');
  server.door.allow(teacher, roomAt(1), 'removed');
  await server.collab.documents.recheck({ memberId: teacher.memberId });
  expect(await loses.closed).toMatchObject({ code: 4403, reason: 'member.removed' });
  await expect.poll(() => stays.heard.rights).toEqual(['write', 'held']);
  stays.text().insert(0, 'x');
  await expect.poll(() => stays.heard.refusals).toMatchObject([{ reason: 'held' }]);
  expect(stays.provider.wsconnected).toBe(true);
});

test('M3: after a cut all rooms come back over one new socket, with what was typed meanwhile', async () => {
  const { door } = server;
  const port = Number(new URL(server.url).port);
  let made = 0;
  const shared = openShared(server, teacher, () => (made += 1));
  const channels = channelsOf(shared);
  const visits = await Promise.all(
    rooms.slice(0, 5).map((roomId) => enter({ roomId, person: teacher, channels })),
  );
  expect(made).toBe(1);
  await server.close();
  for (const visit of visits) {
    await expect.poll(() => visit.provider.wsconnected).toBe(false);
    visit.text().insert(0, 'while away ');
  }
  server = await startServer(database.db, { door, port });
  await expect.poll(() => visits.every((visit) => visit.isSaved()), { timeout: 15_000 }).toBe(true);
  const student = await aStudentIn(roomAt(4));
  expect(student.text().toString()).toContain('while away ');
});

test('M4: whoever is signed out loses the shared socket, also without a room on it', async () => {
  const shared = openShared(server, teacher);
  const channels = channelsOf(shared);
  const release = shared.keep();
  const visit = await enter({ roomId: roomAt(6), person: teacher, channels });
  server.door.people.delete(teacher.cookie);
  await server.collab.documents.recheck({ userId: teacher.caller.userId });
  expect(await visit.closed).toMatchObject({ code: 4401 });
  const again = openClient(server, { roomId: roomAt(6), person: teacher, channels });
  clients.push(again);
  expect(await again.closed).toMatchObject({ code: 4401, reason: 'session.missing' });
  release();
});

test('M4: a stranger, a page of another origin and an old page get no shared socket', async () => {
  const code = (query: string, headers: Record<string, string>): Promise<number> => {
    const socket = new WebSocket(`${server.url}/many${query}`, { headers });
    return new Promise((resolve) => socket.on('close', resolve));
  };
  const { cookie } = teacher;
  expect(await code('?v=1', { origin: goodOrigin })).toBe(4401);
  expect(await code('?v=1', { origin: 'http://evil.test', cookie })).toBe(4403);
  expect(await code('?v=1', { cookie })).toBe(4403);
  expect(await code('?v=2', { origin: goodOrigin, cookie })).toBe(4426);
  expect(await code('', { origin: goodOrigin, cookie })).toBe(4426);
});

/** A shared socket without any client on it, for bytes that none would send. */
async function aRawSocket() {
  const socket = new WebSocket(`${server.url}/many?v=1`, {
    headers: { origin: goodOrigin, cookie: teacher.cookie },
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.once('open', resolve));
  return { socket, closed };
}
const opens = (channel: number, address = `${roomAt(0)}?v=1`) =>
  encodeChannelFrame({ kind: 'open', channel, address });

test('M6: bytes that are no channel frame, text, and a number used before close the socket', async () => {
  for (const send of [
    ['text'],
    [new Uint8Array()],
    [new Uint8Array([0x80])],
    [new Uint8Array([1, 9])],
    [new Uint8Array([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1])],
    [opens(2), opens(2)],
    [opens(2), opens(1)],
  ]) {
    const { socket, closed } = await aRawSocket();
    for (const bytes of send) socket.send(bytes);
    expect(await closed).toBe(4400);
  }
});

test('M7: rooms per socket, openings in a row and frames for closed rooms are bounded', async () => {
  await stop();
  await start({ maxChannels: 3, maxChannelOpensPerSecond: 2, maxFramesPerSecond: 20 });
  const channels = channelsOf(openShared(server, teacher));
  const inside = await Promise.all(
    rooms.slice(0, 3).map((roomId) => enter({ roomId, person: teacher, channels })),
  );
  const fourth = openClient(server, { roomId: roomAt(3), person: teacher, channels });
  clients.push(fourth);
  expect(await fourth.closed).toMatchObject({ code: 4429 });
  expect(inside.every((visit) => visit.provider.wsconnected)).toBe(true);

  const opening = await aRawSocket();
  for (let n = 1; n <= 20; n++) opening.socket.send(opens(n, 'nowhere'));
  expect(await opening.closed).toBe(4429);
  const talking = await aRawSocket();
  const stray = encodeChannelFrame({ kind: 'frame', channel: 5, frame: new Uint8Array([3]) });
  for (let n = 0; n < 200; n++) talking.socket.send(stray);
  expect(await talking.closed).toBe(4429);
});

test('M5: a room that is not read is closed alone, and the others are served when reading goes on', async () => {
  await stop();
  await start({
    maxBufferedBytes: 512 * 1024,
    sharedWindowBytes: 16 * 1024,
    // The room is filled and emptied faster than documents near their limit are measured.
    maxDocumentBytes: 256 * 1024 * 1024,
  });
  const { socket } = await aRawSocket();
  const closes: number[] = [];
  const frames = new Map<number, number>();
  socket.on('message', (data: Buffer) => {
    const channel = data[0] ?? 0;
    frames.set(channel, (frames.get(channel) ?? 0) + 1);
    if (data[1] === 2) closes.push(channel);
  });
  socket.send(opens(1));
  socket.send(opens(2, `${roomAt(1)}?v=1`));
  await expect.poll(() => frames.size).toBe(2);
  const loud = await aStudentIn(roomAt(0));
  const quiet = await aStudentIn(roomAt(1));
  const heardBefore = frames.get(2) ?? 0;
  socket.pause();
  // More than any socket buffer of the system takes.
  for (let n = 0; n < 120 && loud.provider.wsconnected; n++) {
    loud.doc.transact(() => {
      loud.text().delete(0, loud.text().length);
      loud.text().insert(0, String(n % 10).repeat(200_000));
    });
    await expect.poll(() => loud.isSaved(), { timeout: 15_000 }).toBe(true);
  }
  quiet.text().insert(0, 'still here');
  await expect.poll(() => quiet.isSaved(), { timeout: 15_000 }).toBe(true);
  socket.resume();
  await expect.poll(() => closes, { timeout: 15_000 }).toEqual([1]);
  await expect.poll(() => frames.get(2), { timeout: 15_000 }).toBeGreaterThan(heardBefore);
  expect(loud.heard.refusals).toEqual([]);
  socket.close();
}, 60_000);
