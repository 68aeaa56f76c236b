import { AppError, type BoardMember, type LessonLive } from '@learnflow/shared';
import type { Db } from '../storage/database.ts';
import { findLessonLive, listBoardMembers } from './wall.store.ts';

/** @throws AppError `not.found` */
export async function getLessonLive(db: Db, lessonId: string): Promise<LessonLive> {
  const lesson = await findLessonLive(db, lessonId);
  if (!lesson) throw new AppError('not.found', 'There is no such lesson. Go back to your classes.');
  return lesson;
}

/** @param here  member ids with an open socket. @returns names of the roster and everybody who joined */
export async function listBoard(
  db: Db,
  lessonId: string,
  here: ReadonlySet<string>,
): Promise<BoardMember[]> {
  const members = await listBoardMembers(db, lessonId);
  return members.map((member) => ({ ...member, here: here.has(member.memberId) }));
}
