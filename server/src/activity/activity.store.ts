import type { Db } from '../storage/database.ts';

/** @returns the lesson of a room, when it goes on and the member is one of its students */
export async function findRoomPlace(
  db: Db,
  roomId: string,
  memberId: string,
): Promise<{ lessonId: string } | undefined> {
  const row = await db
    .selectFrom('room')
    .innerJoin('lesson', 'lesson.id', 'room.lesson_id')
    .innerJoin('class_member', 'class_member.classroom_id', 'lesson.classroom_id')
    .where('room.id', '=', roomId)
    .where('class_member.id', '=', memberId)
    .where('class_member.role', '=', 'student')
    .where('lesson.state', '!=', 'ended')
    .select('room.lesson_id')
    .executeTakeFirst();
  return row && { lessonId: row.lesson_id };
}
