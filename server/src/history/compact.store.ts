import { sql } from 'kysely';
import type { LogRow } from '@learnflow/shared/timeline';
import { checksum } from '../storage/checksum.ts';
import type { Db } from '../storage/database.ts';
import type { MergedRow } from './merge-typing.ts';

/** @returns rooms of lessons that ended before `endedBefore` and whose typing has not been merged since */
export async function listOldRooms(db: Db, endedBefore: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('room')
    .innerJoin('lesson', 'lesson.id', 'room.lesson_id')
    .where('lesson.state', '=', 'ended')
    .where('lesson.ended_at', '<', endedBefore)
    .where((eb) =>
      eb.or([
        eb('room.compacted_at', 'is', null),
        eb('room.compacted_at', '<', eb.ref('lesson.ended_at')),
      ]),
    )
    .orderBy('lesson.ended_at')
    .limit(limit)
    .select('room.id')
    .execute();
  return rows.map(({ id }) => id);
}

export interface WholeLog {
  rows: (LogRow & { edits: number })[];
  /** Numbers of rows that are not what was stored. */
  damaged: number[];
}

/** Rows read at a time; between two of them others get their turn. */
const pageRows = 500;

/**
 * @returns a room's whole log, in order. It is read page by page: compare its length before anything is made of it, for
 *   rows may have come meanwhile.
 */
export async function readWholeLog(db: Db, roomId: string): Promise<WholeLog> {
  const log: WholeLog = { rows: [], damaged: [] };
  for (;;) {
    const page = await db
      .selectFrom('room_update')
      .where('room_id', '=', roomId)
      .where('seq', '>', String(log.rows.at(-1)?.seq ?? 0))
      .orderBy('seq')
      .limit(pageRows)
      .select(['seq', 'at', 'member_id', 'kind', 'bytes', 'crc', 'edits'])
      .execute();
    for (const row of page) {
      const seq = Number(row.seq);
      if (row.crc !== null && row.crc !== checksum(row.bytes)) log.damaged.push(seq);
      log.rows.push({
        seq,
        at: row.at.getTime(),
        memberId: row.member_id,
        kind: row.kind,
        bytes: new Uint8Array(row.bytes),
        edits: row.edits ?? 1,
      });
    }
    if (page.length < pageRows) return log;
  }
}

/**
 * Replaces rows by what they were merged to, all or nothing.
 * @param expected  the log the merge was made from
 * @returns false when there is another log by now; nothing is changed then
 */
export async function storeMerged(
  db: Db,
  roomId: string,
  merged: readonly MergedRow[],
  expected: { count: number; lastSeq: number },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // Whoever adds to the log waits for this; it is short, because the merge is made already.
    await trx.selectFrom('room').select('id').where('id', '=', roomId).forUpdate().execute();
    const now = await trx
      .selectFrom('room_update')
      .where('room_id', '=', roomId)
      .select((eb) => [eb.fn.countAll<string>().as('count'), eb.fn.max('seq').as('last')])
      .executeTakeFirstOrThrow();
    if (Number(now.count) !== expected.count || Number(now.last) !== expected.lastSeq) return false;
    if (merged.length > 0) {
      await sql`
        delete from room_update where room_id = ${roomId}
          and seq = any(${merged.flatMap(({ gone }) => gone)}::bigint[])`.execute(trx);
      await sql`
        update room_update set bytes = m.bytes, crc = m.crc, edits = m.edits
        from unnest(
          ${merged.map(({ seq }) => seq)}::bigint[],
          ${merged.map(({ bytes }) => Buffer.from(bytes))}::bytea[],
          ${merged.map(({ bytes }) => checksum(bytes))}::integer[],
          ${merged.map(({ edits }) => edits)}::integer[]) as m (seq, bytes, crc, edits)
        where room_update.room_id = ${roomId} and room_update.seq = m.seq`.execute(trx);
    }
    await trx
      .updateTable('room')
      .set({ compacted_at: new Date() })
      .where('id', '=', roomId)
      .execute();
    return true;
  });
}
