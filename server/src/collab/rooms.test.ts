import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  aClass,
  aLesson,
  aRoom,
  aStudent,
  createTestDatabase,
  type TestDatabase,
} from '../../test/world.ts';
import {
  openRaw,
  openSynced,
  readLogText,
  startServer,
  TestDoor,
  type TestServer,
} from './collab.fixture.ts';
import { decodeFrame } from './protocol.ts';
import { leaveAtEnd } from './visit.fixture.ts';

/** A hundred rooms at once are slow on a busy machine. */
const patience = { timeout: 30_000 };
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const aNewRoom = async (): Promise<string> => (await aRoom(database.db)).id;
async function roomsOpen(server: TestServer): Promise<number> {
  const page = await server.registry.metrics();
  return Number(/collab_rooms_open (\d+)/.exec(page)?.[1]);
}
async function findSnapshot(roomId: string): Promise<{ seq: string; state: Buffer } | undefined> {
  return database.db
    .selectFrom('room_snapshot')
    .select(['seq', 'state'])
    .where('room_id', '=', roomId)
    .executeTakeFirst();
}

test('five hundred rooms opened and left leave nothing behind, and open again with their text', async () => {
  const door = new TestDoor();
  const server = await startServer(database.db, { door, limits: { unloadAfterMs: 200 } });
  const { id: classId } = await aClass(database.db);
  const owner = await aStudent(database.db, { classId });
  const rows = await Promise.all(
    Array.from({ length: 500 }, async () => {
      const lesson = await aLesson(database.db, { classId, state: 'ended' });
      return aRoom(database.db, { lessonId: lesson.id, ownerId: owner.memberId });
    }),
  );
  const person = door.person('Maya');
  for (const { id } of rows) door.allow(person, id);
  for (let from = 0; from < rows.length; from += 100) {
    await Promise.all(
      rows.slice(from, from + 100).map(async ({ id }) => {
        const { socket, frames, closed } = await openRaw(server, { roomId: id, person });
        await expect.poll(() => frames.length, patience).toBeGreaterThanOrEqual(3);
        const doc = new Y.Doc();
        doc.getText('note').insert(0, id);
        socket.send(frameOf(doc));
        await expect.poll(() => frames.some(([type]) => type === 100), patience).toBe(true);
        socket.close();
        await closed;
      }),
    );
  }
  expect(await roomsOpen(server)).toBeGreaterThan(0);
  await expect.poll(() => roomsOpen(server), patience).toBe(0);
  const last = rows.at(-1)?.id ?? expect.fail();
  const maya = await openSynced(server, { roomId: last, person });
  leaveAtEnd(maya);
  expect(maya.doc.getText('note').toString()).toBe(last);
  await server.close();
}, 180_000);

function frameOf(doc: Y.Doc): Uint8Array {
  const update = Y.encodeStateAsUpdate(doc);
  const frame = new Uint8Array([0, 2, update.length, ...update]);
  expect(decodeFrame(frame).kind).toBe('update');
  return frame;
}

test('L1, L2: a snapshot is taken every so many updates while people type, and the log keeps every update', async () => {
  const door = new TestDoor();
  const limits = { snapshotEvery: 50, unloadAfterMs: 100 };
  const server = await startServer(database.db, { door, limits });
  const roomId = await aNewRoom();
  const person = door.person('Maya');
  door.allow(person, roomId);
  const maya = await openSynced(server, { roomId, person });
  for (let n = 0; n < 170; n++) {
    maya.text().insert(maya.text().length, `${n} `);
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  await expect.poll(() => maya.isSaved()).toBe(true);
  await expect.poll(async () => (await findSnapshot(roomId)) !== undefined).toBe(true);
  const text = maya.text().toString();
  maya.leave();

  // The last visitor's leaving brings the snapshot up to the end of the log.
  await expect.poll(() => roomsOpen(server)).toBe(0);
  const snapshot = (await findSnapshot(roomId)) ?? expect.fail();
  const log = await database.db
    .selectFrom('room_update')
    .select((eb) => [eb.fn.max('seq').as('seq'), eb.fn.countAll<string>().as('count')])
    .where('room_id', '=', roomId)
    .executeTakeFirstOrThrow();
  expect(snapshot.seq).toBe(log.seq);
  // The seed, and one row for what came within one turn of the event loop.
  expect(Number(log.count)).toBeGreaterThan(80);
  expect(Number(log.count)).toBeLessThanOrEqual(171);
  expect(await readLogText(database.db, roomId)).toBe(text);

  const again = await openSynced(server, { roomId, person });
  leaveAtEnd(again);
  expect(again.text().toString()).toBe(text);
  again.text().insert(0, '! ');
  await expect.poll(() => again.isSaved()).toBe(true);
  expect(await readLogText(database.db, roomId)).toBe(`! ${text}`);
  await server.close();
});

test('who comes while a room is being put away finds it as it was', async () => {
  const door = new TestDoor();
  const server = await startServer(database.db, { door, limits: { unloadAfterMs: 1 } });
  const roomId = await aNewRoom();
  const person = door.person('Maya');
  door.allow(person, roomId);
  let expected = '';
  for (let visit = 0; visit < 40; visit++) {
    const maya = await openSynced(server, { roomId, person });
    expect(maya.text().toString()).toBe(expected);
    maya.text().insert(0, `${visit},`);
    expected = maya.text().toString();
    await expect.poll(() => maya.isSaved(), { interval: 2 }).toBe(true);
    maya.leave();
    await new Promise((resolve) => setTimeout(resolve, visit % 5));
  }
  await server.close();
});

test('files can be read from a room that nobody is in', async () => {
  const server = await startServer(database.db, { limits: { unloadAfterMs: 50 } });
  const roomId = await aNewRoom();
  const { documents } = server.collab;
  expect(documents.peek(roomId)).toBeUndefined();
  const [files, same] = await Promise.all([documents.files(roomId), documents.files(roomId)]);
  expect(files).toEqual([{ id: 'main', name: 'main.py', text: '' }]);
  expect(same).toEqual(files);
  await expect(documents.files('00000000-0000-0000-0000-000000000000')).rejects.toThrow();
  await expect.poll(() => roomsOpen(server)).toBe(0);
  await server.close();
});

test('a room that is deleted under its visitors closes, and other rooms go on', async () => {
  const door = new TestDoor();
  const server = await startServer(database.db, { door });
  const [gone, other] = [await aNewRoom(), await aNewRoom()];
  const person = door.person('Maya');
  for (const roomId of [gone, other]) door.allow(person, roomId);
  const inGone = await openSynced(server, { roomId: gone, person });
  const inOther = await openSynced(server, { roomId: other, person });
  for (const client of [inGone, inOther]) leaveAtEnd(client);
  await database.db.deleteFrom('room').where('id', '=', gone).execute();
  inGone.text().insert(0, 'x');
  inOther.text().insert(0, 'y');
  expect(await inGone.closed).toEqual({ code: 4404, reason: 'not.found' });
  await expect.poll(() => inOther.isSaved()).toBe(true);
  await expect.poll(() => roomsOpen(server)).toBe(1);
  await server.close();
});
