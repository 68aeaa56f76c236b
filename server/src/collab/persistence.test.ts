import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aClass, aLesson, aRoom, aStudent, createTestDatabase } from '../../test/world.ts';
import { type Db, openDatabase } from '../storage/database.ts';
import {
  findSnapshot,
  findStored,
  insertUpdates,
  listUpdates,
  saveSnapshot,
  seedRoom,
} from './persistence.ts';

interface OpenedStorage {
  db: Db;
  close(): Promise<void>;
}

/** What somebody's own Postgres may be set to; every one of it has broken a product that counted on the default. */
const otherDefaults = [
  `synchronous_commit to 'off'`,
  `default_transaction_isolation to 'repeatable read'`,
  `timezone to 'Pacific/Auckland'`,
  `datestyle to 'SQL, DMY'`,
  `bytea_output to 'escape'`,
  `intervalstyle to 'sql_standard'`,
  `plan_cache_mode to 'force_generic_plan'`,
  `enable_hashjoin to 'off'`,
];

/** A database as `DATABASE_URL` names one: with other defaults, and a role that may do nothing but use its tables. */
async function openPlain(): Promise<OpenedStorage> {
  const made = await createTestDatabase();
  const url = new URL(made.url);
  const admin = new pg.Client(made.url);
  await admin.connect();
  const role = `plain_${randomBytes(6).toString('hex')}`;
  for (const setting of otherDefaults) {
    await admin.query(`alter database ${url.pathname.slice(1)} set ${setting}`);
  }
  await admin.query(`create role ${role} login password 'plain'`);
  await admin.query(
    `grant select, insert, update, delete on all tables in schema public to ${role}`,
  );
  url.username = role;
  url.password = 'plain';
  const { db, close } = openDatabase(url.href, () => undefined);
  return {
    db,
    close: async () => {
      await close();
      await admin.query(`drop owned by ${role}`);
      await admin.query(`drop role ${role}`);
      await admin.end();
      await made.close();
    },
  };
}

const storages: [string, () => Promise<OpenedStorage>][] = [
  ['the embedded Postgres', createTestDatabase],
  ['a plain Postgres with other defaults', openPlain],
];

describe.each(storages)('the update log in %s', (_name, open) => {
  let storage: OpenedStorage;
  let db: Db;
  beforeAll(async () => {
    storage = await open();
    db = storage.db;
  });
  afterAll(() => storage.close());

  async function aNewRoom(): Promise<string> {
    const { id: classId } = await aClass(db);
    const owner = await aStudent(db, { classId });
    const lesson = await aLesson(db, { classId });
    return (await aRoom(db, { lessonId: lesson.id, ownerId: owner.memberId })).id;
  }
  const never = new AbortController().signal;
  const row = (roomId: string, ...bytes: number[]) => ({
    roomId,
    at: 1_700_000_000_123,
    memberId: null,
    bytes: Uint8Array.from(bytes),
  });
  const bytesIn = async (roomId: string) =>
    (await listUpdates(db, roomId, 0)).updates.map(({ bytes }) => [...bytes]);

  test('O5: however many seed a room at the same time, it is seeded once', async () => {
    for (let round = 0; round < 3; round++) {
      const roomId = await aNewRoom();
      await Promise.all(Array.from({ length: 12 }, () => seedRoom(db, roomId)));
      expect((await listUpdates(db, roomId, 0)).updates).toHaveLength(1);
    }
    await expect(seedRoom(db, randomUUID())).rejects.toThrow('no longer exists');
  });

  test('U2, L1: updates of several rooms are stored in the order given, with time and author', async () => {
    const [one, two] = [await aNewRoom(), await aNewRoom()];
    const author = randomUUID();
    const rows = Array.from({ length: 300 }, (_, n) => ({
      ...row(n % 2 ? one : two, n % 256, n >> 8),
      memberId: author,
    }));
    const stored = await insertUpdates(db, rows, never);
    expect(stored.get(one)?.count).toBe(150);
    for (const roomId of [one, two]) {
      const { updates, isLast } = await listUpdates(db, roomId, 0);
      expect(isLast).toBe(true);
      expect(updates.map(({ bytes }) => [...bytes])).toEqual(
        rows.filter((each) => each.roomId === roomId).map(({ bytes }) => [...bytes]),
      );
      expect(stored.get(roomId)?.lastSeq).toBe(updates.at(-1)?.seq);
    }
    const first = await db
      .selectFrom('room_update')
      .selectAll()
      .where('room_id', '=', one)
      .executeTakeFirstOrThrow();
    expect(first).toMatchObject({ member_id: author, kind: 'typed' });
    expect(first.at.getTime()).toBe(1_700_000_000_123);
  });

  test('U2: bytes of every value come back as they were, and a long log comes in pages without a gap', async () => {
    const roomId = await aNewRoom();
    const every = Array.from({ length: 256 }, (_, n) => n);
    const rows = Array.from({ length: 1100 }, (_, n) => row(roomId, n % 256, n >> 8));
    await insertUpdates(db, [row(roomId, ...every), ...rows], never);
    expect((await bytesIn(roomId))[0]).toEqual(every);
    const seen: number[][] = [];
    for (let seq = 0, isLast = false; !isLast;) {
      const page = await listUpdates(db, roomId, seq);
      isLast = page.isLast;
      seq = page.updates.at(-1)?.seq ?? seq;
      seen.push(...page.updates.map(({ bytes }) => [...bytes]));
    }
    expect(seen.slice(1)).toEqual(rows.map(({ bytes }) => [...bytes]));
  });

  test('U2: a commit is stored whole or not at all', async () => {
    const [one, two] = [await aNewRoom(), await aNewRoom()];
    const broken = { ...row(two, 3), memberId: 'no member' };
    await expect(insertUpdates(db, [row(one, 1), row(two, 2), broken], never)).rejects.toThrow();
    expect([await bytesIn(one), await bytesIn(two)]).toEqual([[], []]);
    await insertUpdates(db, [row(one, 4)], never);
    expect(await bytesIn(one)).toEqual([[4]]);
  });

  test('D5: the commit is synchronous even when the database is told to be quick', async () => {
    const roomId = await aNewRoom();
    await db.connection().execute(async (own) => {
      await sql`set synchronous_commit = off`.execute(own);
      // The setting holds to the end of the transaction that the insert is in.
      const mode = await own.transaction().execute(async (trx) => {
        await insertUpdates(trx, [row(roomId, 1)], never);
        return sql<{ mode: string }>`select current_setting('synchronous_commit') as mode`.execute(
          trx,
        );
      });
      expect(mode.rows).toEqual([{ mode: 'on' }]);
      const after = await sql<{
        mode: string;
      }>`select current_setting('synchronous_commit') as mode`.execute(own);
      expect(after.rows).toEqual([{ mode: 'off' }]);
      await sql`reset synchronous_commit`.execute(own);
    });
  });

  test('a deleted room is missing in the answer and does not hold up the others', async () => {
    const roomId = await aNewRoom();
    const deleted = randomUUID();
    const stored = await insertUpdates(db, [row(deleted, 1), row(roomId, 2)], never);
    expect([...stored.keys()]).toEqual([roomId]);
  });

  test('a room that is deleted while others write takes its own updates with it, and no others', async () => {
    const [stays, goes] = [await aNewRoom(), await aNewRoom()];
    const writing = Array.from({ length: 20 }, (_, n) =>
      insertUpdates(db, [row(stays, n), row(goes, n)], never),
    );
    const deleting = db.deleteFrom('room').where('id', '=', goes).execute();
    const stored = await Promise.all(writing);
    await deleting;
    expect(stored.every((each) => each.get(stays)?.count === 1)).toBe(true);
    expect((await bytesIn(stays)).flat().sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, n) => n),
    );
    expect(await bytesIn(goes)).toEqual([]);
  });

  test('D3: a commit whose answer was lost is recognised', async () => {
    const roomId = await aNewRoom();
    await insertUpdates(db, [row(roomId, 1)], never);
    const [{ seq } = expect.fail()] = (await listUpdates(db, roomId, 0)).updates;
    const firsts = [{ row: row(roomId, 7, 7), afterSeq: seq }];
    expect(await findStored(db, firsts, never)).toBeUndefined();
    const stored = await insertUpdates(db, [row(roomId, 7, 7), row(roomId, 8)], never);
    expect(await findStored(db, firsts, never)).toEqual(stored);
  });

  test('L2: a snapshot that would hide updates of another server is not written', async () => {
    const roomId = await aNewRoom();
    await insertUpdates(db, [row(roomId, 1)], never);
    const stored = await insertUpdates(db, [row(roomId, 2)], never);
    const snapshot = { roomId, seq: stored.get(roomId)?.lastSeq ?? 0, state: Uint8Array.of(0, 0) };
    expect(await saveSnapshot(db, snapshot, { afterSeq: 0, count: 1 })).toBe(false);
    expect(await findSnapshot(db, roomId)).toBeUndefined();
    expect(await saveSnapshot(db, snapshot, { afterSeq: 0, count: 2 })).toBe(true);
  });

  test('L2: snapshots only move forward, and keep their bytes', async () => {
    const roomId = await aNewRoom();
    const first = await insertUpdates(db, [row(roomId, 1)], never);
    const second = await insertUpdates(db, [row(roomId, 2)], never);
    const [early, late] = [first, second].map((each) => each.get(roomId)?.lastSeq ?? 0);
    if (early === undefined || late === undefined) expect.fail();
    const state = (seq: number, byte: number) => ({ roomId, seq, state: Uint8Array.of(byte, 0) });
    expect(await saveSnapshot(db, state(late, 92), { afterSeq: 0, count: 2 })).toBe(true);
    await saveSnapshot(db, state(early, 1), { afterSeq: 0, count: 1 });
    expect(await findSnapshot(db, roomId)).toMatchObject({ seq: late });
    expect([...((await findSnapshot(db, roomId))?.state ?? [])]).toEqual([92, 0]);
  });

  test('L2: a snapshot waits for updates that are on their way', async () => {
    const roomId = await aNewRoom();
    await insertUpdates(db, [row(roomId, 1)], never);
    const seqs = await Promise.all(
      Array.from({ length: 10 }, async (_, n) => {
        const stored = await insertUpdates(db, [row(roomId, n)], never);
        const seq = stored.get(roomId)?.lastSeq ?? 0;
        const snapshot = { roomId, seq, state: Uint8Array.of(0, 0) };
        // Whatever the count says, it is of a log in which no lower number can still appear.
        await saveSnapshot(db, snapshot, { afterSeq: 0, count: 11 });
        return seq;
      }),
    );
    const found = await findSnapshot(db, roomId);
    if (found) expect(found.seq).toBe(Math.max(...seqs));
  });

  test('O2: a room keeps its epoch whatever is written, and no two rooms have the same', async () => {
    const epochOf = async (roomId: string) =>
      (
        await db
          .selectFrom('room')
          .select('epoch')
          .where('id', '=', roomId)
          .executeTakeFirstOrThrow()
      ).epoch;
    const [one, two] = [await aNewRoom(), await aNewRoom()];
    const before = await epochOf(one);
    await seedRoom(db, one);
    const stored = await insertUpdates(db, [row(one, 1)], never);
    const seq = stored.get(one)?.lastSeq ?? 0;
    await saveSnapshot(
      db,
      { roomId: one, seq, state: Uint8Array.of(0, 0) },
      { afterSeq: 0, count: 2 },
    );
    expect(await epochOf(one)).toBe(before);
    expect(await epochOf(two)).not.toBe(before);
  });
});
