import type { DamageRemedy, UpdateKind } from '@learnflow/shared';
import { sql } from 'kysely';
import { checksum } from '../storage/checksum.ts';
import type { Db } from '../storage/database.ts';

export interface StoredRow {
  seq: number;
  kind: UpdateKind;
  bytes: Uint8Array;
  crc: number | null;
}

/** @returns a room's whole log and snapshot as they are stored, whole or not */
export async function readStored(db: Db, roomId: string) {
  const rows = await db
    .selectFrom('room_update')
    .where('room_id', '=', roomId)
    .orderBy('seq')
    .select(['seq', 'kind', 'bytes', 'crc'])
    .execute();
  const snapshot = await db
    .selectFrom('room_snapshot')
    .where('room_id', '=', roomId)
    .select(['seq', 'state', 'crc'])
    .executeTakeFirst();
  return {
    rows: rows.map((row): StoredRow => ({ ...row, seq: Number(row.seq) })),
    snapshot: snapshot && { seq: Number(snapshot.seq), bytes: snapshot.state, crc: snapshot.crc },
  };
}

export interface Repair {
  seq: number;
  remedy: DamageRemedy;
  /** What was there. */
  was: Uint8Array;
  /** What comes there. */
  bytes: Uint8Array;
}

/**
 * Writes repaired rows in the place of damaged ones, which are kept aside, and notes what was found.
 * @param dropSnapshot  it is damaged
 * @param newEpoch      the document is another one now: copies in browsers must not be mixed with it
 */
export async function storeRepairs(
  db: Db,
  roomId: string,
  repairs: readonly Repair[],
  { dropSnapshot, newEpoch }: { dropSnapshot: boolean; newEpoch: boolean },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.selectFrom('room').select('id').where('id', '=', roomId).forUpdate().execute();
    const note = (seq: number, what: 'update' | 'snapshot', remedy: DamageRemedy, was: unknown) =>
      sql`insert into room_damage (room_id, seq, what, remedy, bytes)
          values (${roomId}, ${seq}, ${what}, ${remedy}, ${was})
          on conflict (room_id, seq, what) do update set remedy = excluded.remedy`.execute(trx);
    for (const { seq, remedy, was, bytes } of repairs) {
      await note(seq, 'update', remedy, Buffer.from(was));
      await trx
        .updateTable('room_update')
        .set({
          bytes: Buffer.from(bytes),
          crc: checksum(bytes),
          ...(remedy === 'filled' ? { kind: 'repaired' as const } : {}),
        })
        .where('room_id', '=', roomId)
        .where('seq', '=', String(seq))
        .execute();
    }
    if (dropSnapshot) {
      await trx.deleteFrom('room_snapshot').where('room_id', '=', roomId).execute();
      await note(0, 'snapshot', 'rebuilt', null);
    }
    if (newEpoch) {
      await trx
        .updateTable('room')
        .set({ epoch: sql`gen_random_uuid()` })
        .where('id', '=', roomId)
        .execute();
    }
  });
}
