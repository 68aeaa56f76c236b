import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  aClass,
  aLesson,
  aRoom,
  aStudent,
  createTestDatabase,
  type TestDatabase,
} from '../../test/world.ts';
import { findStored, insertUpdates, listUpdates, saveSnapshot, seedRoom } from './persistence.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function aNewRoom(): Promise<string> {
  const { id: classId } = await aClass(database.db);
  const owner = await aStudent(database.db, { classId });
  const lesson = await aLesson(database.db, { classId });
  return (await aRoom(database.db, { lessonId: lesson.id, ownerId: owner.memberId })).id;
}
const never = new AbortController().signal;
const row = (roomId: string, ...bytes: number[]) => ({
  roomId,
  at: 1_700_000_000_123,
  memberId: null,
  bytes: Uint8Array.from(bytes),
});

test('however many seed a room at the same time, it is seeded once', async () => {
  const roomId = await aNewRoom();
  await Promise.all(Array.from({ length: 12 }, () => seedRoom(database.db, roomId)));
  expect((await listUpdates(database.db, roomId, 0)).updates).toHaveLength(1);
  await expect(seedRoom(database.db, randomUUID())).rejects.toThrow('no longer exists');
});

test('updates of several rooms are stored in the order given, with time and author', async () => {
  const [one, two] = [await aNewRoom(), await aNewRoom()];
  const author = randomUUID();
  const rows = Array.from({ length: 300 }, (_, n) => ({
    ...row(n % 2 ? one : two, n % 256, n >> 8),
    memberId: author,
  }));
  const stored = await insertUpdates(database.db, rows, never);
  expect(stored.get(one)?.count).toBe(150);
  for (const roomId of [one, two]) {
    const { updates, isLast } = await listUpdates(database.db, roomId, 0);
    expect(isLast).toBe(true);
    expect(updates.map(({ bytes }) => [...bytes])).toEqual(
      rows.filter((each) => each.roomId === roomId).map(({ bytes }) => [...bytes]),
    );
    expect(stored.get(roomId)?.lastSeq).toBe(updates.at(-1)?.seq);
  }
  const first = await database.db
    .selectFrom('room_update')
    .selectAll()
    .where('room_id', '=', one)
    .executeTakeFirstOrThrow();
  expect(first).toMatchObject({ member_id: author, kind: 'typed' });
  expect(first.at.getTime()).toBe(1_700_000_000_123);
});

test('the commit is synchronous even when the database is told to be quick', async () => {
  const roomId = await aNewRoom();
  await database.db.connection().execute(async (db) => {
    await sql`set synchronous_commit = off`.execute(db);
    await sql`create temp table seen_mode (mode text)`.execute(db);
    await sql`create function pg_temp.note() returns trigger language plpgsql as
      $$ begin insert into seen_mode values (current_setting('synchronous_commit')); return null; end $$`.execute(
      db,
    );
    await sql`create trigger note after insert on room_update execute function pg_temp.note()`.execute(
      db,
    );
    await insertUpdates(db, [row(roomId, 1)], never);
    const { rows } = await sql`select mode from seen_mode`.execute(db);
    expect(rows).toEqual([{ mode: 'on' }]);
    await sql`drop trigger note on room_update`.execute(db);
    await sql`reset synchronous_commit`.execute(db);
  });
});

test('a deleted room is missing in the answer and does not hold up the others', async () => {
  const roomId = await aNewRoom();
  const deleted = randomUUID();
  const stored = await insertUpdates(database.db, [row(deleted, 1), row(roomId, 2)], never);
  expect([...stored.keys()]).toEqual([roomId]);
});

test('a commit whose answer was lost is recognised', async () => {
  const roomId = await aNewRoom();
  await insertUpdates(database.db, [row(roomId, 1)], never);
  const [{ seq } = expect.fail()] = (await listUpdates(database.db, roomId, 0)).updates;
  const firsts = [{ row: row(roomId, 7, 7), afterSeq: seq }];
  expect(await findStored(database.db, firsts, never)).toBeUndefined();
  const stored = await insertUpdates(database.db, [row(roomId, 7, 7), row(roomId, 8)], never);
  expect(await findStored(database.db, firsts, never)).toEqual(stored);
});

test('a snapshot that would hide updates of another server is not written', async () => {
  const roomId = await aNewRoom();
  await insertUpdates(database.db, [row(roomId, 1)], never);
  const stored = await insertUpdates(database.db, [row(roomId, 2)], never);
  const snapshot = { roomId, seq: stored.get(roomId)?.lastSeq ?? 0, state: Uint8Array.of(0, 0) };
  expect(await saveSnapshot(database.db, snapshot, { afterSeq: 0, count: 1 })).toBe(false);
  expect(await saveSnapshot(database.db, snapshot, { afterSeq: 0, count: 2 })).toBe(true);
});
