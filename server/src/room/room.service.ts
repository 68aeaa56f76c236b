import { AppError, can, inkAt, type RoomView } from '@learnflow/shared';
import { getLessonView } from '../lesson/lesson-view.ts';
import type { Db } from '../storage/database.ts';
import type { Access, Caller } from './access.port.ts';
import { findRoom, listVisits } from './room.store.ts';

/** Visits shown on a student's list; a lesson has far fewer. */
const maxVisits = 200;

/** @throws AppError `not.found` for a room the caller has nothing to do with */
export async function getRoomView(
  db: Db,
  access: Access,
  caller: Caller,
  roomId: string,
): Promise<RoomView> {
  const mine = await access.toRoom(caller, roomId);
  const room = await findRoom(db, roomId);
  if (!room)
    throw new AppError('not.found', 'There is nothing at this address. Go to the start page.');
  return {
    id: room.id,
    lesson: await getLessonView(db, room.lesson_id, mine.role),
    owner: { memberId: room.owner_id, name: room.owner_name },
    me: {
      memberId: mine.memberId,
      name: mine.name,
      role: mine.role,
      ink: can(mine.role, 'room.visit') ? 'pen' : inkAt(mine.ink),
    },
    right: mine.right,
    pair: mine.pair,
    seated: mine.seated,
    epoch: room.epoch,
  };
}

export interface VisitView {
  name: string;
  mode: 'peek' | 'coedit';
  beganAt: number;
  endedAt: number | null;
}

/** Who looked into the room and when: for the student whose room it is, and for staff. */
export async function listRoomVisits(
  db: Db,
  access: Access,
  caller: Caller,
  roomId: string,
): Promise<VisitView[]> {
  const mine = await access.toRoom(caller, roomId);
  if (mine.ownerId !== mine.memberId && !can(mine.role, 'room.visit')) {
    throw new AppError('forbidden', 'Only the student whose room this is and teachers see this.');
  }
  const visits = await listVisits(db, roomId, maxVisits);
  return visits.map((visit) => ({
    name: visit.name,
    mode: visit.mode,
    beganAt: visit.began_at.getTime(),
    endedAt: visit.ended_at?.getTime() ?? null,
  }));
}
