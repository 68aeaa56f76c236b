import type { Selectable } from 'kysely';
import type { ClassMemberTable } from '../classroom/classroom.table.ts';
import type { Db } from '../storage/database.ts';

export type MemberRow = Selectable<ClassMemberTable>;

/** A user's own row in a class; the one still in the class first, when there was an earlier one. */
const mine = (db: Db, userId: string) =>
  db
    .selectFrom('class_member')
    .where('class_member.user_id', '=', userId)
    .orderBy('class_member.removed_at', (order) => order.desc().nullsFirst())
    .selectAll('class_member')
    .limit(1);

export function findMembership(
  db: Db,
  userId: string,
  classroomId: string,
): Promise<MemberRow | undefined> {
  return mine(db, userId).where('class_member.classroom_id', '=', classroomId).executeTakeFirst();
}

export function findMembershipByLesson(
  db: Db,
  userId: string,
  lessonId: string,
): Promise<MemberRow | undefined> {
  return mine(db, userId)
    .innerJoin('lesson', 'lesson.classroom_id', 'class_member.classroom_id')
    .where('lesson.id', '=', lessonId)
    .executeTakeFirst();
}

/** The user's row in the class that `targetId` is a member of. */
export function findMembershipByMember(
  db: Db,
  userId: string,
  targetId: string,
): Promise<MemberRow | undefined> {
  return mine(db, userId)
    .innerJoin('class_member as target', 'target.classroom_id', 'class_member.classroom_id')
    .where('target.id', '=', targetId)
    .executeTakeFirst();
}

export interface RoomMembershipRow extends MemberRow {
  lesson_id: string;
  lesson_state: 'open' | 'running' | 'ended';
  owner_id: string;
  epoch: string;
  seat_room_id: string | null;
  held_by: string | null;
  driver_id: string | null;
  driver_name: string | null;
  swap_asked_by: string | null;
}

/** The user's row in the class of a room, with what decides about the room. */
export function findRoomMembership(
  db: Db,
  userId: string,
  roomId: string,
): Promise<RoomMembershipRow | undefined> {
  return mine(db, userId)
    .innerJoin('lesson', 'lesson.classroom_id', 'class_member.classroom_id')
    .innerJoin('room', 'room.lesson_id', 'lesson.id')
    .leftJoin('seat', (join) =>
      join
        .onRef('seat.lesson_id', '=', 'lesson.id')
        .onRef('seat.member_id', '=', 'class_member.id'),
    )
    .leftJoin('seat as driver_seat', (join) =>
      join
        .onRef('driver_seat.member_id', '=', 'room.driver_id')
        .onRef('driver_seat.room_id', '=', 'room.id'),
    )
    .leftJoin('class_member as driver', (join) =>
      join.onRef('driver.id', '=', 'driver_seat.member_id').on('driver.removed_at', 'is', null),
    )
    .where('room.id', '=', roomId)
    .select([
      'room.lesson_id',
      'lesson.state as lesson_state',
      'room.owner_id',
      'room.epoch',
      'seat.room_id as seat_room_id',
      'lesson.held_by',
      'driver.id as driver_id',
      'driver.name as driver_name',
      'room.swap_asked_by',
    ])
    .executeTakeFirst();
}
