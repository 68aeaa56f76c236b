import {
  type HistoryDamage,
  historyLimits,
  type Role,
  type RunReason,
  type UpdateKind,
} from '@learnflow/shared';
import { type LogRow } from '@learnflow/shared/timeline';
import { sql } from 'kysely';
import { checkPiece } from '../collab/repair.ts';
import type { Db } from '../storage/database.ts';

export interface LogSummary {
  updates: number;
  bytes: number;
  firstSeq: number;
  lastSeq: number;
  firstAt: number;
  lastAt: number;
}

/** @returns how much a room's log holds after `seq`; undefined when nothing */
export async function findLogSummary(
  db: Db,
  roomId: string,
  afterSeq = 0,
): Promise<LogSummary | undefined> {
  const row = await db
    .selectFrom('room_update')
    .where('room_id', '=', roomId)
    .where('seq', '>', String(afterSeq))
    .select((eb) => [
      eb.fn.countAll<string>().as('updates'),
      sql<string>`coalesce(sum(octet_length(bytes)), 0)`.as('bytes'),
      sql<string>`coalesce(min(seq), 0)`.as('first_seq'),
      sql<string>`coalesce(max(seq), 0)`.as('last_seq'),
      eb.fn.min('at').as('first_at'),
      eb.fn.max('at').as('last_at'),
    ])
    .executeTakeFirstOrThrow();
  const { first_at: first, last_at: last } = row as { first_at: Date | null; last_at: Date | null };
  if (!first || !last) return undefined;
  return {
    updates: Number(row.updates),
    bytes: Number(row.bytes),
    firstSeq: Number(row.first_seq),
    lastSeq: Number(row.last_seq),
    firstAt: first.getTime(),
    lastAt: last.getTime(),
  };
}

/**
 * @returns up to `limit` updates after `seq` in order; fewer when they weigh more than `maxBytes`, but at least one
 * @throws DamagedLog when one is not what was stored
 */
export async function listLog(
  db: Db,
  roomId: string,
  afterSeq: number,
  { limit, maxBytes }: { limit: number; maxBytes: number },
): Promise<LogRow[]> {
  const weighed = db
    .selectFrom('room_update')
    .where('room_id', '=', roomId)
    .where('seq', '>', String(afterSeq))
    .orderBy('seq')
    .limit(limit)
    .select(['seq', 'at', 'member_id', 'kind', 'bytes', 'crc'])
    .select(
      sql<string>`sum(octet_length(bytes)) over (order by seq) - octet_length(bytes)`.as('before'),
    );
  const rows = await db
    .selectFrom(weighed.as('weighed'))
    .where('before', '<', String(maxBytes))
    .orderBy('seq')
    .select(['seq', 'at', 'member_id', 'kind', 'bytes', 'crc'])
    .execute();
  for (const { bytes, crc } of rows) checkPiece(bytes, crc);
  return rows.map((row) => ({
    seq: Number(row.seq),
    at: row.at.getTime(),
    memberId: row.member_id,
    kind: row.kind,
    bytes: row.bytes,
  }));
}

/** @returns edits per bar of `binMs` from `fromAt` on, without the empty ones */
export async function listBins(
  db: Db,
  roomId: string,
  fromAt: number,
): Promise<[number, number][]> {
  const { rows } = await sql<{ bin: string; edits: string }>`
    select floor(extract(epoch from (at - ${new Date(fromAt)}::timestamptz)) * 1000 / ${historyLimits.binMs}) as bin,
           sum(coalesce(edits, 1)) as edits
    from room_update where room_id = ${roomId} and kind <> 'seed'
    group by 1 order by 1
  `.execute(db);
  return rows.map(({ bin, edits }) => [Math.max(0, Number(bin)), Number(edits)]);
}

export interface AuthorRow {
  member_id: string;
  name: string;
  role: Role;
  ink: number;
  edits: string;
}

/** Everybody who wrote in the room, the busiest first. */
export async function listAuthors(db: Db, roomId: string): Promise<AuthorRow[]> {
  return db
    .selectFrom('room_update')
    .innerJoin('class_member', 'class_member.id', 'room_update.member_id')
    .where('room_update.room_id', '=', roomId)
    .groupBy('class_member.id')
    .select([
      'class_member.id as member_id',
      'class_member.name',
      'class_member.role',
      'class_member.ink',
    ])
    .select(sql<string>`sum(coalesce(room_update.edits, 1))`.as('edits'))
    .orderBy('edits', 'desc')
    .execute();
}

export interface MarkedRow {
  seq: number;
  at: number;
  memberId: string | null;
  chars: number;
}

/** The latest updates of a kind, oldest first. */
export async function listMarked(db: Db, roomId: string, kind: UpdateKind): Promise<MarkedRow[]> {
  const rows = await db
    .selectFrom('room_update')
    .where('room_id', '=', roomId)
    .where('kind', '=', kind)
    .orderBy('seq', 'desc')
    .limit(historyLimits.maxMarkedUpdates)
    .select(['seq', 'at', 'member_id', 'chars'])
    .execute();
  return rows.reverse().map((row) => ({
    seq: Number(row.seq),
    at: row.at.getTime(),
    memberId: row.member_id,
    chars: row.chars ?? 0,
  }));
}

/** The latest hands that were up in a room, oldest first. */
export async function listHandTimes(db: Db, roomId: string) {
  const rows = await db
    .selectFrom('hand_raise')
    .innerJoin('class_member', 'class_member.id', 'hand_raise.member_id')
    .where('hand_raise.room_id', '=', roomId)
    .orderBy('hand_raise.raised_at', 'desc')
    .limit(historyLimits.maxHands)
    .select(['member_id', 'class_member.name', 'raised_at', 'lowered_at', 'question'])
    .execute();
  return rows.reverse();
}

/** What of a room's log was found damaged, in order. */
export async function listDamage(db: Db, roomId: string): Promise<HistoryDamage[]> {
  const rows = await db
    .selectFrom('room_damage')
    .where('room_id', '=', roomId)
    .orderBy('seq')
    .limit(historyLimits.maxMarkedUpdates)
    .select(['seq', 'what', 'found_at', 'remedy'])
    .execute();
  return rows.map(({ seq, what, found_at, remedy }) => ({
    seq: Number(seq),
    what,
    foundAt: found_at.getTime(),
    remedy,
  }));
}

export interface HistoryRun {
  member_id: string;
  number: number;
  started_at: Date;
  ended_at: Date | null;
  reason: RunReason | null;
  exit_code: number | null;
  error_type: string | null;
  error_message: string | null;
  error_line: number | null;
  duration_ms: number | null;
}

/** The latest runs of a room, oldest first. */
export async function listRuns(db: Db, roomId: string): Promise<HistoryRun[]> {
  const rows = await db
    .selectFrom('run')
    .where('room_id', '=', roomId)
    .orderBy('started_at', 'desc')
    .limit(historyLimits.maxRuns)
    .select([
      'member_id',
      'number',
      'started_at',
      'ended_at',
      'reason',
      'exit_code',
      'error_type',
      'error_message',
      'error_line',
      'duration_ms',
    ])
    .execute();
  return rows.reverse();
}

export interface HistoryVisit {
  member_id: string;
  name: string;
  mode: 'peek' | 'coedit';
  began_at: Date;
  ended_at: Date | null;
}

/** The latest visits to a room, oldest first. */
export async function listVisitTimes(db: Db, roomId: string): Promise<HistoryVisit[]> {
  const rows = await db
    .selectFrom('room_visit')
    .innerJoin('class_member', 'class_member.id', 'room_visit.member_id')
    .where('room_visit.room_id', '=', roomId)
    .orderBy('room_visit.began_at', 'desc')
    .limit(historyLimits.maxVisits)
    .select([
      'room_visit.member_id',
      'class_member.name',
      'room_visit.mode',
      'room_visit.began_at',
      'room_visit.ended_at',
    ])
    .execute();
  return rows.reverse();
}
