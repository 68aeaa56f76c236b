import { historyLimits, type HistoryMarker } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  aClass,
  aLesson,
  aRoom,
  aStudent,
  createTestDatabase,
  type TestDatabase,
} from '../../test/world.ts';
import { openSynced, startServer, type TestServer } from '../collab/collab.fixture.ts';
import { lowerHands } from '../lesson/seat.store.ts';
import { lowerHand, raiseHand } from '../wall/hand.service.ts';
import { getHistoryView } from './history-view.ts';

let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database.db);
});
afterAll(async () => {
  await server.close();
  await database.close();
});

async function aDesk() {
  const { id: classId } = await aClass(database.db);
  const { memberId } = await aStudent(database.db, { classId });
  const lesson = await aLesson(database.db, { classId });
  const room = await aRoom(database.db, { lessonId: lesson.id, ownerId: memberId });
  return { lessonId: lesson.id, memberId, roomId: room.id };
}
const viewOf = (roomId: string) =>
  getHistoryView(database.db, roomId, { canRestore: false, isStaff: true });
const marked = <K extends HistoryMarker['kind']>(markers: HistoryMarker[], kind: K) =>
  markers.filter((each): each is HistoryMarker & { kind: K } => each.kind === kind);

test('what comes in at once is pasted, with its size and in a row of its own; typing around it is not', async () => {
  const { roomId } = await aDesk();
  const person = server.door.person('Maya');
  server.door.allow(person, roomId);
  const client = await openSynced(server, { roomId, person });
  const pasted = 'x = 1\n'.repeat(50);
  const heard: number[] = [];
  server.collab.documents.events.on('pasted', ({ chars }) => heard.push(chars));
  for (const key of 'abc') client.text().insert(0, key);
  client.text().insert(1, pasted);
  for (const key of 'def') client.text().insert(0, key);
  client.text().insert(0, 'y'.repeat(historyLimits.pasteMinChars - 1));
  await expect.poll(() => client.isSaved(), { timeout: 10_000 }).toBe(true);
  const { markers } = await viewOf(roomId);
  expect(marked(markers, 'pasted')).toMatchObject([{ memberId: person.memberId, chars: 300 }]);
  expect(heard).toEqual([300]);
  const rows = await database.db
    .selectFrom('room_update')
    .where('room_id', '=', roomId)
    .orderBy('seq')
    .select(['kind', 'chars'])
    .execute();
  expect(rows.map(({ kind }) => kind).join(' ')).toMatch(/^seed( typed)+ pasted( typed)+$/);
  expect(rows.filter(({ chars }) => chars !== null)).toHaveLength(1);
  client.leave();
});

test('what was typed while away comes back as typing, however much it is', async () => {
  const { roomId } = await aDesk();
  const person = server.door.person('Leo');
  server.door.allow(person, roomId);
  const client = await openSynced(server, { roomId, person });
  client.provider.disconnect();
  for (let n = 0; n < 200; n++) client.text().insert(n, 'k');
  client.provider.connect();
  await expect.poll(() => client.isSaved(), { timeout: 10_000 }).toBe(true);
  expect(marked((await viewOf(roomId)).markers, 'pasted')).toEqual([]);
  client.leave();
});

test('hands stand on the track from when they went up to when they went down', async () => {
  const { db } = database;
  const seat = await aDesk();
  await raiseHand(db, seat, 'Why is it red?', 1_000_000);
  await raiseHand(db, seat, 'Why is line 3 red?', 1_005_000);
  await lowerHand(db, seat, 1_030_000);
  await raiseHand(db, seat, 'And now?', 1_060_000);
  const hands = async () => marked((await viewOf(seat.roomId)).markers, 'hand');
  expect(await hands()).toMatchObject([
    { at: 1_000_000, endedAt: 1_030_000, question: 'Why is line 3 red?' },
    { at: 1_060_000, endedAt: null, question: 'And now?', memberId: seat.memberId },
  ]);
  await db.transaction().execute((trx) => lowerHands(trx, seat.lessonId, new Date(1_090_000)));
  expect((await hands())[1]?.endedAt).toBe(1_090_000);
});
