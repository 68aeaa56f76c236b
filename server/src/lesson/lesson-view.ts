import {
  AppError,
  type Hold,
  type LessonLive,
  type LessonView,
  type Role,
} from '@learnflow/shared';
import type { Db } from '../storage/database.ts';
import { findLesson, type LessonWithClass } from './lesson.store.ts';

/** @param role  the caller's role in the class. @throws AppError `not.found` */
export async function getLessonView(db: Db, lessonId: string, role: Role): Promise<LessonView> {
  const lesson = await findLesson(db, lessonId);
  if (!lesson) throw new AppError('not.found', 'There is no such lesson. Go to the start page.');
  return presentLesson(lesson, role);
}

export function presentLesson(lesson: LessonWithClass, role: Role): LessonView {
  return {
    id: lesson.id,
    classId: lesson.classroom_id,
    className: lesson.class_name,
    title: lesson.title,
    code: lesson.code,
    state: lesson.state,
    locked: lesson.locked,
    hold: holdOf(lesson.held_by_name, lesson.held_at),
    work: lesson.work,
    max: lesson.max_members,
    openedAt: lesson.opened_at.getTime(),
    startedAt: lesson.started_at?.getTime() ?? null,
    teacher: lesson.teacher,
    role,
  };
}

/** The part of a lesson that travels live. */
export function liveOf({ id, state, locked, hold }: LessonView): LessonLive {
  return { lessonId: id, state, locked, hold };
}

/** @returns null when nobody holds the editors, or who did is gone */
function holdOf(by: string | null, at: Date | null): Hold | null {
  return by === null || at === null ? null : { by, since: at.getTime() };
}
