import { AppError, can } from '@learnflow/shared';
import type { Db } from '../storage/database.ts';
import type { Access, Membership } from './access.port.ts';
import {
  findMembership,
  findMembershipByLesson,
  findMembershipByMember,
  findRoomMembership,
  type MemberRow,
} from './access.store.ts';

/**
 * The one place that decides who reaches what. Things of a class one is not in do not exist: `not.found`, never
 * `forbidden`, so that ids tell strangers nothing.
 */
export function createAccess({ db }: { db: Db }): Access {
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
      return {
        ...membership,
        roomId,
        lessonId: row.lesson_id,
        ownerId: row.owner_id,
        epoch: row.epoch,
        lessonState: row.lesson_state,
        right: isStaff || row.lesson_state !== 'ended' ? 'write' : 'watch',
        seated,
      };
    },
  };
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
