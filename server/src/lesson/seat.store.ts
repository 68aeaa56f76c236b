import type { Db, Trx } from '../storage/database.ts';

export interface SeatRow {
  member_id: string;
  room_id: string;
  name: string;
}

export function findSeat(db: Db, lessonId: string, memberId: string): Promise<SeatRow | undefined> {
  return seatsOf(db, lessonId).where('seat.member_id', '=', memberId).executeTakeFirst();
}

/** The seat of the student that this user is in the lesson. */
export function findOwnSeat(
  db: Db,
  lessonId: string,
  userId: string,
): Promise<SeatRow | undefined> {
  return seatsOf(db, lessonId).where('class_member.user_id', '=', userId).executeTakeFirst();
}

export function listSeatsOf(db: Db, lessonId: string, memberIds: string[]): Promise<SeatRow[]> {
  return seatsOf(db, lessonId).where('seat.member_id', 'in', memberIds).execute();
}

/** Those who sit in a room with its owner. */
export function listGuests(
  db: Db,
  lessonId: string,
  roomId: string,
  ownerId: string,
): Promise<SeatRow[]> {
  return seatsOf(db, lessonId)
    .where('seat.room_id', '=', roomId)
    .where('seat.member_id', '!=', ownerId)
    .execute();
}

/** Gives a student a seat; one who has a seat moves. */
export async function putSeat(
  trx: Trx,
  lessonId: string,
  memberId: string,
  roomId: string,
  now: Date,
): Promise<void> {
  await trx
    .insertInto('seat')
    .values({ lesson_id: lessonId, member_id: memberId, room_id: roomId, seen_at: now })
    .onConflict((conflict) =>
      conflict.columns(['lesson_id', 'member_id']).doUpdateSet({ room_id: roomId }),
    )
    .execute();
}

/** Notes whether newcomers may be put beside these students. */
export async function setWorksAlone(
  trx: Trx,
  lessonId: string,
  memberIds: string[],
  worksAlone: boolean,
): Promise<void> {
  await trx
    .updateTable('seat')
    .set({ works_alone: worksAlone })
    .where('lesson_id', '=', lessonId)
    .where('member_id', 'in', memberIds)
    .execute();
}

/** Puts down every hand of a lesson: those of last time ask nothing any more. */
export async function lowerHands(trx: Trx, lessonId: string, now: Date): Promise<void> {
  await trx
    .updateTable('seat')
    .set({ hand_at: null, hand_question: null })
    .where('lesson_id', '=', lessonId)
    .execute();
  await trx
    .updateTable('hand_raise')
    .set((eb) => ({ lowered_at: eb.fn<Date>('greatest', ['raised_at', eb.val(now)]) }))
    .where('lowered_at', 'is', null)
    .where((eb) =>
      eb('room_id', 'in', eb.selectFrom('room').select('id').where('lesson_id', '=', lessonId)),
    )
    .execute();
}

/**
 * The room of the student who waits longest for a partner: their own room, with nobody else in it; not somebody
 * whom the teacher has set to work alone.
 */
export function findSingleRoom(
  trx: Trx,
  lessonId: string,
  exceptMemberId: string,
): Promise<SeatRow | undefined> {
  return seatsOf(trx, lessonId)
    .innerJoin('room', 'room.id', 'seat.room_id')
    .whereRef('room.owner_id', '=', 'seat.member_id')
    .where('seat.member_id', '!=', exceptMemberId)
    .where('seat.works_alone', '=', false)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('seat as other')
            .innerJoin('class_member as partner', 'partner.id', 'other.member_id')
            .select('other.member_id')
            .whereRef('other.room_id', '=', 'seat.room_id')
            .whereRef('other.member_id', '!=', 'seat.member_id')
            .where('partner.removed_at', 'is', null),
        ),
      ),
    )
    .orderBy('class_member.joined_at')
    .limit(1)
    .executeTakeFirst();
}

const seatsOf = (db: Db, lessonId: string) =>
  db
    .selectFrom('seat')
    .innerJoin('class_member', 'class_member.id', 'seat.member_id')
    .select(['seat.member_id', 'seat.room_id', 'class_member.name'])
    .where('seat.lesson_id', '=', lessonId)
    .where('class_member.removed_at', 'is', null)
    .where('class_member.role', '=', 'student');
