import type { LessonState } from '@learnflow/shared';
import type { Selectable } from 'kysely';
import type { Db, Trx } from '../storage/database.ts';
import type { LessonTable } from './lesson.table.ts';

export type LessonRow = Selectable<LessonTable>;
export interface LessonWithClass extends LessonRow {
  class_name: string;
  max_members: number;
  teacher: string;
  held_by_name: string | null;
}

const withClass = (db: Db) =>
  db
    .selectFrom('lesson')
    .innerJoin('classroom', 'classroom.id', 'lesson.classroom_id')
    .leftJoin('class_member as holder', 'holder.id', 'lesson.held_by')
    .selectAll('lesson')
    .select(['classroom.name as class_name', 'classroom.max_members'])
    .select('holder.name as held_by_name')
    .select(({ selectFrom }) =>
      selectFrom('class_member')
        .select('class_member.name')
        .whereRef('class_member.classroom_id', '=', 'lesson.classroom_id')
        .where('class_member.role', '=', 'teacher')
        .where('class_member.removed_at', 'is', null)
        .orderBy('class_member.created_at')
        .limit(1)
        .$asScalar()
        .$castTo<string>()
        .as('teacher'),
    );

export function findLesson(db: Db, lessonId: string): Promise<LessonWithClass | undefined> {
  return withClass(db).where('lesson.id', '=', lessonId).executeTakeFirst();
}

/** The lesson a code leads to: an open one, or else the latest that had it. */
export function findLessonByCode(db: Db, code: string): Promise<LessonWithClass | undefined> {
  return withClass(db)
    .where('lesson.code', '=', code)
    .orderBy('lesson.ended_at', (order) => order.desc().nullsFirst())
    .limit(1)
    .executeTakeFirst();
}

export function findOpenLesson(db: Db, classroomId: string): Promise<{ id: string } | undefined> {
  return db
    .selectFrom('lesson')
    .select('id')
    .where('classroom_id', '=', classroomId)
    .where('state', '!=', 'ended')
    .executeTakeFirst();
}

/** Of whose class a lesson is, and from when on that class wants to hear of a student. */
export function getLessonRules(db: Db, lessonId: string) {
  return db
    .selectFrom('lesson')
    .innerJoin('classroom', 'classroom.id', 'lesson.classroom_id')
    .where('lesson.id', '=', lessonId)
    .select(['lesson.classroom_id', 'lesson.title', 'classroom.struggle_rules'])
    .executeTakeFirstOrThrow();
}

export function listLessons(db: Db, classroomIds: string[]): Promise<LessonRow[]> {
  if (classroomIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom('lesson')
    .selectAll()
    .where('classroom_id', 'in', classroomIds)
    .orderBy('opened_at', 'desc')
    .execute();
}

export function insertLesson(
  trx: Trx,
  lesson: {
    classroom_id: string;
    title: string;
    code: string;
    work: 'alone' | 'pairs';
    opened_at: Date;
  },
): Promise<{ id: string }> {
  return trx
    .insertInto('lesson')
    .values({ ...lesson, state: 'open' })
    .returning('id')
    .executeTakeFirstOrThrow();
}

/** Opens an ended lesson again under a new code. @returns undefined when it is not an ended lesson of that class */
export function reopenLesson(
  trx: Trx,
  lessonId: string,
  classroomId: string,
  change: { code: string; work: 'alone' | 'pairs'; opened_at: Date; title?: string },
): Promise<{ id: string } | undefined> {
  return trx
    .updateTable('lesson')
    .set({
      ...change,
      state: 'open',
      locked: false,
      started_at: null,
      ended_at: null,
      held_by: null,
      held_at: null,
    })
    .where('id', '=', lessonId)
    .where('classroom_id', '=', classroomId)
    .where('state', '=', 'ended')
    .returning('id')
    .executeTakeFirst();
}

export interface LessonChange {
  state?: LessonState;
  locked?: boolean;
  work?: 'alone' | 'pairs';
  started_at?: Date;
  ended_at?: Date;
  held_by?: string | null;
  held_at?: Date | null;
}

/** Changes a lesson that has not ended. @returns undefined when it has */
export function updateLesson(
  db: Db,
  lessonId: string,
  change: LessonChange,
): Promise<LessonRow | undefined> {
  return db
    .updateTable('lesson')
    .set((eb) => ({
      ...change,
      // Whoever starts a lesson again does not move its beginning.
      ...(change.started_at
        ? { started_at: eb.fn.coalesce('started_at', eb.val(change.started_at)) }
        : {}),
    }))
    .where('id', '=', lessonId)
    .where('state', '!=', 'ended')
    .returningAll()
    .executeTakeFirst();
}

/** Holds the lesson's row until the transaction ends, so that seats are given one at a time. */
export function lockLesson(trx: Trx, lessonId: string): Promise<LessonRow | undefined> {
  return trx
    .selectFrom('lesson')
    .selectAll()
    .where('id', '=', lessonId)
    .forUpdate()
    .executeTakeFirst();
}
