import { AppError, type DoorView, isJoinCode, normaliseJoinCode } from '@learnflow/shared';
import type { ClassroomDeps } from '../classroom/classroom-deps.ts';
import { countJoined, listMembers } from '../classroom/member.store.ts';
import type { Caller } from '../room/access.port.ts';
import { findLessonByCode, type LessonWithClass } from './lesson.store.ts';
import { findOwnSeat } from './seat.store.ts';

/**
 * The lesson behind a code, as typed.
 * @throws AppError `code.unknown`; `lesson.ended` with the time (epoch ms) and, when this device has a place in it, the room
 */
export async function getLessonByCode(
  { db }: Pick<ClassroomDeps, 'db'>,
  typed: string,
  caller: Caller | undefined,
): Promise<LessonWithClass> {
  const code = normaliseJoinCode(typed);
  const lesson = isJoinCode(code) ? await findLessonByCode(db, code) : undefined;
  if (!lesson) {
    throw new AppError(
      'code.unknown',
      'No class has that code. Check the last characters with your teacher.',
    );
  }
  if (lesson.state === 'ended') {
    const seat = caller && (await findOwnSeat(db, lesson.id, caller.userId));
    throw new AppError('lesson.ended', 'This class has ended. Your work is kept.', {
      time: lesson.ended_at?.getTime() ?? 0,
      ...(seat ? { roomId: seat.room_id } : {}),
    });
  }
  return lesson;
}

/** What somebody in front of the door sees: whose class it is, and the names to pick from. */
export async function getDoorView(
  deps: Pick<ClassroomDeps, 'db' | 'presence'>,
  typed: string,
  caller: Caller | undefined,
): Promise<DoorView> {
  const { db, presence } = deps;
  const lesson = await getLessonByCode(deps, typed, caller);
  const members = await listMembers(db, lesson.classroom_id);
  const seat = caller && (await findOwnSeat(db, lesson.id, caller.userId));
  const students = members.filter((member) => member.role === 'student');
  const roster = students.filter((member) => member.on_roster);
  return {
    lessonId: lesson.id,
    code: lesson.code,
    className: lesson.class_name,
    title: lesson.title,
    teacher: lesson.teacher,
    here: presence.here(lesson.id).size,
    // "19 of 28 here": a class with a list is as large as its list, not as its room.
    max:
      roster.length > 0
        ? Math.max(roster.length, await countJoined(db, lesson.classroom_id))
        : lesson.max_members,
    roster: roster.map((member) => ({
      memberId: member.id,
      name: member.name,
      taken: member.joined_at !== null,
    })),
    rejoin: seat ? { name: seat.name, roomId: seat.room_id } : null,
  };
}
