import { AppError, type UpdateKind } from '@learnflow/shared';
import { sql } from 'kysely';
import { checksum } from '../storage/checksum.ts';
import type { Db } from '../storage/database.ts';
import type { Writers } from './authors.ts';
import { createSeed } from './seed.ts';

/**
 * The update log of rooms in Postgres. The log is the record: rows are only ever added, and a snapshot is nothing but a
 * faster way to the same document.
 *
 * Sequence numbers grow over all rooms and are handed out while the room's row is share-locked. So whoever holds that
 * row for update knows that every lower number is already visible; snapshots rely on it.
 */
export interface UpdateRow {
  roomId: string;
  /** Epoch ms at which the server received it. */
  at: number;
  memberId: string | null;
  /** Absent: typed. */
  kind?: UpdateKind;
  /** Characters that came in at once, for kinds that say so. */
  chars?: number;
  bytes: Uint8Array;
}

/** What a room had in the log after a commit. */
export interface StoredRows {
  lastSeq: number;
  count: number;
}

export interface SnapshotRow {
  roomId: string;
  /** Last update inside `state`. */
  seq: number;
  state: Uint8Array;
  /** Whose client ids are whose in `state`; see `Authors`. */
  writers?: Writers;
}

/** A snapshot as it is stored, with its checksum. */
export interface StoredSnapshot extends SnapshotRow {
  crc: number | null;
}

/** Rows per query when a room is loaded; between two of them other work gets its turn. */
const pageSize = 500;

/**
 * Stores updates in the order given, in one synchronous commit, whatever the database's default.
 * @returns what was stored per room; a room that is missing in the answer no longer exists
 */
export async function insertUpdates(
  db: Db,
  rows: readonly UpdateRow[],
  signal: AbortSignal,
): Promise<Map<string, StoredRows>> {
  const roomIds = rows.map((row) => row.roomId);
  const { rows: stored } = await sql<{ room_id: string; last_seq: string; count: string }>`
    with durable as materialized (
      select set_config('synchronous_commit',
        case when current_setting('synchronous_commit') in ('off', 'local') then 'on'
             else current_setting('synchronous_commit') end, true) as mode),
    held as materialized (
      select id from room where id = any(${[...new Set(roomIds)]}::uuid[]) for key share),
    added as (
      insert into room_update (room_id, at, member_id, kind, bytes, crc, chars)
      select u.room_id, u.at, u.member_id, u.kind, u.bytes, u.crc, u.chars
      from unnest(
        ${roomIds}::uuid[],
        ${rows.map((row) => new Date(row.at).toISOString())}::timestamptz[],
        ${rows.map((row) => row.memberId)}::uuid[],
        ${rows.map((row) => row.kind ?? 'typed')}::text[],
        ${rows.map((row) => toBuffer(row.bytes))}::bytea[],
        ${rows.map((row) => checksum(row.bytes))}::integer[],
        ${rows.map((row) => row.chars ?? null)}::integer[]
      ) with ordinality as u (room_id, at, member_id, kind, bytes, crc, chars, n)
      join held on held.id = u.room_id
      cross join durable
      order by u.n
      returning room_id, seq)
    select room_id, max(seq) as last_seq, count(*) as count from added group by room_id
  `.execute(db, { signal });
  return toStored(stored);
}

/**
 * After a commit without an answer: was it stored? All rows of one insert are stored or none, so the first row of any
 * room tells.
 * @param firsts  per room its first row and the last sequence number known before
 * @returns what was stored, or undefined when nothing was
 */
export async function findStored(
  db: Db,
  firsts: readonly { row: UpdateRow; afterSeq: number }[],
  signal: AbortSignal,
): Promise<Map<string, StoredRows> | undefined> {
  const known = sql`unnest(
    ${firsts.map(({ row }) => row.roomId)}::uuid[],
    ${firsts.map(({ afterSeq }) => afterSeq)}::bigint[],
    ${firsts.map(({ row }) => toBuffer(row.bytes))}::bytea[]) as known (room_id, seq, bytes)`;
  const hit = await sql`
    select 1 from ${known} join room_update u
      on u.room_id = known.room_id and u.seq > known.seq and u.bytes = known.bytes limit 1
  `.execute(db, { signal });
  if (hit.rows.length === 0) return undefined;
  const { rows } = await sql<{ room_id: string; last_seq: string; count: string }>`
    select u.room_id, max(u.seq) as last_seq, count(*) as count
    from ${known} join room_update u on u.room_id = known.room_id and u.seq > known.seq
    group by u.room_id
  `.execute(db, { signal });
  return toStored(rows);
}

function toStored(
  rows: readonly { room_id: string; last_seq: string; count: string }[],
): Map<string, StoredRows> {
  return new Map(
    rows.map((row) => [row.room_id, { lastSeq: Number(row.last_seq), count: Number(row.count) }]),
  );
}

/** @returns the newest snapshot of a room, if there is one */
export async function findSnapshot(db: Db, roomId: string): Promise<StoredSnapshot | undefined> {
  const row = await db
    .selectFrom('room_snapshot')
    .select(['seq', 'state', 'crc', 'writers'])
    .where('room_id', '=', roomId)
    .executeTakeFirst();
  return row && { roomId, ...row, seq: Number(row.seq) };
}

/** @returns up to `pageSize` updates after `seq`, in order; `isLast` when there are no more */
export async function listUpdates(
  db: Db,
  roomId: string,
  seq: number,
): Promise<{
  updates: { seq: number; memberId: string | null; bytes: Uint8Array; crc: number | null }[];
  isLast: boolean;
}> {
  const rows = await db
    .selectFrom('room_update')
    .select(['seq', 'member_id', 'bytes', 'crc'])
    .where('room_id', '=', roomId)
    .where('seq', '>', String(seq))
    .orderBy('seq')
    .limit(pageSize)
    .execute();
  return {
    updates: rows.map((row) => ({
      seq: Number(row.seq),
      memberId: row.member_id,
      bytes: row.bytes,
      crc: row.crc,
    })),
    isLast: rows.length < pageSize,
  };
}

/**
 * Gives a room its first update unless it has one; of several that try at the same time one writes and the others wait.
 * @throws AppError `not.found` when there is no such room
 */
export async function seedRoom(db: Db, roomId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const room = await trx
      .selectFrom('room')
      .select('id')
      .where('id', '=', roomId)
      .forUpdate()
      .executeTakeFirst();
    if (!room)
      throw new AppError('not.found', 'This room no longer exists. Go back to your class.');
    const first = await trx
      .selectFrom('room_update')
      .select('seq')
      .where('room_id', '=', roomId)
      .limit(1)
      .executeTakeFirst();
    if (first) return;
    const bytes = createSeed();
    await trx
      .insertInto('room_update')
      .values({ room_id: roomId, kind: 'seed', bytes: toBuffer(bytes), crc: checksum(bytes) })
      .execute();
  });
}

/**
 * Stores a snapshot if it holds everything up to its number.
 * @param expected  how many updates the caller has between `afterSeq` and the snapshot
 * @returns false when the log has others, written by somebody else: then the snapshot would hide them
 */
export async function saveSnapshot(
  db: Db,
  snapshot: SnapshotRow,
  expected: { afterSeq: number; count: number },
): Promise<boolean> {
  const { roomId, seq } = snapshot;
  // The lock is held only for the count: after it nobody can add a number below `seq` any more.
  const count = await db.transaction().execute(async (trx) => {
    await trx.selectFrom('room').select('id').where('id', '=', roomId).forUpdate().execute();
    const row = await trx
      .selectFrom('room_update')
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .where('room_id', '=', roomId)
      .where('seq', '>', String(expected.afterSeq))
      .where('seq', '<=', String(seq))
      .executeTakeFirstOrThrow();
    return Number(row.count);
  });
  if (count !== expected.count) return false;
  await sql`
    insert into room_snapshot (room_id, seq, state, crc, writers)
    select id, ${seq}::bigint, ${toBuffer(snapshot.state)}::bytea, ${checksum(snapshot.state)}::integer,
      ${JSON.stringify(snapshot.writers ?? {})}::jsonb
    from room where id = ${roomId}
    on conflict (room_id) do update set seq = excluded.seq, at = now(), state = excluded.state, crc = excluded.crc,
      writers = excluded.writers
    where room_snapshot.seq < excluded.seq
  `.execute(db);
  return true;
}

/** @returns those of the sign-ins that are over: signed out, or expired without anybody noticing */
export async function listEnded(
  db: Db,
  sessionIds: readonly string[],
  at: number,
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('session')
    .select('id')
    .where('id', 'in', sessionIds)
    .where('expiresAt', '>', new Date(at))
    .execute();
  const valid = new Set(rows.map(({ id }) => id));
  return new Set(sessionIds.filter((id) => !valid.has(id)));
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
