import type { Db } from '../storage/database.ts';

/** Somebody of the staff begins to look into a room. @returns the id of the visit */
export async function insertVisit(
  db: Db,
  visit: { roomId: string; memberId: string; mode: 'peek' | 'coedit'; beganAt: Date },
): Promise<string> {
  const { id } = await db
    .insertInto('room_visit')
    .values({
      room_id: visit.roomId,
      member_id: visit.memberId,
      mode: visit.mode,
      began_at: visit.beganAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function endVisit(db: Db, id: string, endedAt: Date): Promise<void> {
  await db.updateTable('room_visit').set({ ended_at: endedAt }).where('id', '=', id).execute();
}

/** Ends visits that began before `before` and were never ended. */
export async function endVisitsBefore(db: Db, before: Date): Promise<void> {
  await db
    .updateTable('room_visit')
    .set({ ended_at: before })
    .where('ended_at', 'is', null)
    .where('began_at', '<', before)
    .execute();
}
