import type { Db, Trx } from '../storage/database.ts';

export interface DriverRow {
  driver_id: string | null;
  driver_name: string | null;
  swap_asked_by: string | null;
}

/** @returns who drives in a room; somebody who sits elsewhere by now, or left the class, drives nothing */
export function findDriver(db: Db, roomId: string): Promise<DriverRow | undefined> {
  return db
    .selectFrom('room')
    .leftJoin('seat', (join) =>
      join.onRef('seat.member_id', '=', 'room.driver_id').onRef('seat.room_id', '=', 'room.id'),
    )
    .leftJoin('class_member as driver', (join) =>
      join.onRef('driver.id', '=', 'seat.member_id').on('driver.removed_at', 'is', null),
    )
    .where('room.id', '=', roomId)
    .select(['driver.id as driver_id', 'driver.name as driver_name', 'room.swap_asked_by'])
    .executeTakeFirst();
}

/** Holds a room's row until the transaction ends. Not against the update log, which only needs the row to stay. */
export async function lockDriver(trx: Trx, roomId: string): Promise<DriverRow | undefined> {
  await trx.selectFrom('room').select('id').where('id', '=', roomId).forNoKeyUpdate().execute();
  return findDriver(trx, roomId);
}

/** @returns whether this student of the class sits in the room */
export async function sitsIn(db: Db, roomId: string, memberId: string): Promise<boolean> {
  const seat = await db
    .selectFrom('seat')
    .innerJoin('class_member', 'class_member.id', 'seat.member_id')
    .where('seat.room_id', '=', roomId)
    .where('seat.member_id', '=', memberId)
    .where('class_member.removed_at', 'is', null)
    .where('class_member.role', '=', 'student')
    .select('seat.member_id')
    .executeTakeFirst();
  return seat !== undefined;
}

export async function storeDriver(
  trx: Trx,
  roomId: string,
  change: { driver_id?: string | null; swap_asked_by: string | null },
): Promise<void> {
  await trx.updateTable('room').set(change).where('id', '=', roomId).execute();
}

/** Ends what a member was in rooms where they no longer sit. @returns those rooms */
export function clearDriver(
  db: Db,
  memberId: string,
): Promise<{ roomId: string; lessonId: string }[]> {
  return db
    .updateTable('room')
    .set((eb) => ({
      driver_id: eb.fn<string | null>('nullif', ['driver_id', eb.cast(eb.val(memberId), 'uuid')]),
      swap_asked_by: null,
    }))
    .where(({ or, eb }) => or([eb('driver_id', '=', memberId), eb('swap_asked_by', '=', memberId)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('seat')
            .innerJoin('class_member', 'class_member.id', 'seat.member_id')
            .select('seat.member_id')
            .whereRef('seat.room_id', '=', 'room.id')
            .where('seat.member_id', '=', memberId)
            .where('class_member.removed_at', 'is', null),
        ),
      ),
    )
    .returning(['room.id as roomId', 'room.lesson_id as lessonId'])
    .execute();
}
