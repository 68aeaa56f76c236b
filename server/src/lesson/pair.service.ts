import { randomUUID } from 'node:crypto';
import { AppError } from '@learnflow/shared';
import { appendEvents } from '../bus/outbox.store.ts';
import type { ClassroomDeps } from '../classroom/classroom-deps.ts';
import { getOwnRoom } from '../room/room.store.ts';
import type { Trx } from '../storage/database.ts';
import { lockLesson } from './lesson.store.ts';
import { findSeat, listGuests, listSeatsOf, putSeat, setWorksAlone } from './seat.store.ts';

type Deps = Pick<ClassroomDeps, 'db' | 'clock' | 'events'>;

interface Move {
  memberId: string;
  roomId: string;
  because: string;
}

/**
 * Seats students together in the room that the first of them works in. Only seats move: everybody's own room stays as
 * it was left.
 * @throws AppError `not.found` when one of them is not a student of this lesson, `request.invalid` for one twice
 */
export async function pairUp(deps: Deps, lessonId: string, memberIds: string[]): Promise<void> {
  if (new Set(memberIds).size < memberIds.length) {
    throw new AppError('request.invalid', 'Choose different students to work together.');
  }
  const moves = await deps.db.transaction().execute(async (trx) => {
    await getLockedLesson(trx, lessonId);
    const seats = await listSeatsOf(trx, lessonId, memberIds);
    const [host, ...guests] = memberIds.map((id) => seats.find((seat) => seat.member_id === id));
    if (!host || guests.some((guest) => !guest)) throw notHere();
    await setWorksAlone(trx, lessonId, memberIds, false);
    const moved: Move[] = [];
    for (const guest of guests) {
      if (!guest || guest.room_id === host.room_id) continue;
      await putSeat(trx, lessonId, guest.member_id, host.room_id, new Date(deps.clock.now()));
      const because = `You now work with ${host.name}. Your own code stays in your room.`;
      moved.push({ memberId: guest.member_id, roomId: host.room_id, because });
    }
    await appendMoved(deps, trx, lessonId, moved);
    return moved;
  });
  tell(deps, lessonId, moves);
}

/** Back to the student's own room, whose code is as it was left. */
export async function workAlone(deps: Deps, lessonId: string, memberId: string): Promise<void> {
  const moves = await deps.db.transaction().execute(async (trx) => {
    await getLockedLesson(trx, lessonId);
    const seat = await findSeat(trx, lessonId, memberId);
    if (!seat) throw notHere();
    await setWorksAlone(trx, lessonId, [memberId], true);
    const ownRoomId = await getOwnRoom(trx, lessonId, memberId);
    if (seat.room_id !== ownRoomId) {
      await putSeat(trx, lessonId, memberId, ownRoomId, new Date(deps.clock.now()));
      const own = [{ memberId, roomId: ownRoomId, because: 'You now work in your own room.' }];
      await appendMoved(deps, trx, lessonId, own);
      return own;
    }
    // The room is theirs: the others leave it.
    const seats = await listGuests(trx, lessonId, ownRoomId, memberId);
    const moved: Move[] = [];
    for (const guest of seats) {
      const roomId = await getOwnRoom(trx, lessonId, guest.member_id);
      await putSeat(trx, lessonId, guest.member_id, roomId, new Date(deps.clock.now()));
      moved.push({ memberId: guest.member_id, roomId, because: 'You now work in your own room.' });
    }
    await appendMoved(deps, trx, lessonId, moved);
    return moved;
  });
  tell(deps, lessonId, moves);
}

async function appendMoved(
  { clock }: Deps,
  trx: Trx,
  lessonId: string,
  moves: readonly Move[],
): Promise<void> {
  await appendEvents(
    trx,
    { lessonId },
    moves.map(({ memberId, roomId }) => ({
      id: randomUUID(),
      type: 'learnflow.student.moved.v1',
      key: memberId,
      at: clock.now(),
      data: { lessonId, memberId, roomId },
    })),
  );
}

async function getLockedLesson(
  trx: Parameters<typeof lockLesson>[0],
  lessonId: string,
): Promise<void> {
  const lesson = await lockLesson(trx, lessonId);
  if (!lesson || lesson.state === 'ended') {
    throw new AppError('lesson.ended', 'This lesson has ended. Open it again from the start page.');
  }
}

function tell({ events }: Deps, lessonId: string, moves: Move[]): void {
  for (const move of moves) events.emit('seat.moved', { lessonId, ...move });
}

function notHere(): AppError {
  return new AppError('not.found', 'That student is not in this lesson any more.');
}
