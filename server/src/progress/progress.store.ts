import { sql } from 'kysely';
import type { Db } from '../storage/database.ts';

export interface ProgressMember {
  memberId: string;
  userId: string | null;
  name: string;
}
/** What a class was given and when it had lessons. */
export interface ProgressClass {
  id: string;
  name: string;
  timeZone: string | null;
  /** Exercises of its lessons, once for each; `isOpen`: of one that has not ended; `onlyFor`: null is everybody. */
  exercises: { id: string; isOpen: boolean; onlyFor: string[] | null }[];
  /** Starts of lessons, epoch ms. */
  lessons: number[];
}

/** @returns undefined when there is no such class */
export async function findProgressClass(
  db: Db,
  classId: string,
): Promise<ProgressClass | undefined> {
  const found = await db
    .selectFrom('classroom')
    .where('id', '=', classId)
    .select(['id', 'name', 'time_zone as timeZone'])
    .executeTakeFirst();
  if (!found) return undefined;
  const exercises = await db
    .selectFrom('lesson_exercise')
    .innerJoin('lesson', 'lesson.id', 'lesson_exercise.lesson_id')
    .where('lesson.classroom_id', '=', classId)
    .select(['lesson_exercise.exercise as id', 'lesson_exercise.only_for as onlyFor'])
    .select(sql<boolean>`lesson.state <> 'ended'`.as('isOpen'))
    .execute();
  const lessons = await db
    .selectFrom('lesson')
    .where('classroom_id', '=', classId)
    .where('started_at', 'is not', null)
    .select('started_at')
    .execute();
  return {
    ...found,
    exercises,
    lessons: lessons.flatMap(({ started_at }) => started_at?.getTime() ?? []),
  };
}

const students = (db: Db) =>
  db
    .selectFrom('class_member')
    .where('role', '=', 'student')
    .where('removed_at', 'is', null)
    .select(['id as memberId', 'user_id as userId', 'name', 'classroom_id as classId']);

/** @returns the students of a class by name */
export function listStudents(db: Db, classId: string): Promise<ProgressMember[]> {
  return students(db).where('classroom_id', '=', classId).orderBy('name').execute();
}

/** @returns undefined for staff, and for somebody who was taken out */
export function findStudent(
  db: Db,
  memberId: string,
): Promise<(ProgressMember & { classId: string }) | undefined> {
  return students(db).where('id', '=', memberId).executeTakeFirst();
}

/** @returns every place of a user as a student, the newest first */
export function listPlaces(
  db: Db,
  userId: string,
): Promise<(ProgressMember & { classId: string })[]> {
  return students(db).where('user_id', '=', userId).orderBy('created_at', 'desc').execute();
}
