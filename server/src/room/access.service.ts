import { AppError, can, type PairView, type RoomRight } from '@learnflow/shared';
import type { Db } from '../storage/database.ts';
import type { Access, Membership } from './access.port.ts';
import {
  findMembership,
  findMembershipByLesson,
  findMembershipByMember,
  findRoomMembership,
  type MemberRow,
  type RoomMembershipRow,
} from './access.store.ts';
import type { DriverWatch } from './driver-watch.ts';
import { presentPair } from './pair.service.ts';

/**
 * The one place that decides who reaches what. Things of a class one is not in do not exist: `not.found`, never
 * `forbidden`, so that ids tell strangers nothing.
 */
export function createAccess({
  db,
  drivers = { isAway: () => false },
}: {
  db: Db;
  /** Who of the drivers is not there; without it they always are. */
  drivers?: Pick<DriverWatch, 'isAway'>;
}): Access {
  return {
    toClass: async (caller, classroomId) =>
      asMembership(await findMembership(db, caller.userId, classroomId)),
    toLesson: async (caller, lessonId) => ({
      ...asMembership(await findMembershipByLesson(db, caller.userId, lessonId)),
      lessonId,
    }),
    toMember: async (caller, targetId) => ({
      ...asMembership(await findMembershipByMember(db, caller.userId, targetId)),
      targetId,
    }),
    toRoom: async (caller, roomId) => {
      const row = await findRoomMembership(db, caller.userId, roomId);
      const membership = asMembership(row);
      if (!row) throw notFound();
      const isStaff = can(membership.role, 'room.visit');
      const seated = row.seat_room_id === roomId;
      if (!isStaff && !seated && row.owner_id !== membership.memberId) throw notFound();
      const pair = presentPair(row, { roomId, lessonId: row.lesson_id }, drivers);
      return {
        ...membership,
        roomId,
        lessonId: row.lesson_id,
        ownerId: row.owner_id,
        epoch: row.epoch,
        lessonState: row.lesson_state,
        right: isStaff ? 'write' : rightOfStudent(row, pair),
        pair,
        seated,
      };
    },
  };
}

/** What is strongest comes first: an ended lesson, the teacher's hold, a partner who drives. */
function rightOfStudent(row: RoomMembershipRow, pair: PairView | null): RoomRight {
  if (row.lesson_state === 'ended') return 'watch';
  if (row.held_by !== null) return 'held';
  if (pair && pair.driver.memberId !== row.id && !pair.isDriverAway) return 'navigate';
  return 'write';
}

function asMembership(row: MemberRow | undefined): Membership {
  if (!row) throw notFound();
  if (row.removed_at) {
    throw new AppError(
      'member.removed',
      "Your teacher took you out of this class. Talk to them if that's a mistake.",
    );
  }
  return {
    classroomId: row.classroom_id,
    memberId: row.id,
    role: row.role,
    name: row.name,
    ink: row.ink,
  };
}

function notFound(): AppError {
  return new AppError('not.found', 'There is nothing at this address. Go to the start page.');
}
