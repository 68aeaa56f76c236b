import { afterAll, beforeAll, expect, test } from 'vitest';
import pino from 'pino';
import {
  aClass,
  aLesson,
  aRoom,
  aStudent,
  createTestDatabase,
  type TestDatabase,
} from '../../test/world.ts';
import { listDamage } from '../history/history.store.ts';
import { Timelines } from '../history/timelines.ts';
import { openSynced, readLogText, startServer, type TestServer } from './collab.fixture.ts';

let database: TestDatabase;
let server: TestServer;
const log = pino({ level: 'silent' });
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database.db, { limits: { unloadAfterMs: 50 } });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

/** A room in which 200 keys were typed, each a row of its own; closed again. */
async function aTypedRoom() {
  const { id: classId } = await aClass(database.db);
  const { memberId } = await aStudent(database.db, { classId });
  const lesson = await aLesson(database.db, { classId });
  const { id: roomId } = await aRoom(database.db, { lessonId: lesson.id, ownerId: memberId });
  const person = server.door.person('Maya');
  server.door.allow(person, roomId);
  const client = await openSynced(server, { roomId, person });
  for (let key = 0; key < 200; key++) {
    client.text().insert(client.text().length, String.fromCharCode(97 + (key % 26)));
    await new Promise((resolve) => setTimeout(resolve));
  }
  await expect.poll(() => client.isSaved(), { timeout: 10_000 }).toBe(true);
  const text = String(client.text());
  client.leave();
  await expect
    .poll(() => server.collab.documents.peek(roomId), { timeout: 10_000 })
    .toBeUndefined();
  return { roomId, person, text };
}
const rowsOf = (roomId: string) =>
  database.db
    .selectFrom('room_update')
    .where('room_id', '=', roomId)
    .orderBy('seq')
    .select(['seq', 'bytes'])
    .execute();
async function flip(roomId: string, seq: string, places: number[]): Promise<void> {
  const row = (await rowsOf(roomId)).find((each) => each.seq === seq);
  if (!row) throw new Error('No such row');
  for (const at of places) row.bytes.writeUInt8(row.bytes.readUInt8(at) ^ 0x55, at);
  await database.db
    .updateTable('room_update')
    .set({ bytes: row.bytes })
    .where('room_id', '=', roomId)
    .where('seq', '=', seq)
    .execute();
}
const dropSnapshot = (roomId: string) =>
  database.db.deleteFrom('room_snapshot').where('room_id', '=', roomId).execute();
async function readRoom(roomId: string): Promise<string> {
  const open = () => server.collab.documents.files(roomId);
  const files = await open().catch(open);
  return files[0]?.text ?? '';
}
const epochOf = async (roomId: string) =>
  (
    await database.db
      .selectFrom('room')
      .where('id', '=', roomId)
      .select('epoch')
      .executeTakeFirstOrThrow()
  ).epoch;

test('one flipped byte of an update is found and put right, in the room and in its history', async () => {
  const { roomId, text } = await aTypedRoom();
  await dropSnapshot(roomId);
  const epoch = await epochOf(roomId);
  const rows = await rowsOf(roomId);
  for (const n of [1, 40, 80]) await flip(roomId, rows[n]?.seq ?? '', [n % 20]);
  expect(await readRoom(roomId)).toBe(text);
  expect(await readLogText(database.db, roomId)).toBe(text);
  expect(await epochOf(roomId)).toBe(epoch);
  expect((await listDamage(database.db, roomId)).map(({ remedy }) => remedy)).toEqual([
    'mended',
    'mended',
    'mended',
  ]);
  expect(await server.registry.metrics()).toMatch(/collab_damaged_pieces_total [3-9]/);
});

test('an update that is lost costs its characters and nothing after them; the room says so and gets a new epoch', async () => {
  const { roomId, text } = await aTypedRoom();
  await dropSnapshot(roomId);
  const epoch = await epochOf(roomId);
  const rows = await rowsOf(roomId);
  const lost = rows[50];
  await flip(roomId, lost?.seq ?? '', [0, 3, 5, 7, 9, 11]);
  const read = await readRoom(roomId);
  const marks = read.split('\ufffd').length - 1;
  expect(marks).toBeGreaterThan(0);
  expect(read.length).toBe(text.length);
  const differing = [...read].filter((sign, at) => sign !== text[at]).length;
  expect(differing).toBe(marks);
  expect(await epochOf(roomId)).not.toBe(epoch);
  expect(await listDamage(database.db, roomId)).toMatchObject([
    { seq: Number(lost?.seq), what: 'update', remedy: 'filled' },
  ]);
  // The history reads the same log.
  const timelines = new Timelines({
    db: database.db,
    log,
    documents: server.collab.documents,
  });
  const { files } = await timelines.ask(roomId, 'text', { moment: {} });
  const [file] = files;
  expect(file?.text).toBe(read);
  await timelines.close();
});

test('the very first update of an author may be the one that is lost', async () => {
  const { roomId, text } = await aTypedRoom();
  await dropSnapshot(roomId);
  const rows = await rowsOf(roomId);
  await flip(roomId, rows[1]?.seq ?? '', [0, 3, 5, 7, 9, 11]);
  const read = await readRoom(roomId);
  expect(read.replaceAll('\ufffd', '')).toBe(text.slice(read.split('\ufffd').length - 1));
});

test('a damaged snapshot is made again from the log', async () => {
  const { roomId, text } = await aTypedRoom();
  await database.db
    .updateTable('room_snapshot')
    .set(({ fn, val }) => ({
      state: fn<Buffer>('set_byte', ['state', val(5), val(255)]),
    }))
    .where('room_id', '=', roomId)
    .execute();
  expect(await readRoom(roomId)).toBe(text);
  expect(await listDamage(database.db, roomId)).toMatchObject([
    { seq: 0, what: 'snapshot', remedy: 'rebuilt' },
  ]);
});

test('damage under a snapshot leaves the room as it was, and is found by its history', async () => {
  const { roomId, text } = await aTypedRoom();
  const epoch = await epochOf(roomId);
  const rows = await rowsOf(roomId);
  await flip(roomId, rows[10]?.seq ?? '', [0, 3, 5, 7, 9, 11]);
  expect(await readRoom(roomId)).toBe(text);
  const timelines = new Timelines({
    db: database.db,
    log,
    documents: server.collab.documents,
  });
  const { files } = await timelines.ask(roomId, 'text', { moment: {} });
  const [file] = files;
  await timelines.close();
  expect(file?.text.length).toBe(text.length);
  expect(file?.text).toContain('\ufffd');
  expect(await epochOf(roomId)).toBe(epoch);
  expect(await listDamage(database.db, roomId)).toMatchObject([{ remedy: 'filled' }]);
});

test('people are let into a repaired room with its new epoch, and other rooms notice nothing', async () => {
  const broken = await aTypedRoom();
  const other = await aTypedRoom();
  await dropSnapshot(broken.roomId);
  const rows = await rowsOf(broken.roomId);
  for (const { seq } of rows.slice(20, 30)) await flip(broken.roomId, seq, [0, 2, 4, 6]);
  const client = await openSynced(server, broken);
  expect(String(client.text()).length).toBe(broken.text.length);
  client.text().insert(0, 'on it goes ');
  await expect.poll(() => client.isSaved(), { timeout: 10_000 }).toBe(true);
  expect(await readLogText(database.db, broken.roomId)).toContain('on it goes');
  expect(await readRoom(other.roomId)).toBe(other.text);
  expect(await listDamage(database.db, other.roomId)).toEqual([]);
  client.leave();
});

/** A room with somebody in it, whose update `at` is damaged beyond mending, and its history. */
async function aDamagedLiveRoom(at: number) {
  const room = await aTypedRoom();
  await dropSnapshot(room.roomId);
  const client = await openSynced(server, room);
  const rows = await rowsOf(room.roomId);
  await flip(room.roomId, rows[at]?.seq ?? '', [0, 3, 5, 7, 9, 11]);
  const timelines = new Timelines({
    db: database.db,
    log,
    documents: server.collab.documents,
  });
  const look = async () => (await timelines.ask(room.roomId, 'text', { moment: {} })).files;
  return { ...room, client, look, timelines };
}

test('damage that the history finds in a room with people in it costs them nothing', async () => {
  const { roomId, person, text, client, look, timelines } = await aDamagedLiveRoom(100);
  const epoch = await epochOf(roomId);
  const [file] = await look();
  expect(file?.text).toContain('\ufffd');
  expect(await listDamage(database.db, roomId)).toMatchObject([{ remedy: 'filled' }]);
  expect(await epochOf(roomId)).toBe(epoch);
  client.text().insert(0, 'more ');
  await expect.poll(() => client.isSaved(), { timeout: 10_000 }).toBe(true);
  const second = await openSynced(server, { roomId, person });
  expect(String(second.text())).toBe(`more ${text}`);
  for (const each of [client, second]) each.leave();
  await expect
    .poll(() => server.collab.documents.peek(roomId), { timeout: 10_000 })
    .toBeUndefined();
  expect(await readRoom(roomId)).toBe(`more ${text}`);
  await timelines.close();
});

test('when what is live cannot be kept beside the damage, everybody comes again into the new document', async () => {
  const { roomId, person, client, look, timelines } = await aDamagedLiveRoom(100);
  const epoch = await epochOf(roomId);
  const rows = await rowsOf(roomId);
  // Somebody else writes to the same log: this server may not make snapshots of it.
  await database.db
    .insertInto('room_update')
    .values({ room_id: roomId, kind: 'typed', bytes: rows[0]?.bytes ?? Buffer.alloc(0), crc: null })
    .execute();
  client.text().insert(0, 'x');
  await expect.poll(() => client.isSaved(), { timeout: 10_000 }).toBe(true);
  const left = new Promise((resolve) => client.provider.once('connection-close', resolve));
  await look();
  await left;
  client.leave();
  expect(await epochOf(roomId)).not.toBe(epoch);
  const fresh = await openSynced(server, { roomId, person });
  const seen = String(fresh.text());
  expect(seen).toContain('\ufffd');
  expect(seen).toBe(await readLogText(database.db, roomId));
  fresh.leave();
  await timelines.close();
});
