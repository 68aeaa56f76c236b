import { randomUUID } from 'node:crypto';
import { AppError, type NoticeView, personOf } from '@learnflow/shared';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Courses } from '../course/courses.ts';
import { addLessonExercises, listLessonExercises } from '../grade/work.store.ts';
import type { Db } from '../storage/database.ts';
import { isOfClass } from './class-exercises.ts';
import type { MadeDeps, MadeFor } from './made-deps.ts';
import { listStudents } from './made.store.ts';
import { insertNotices, listUnseen, markSeen } from './notice.store.ts';

/**
 * Gives exercises of the class to everybody, or to some students: they are in the lesson's list, and each of these
 * students has a notice, when this resolves. Pages that are open are told at once, the others when they are opened.
 * @returns what the lesson works on now
 * @throws AppError `not.found` for an exercise or a student of another class, `too.large` when the list is full
 */
export async function assignMade(
  { db, exercises, events, clock }: Pick<MadeDeps, 'db' | 'exercises' | 'events' | 'clock'>,
  { classId, memberId, lessonId }: MadeFor & { lessonId: string },
  given: { exercises: readonly string[]; memberIds?: readonly string[] | undefined },
): Promise<string[]> {
  const ids = [...new Set(given.exercises)];
  if (!ids.every((id) => isOfClass(id, classId) && exercises.find(id))) {
    throw new AppError('not.found', 'This class does not have that exercise. Reload the page.');
  }
  const students = await listStudents(db, classId);
  const memberIds = given.memberIds ? [...new Set(given.memberIds)] : null;
  if (memberIds?.some((one) => !students.includes(one))) {
    throw new AppError('not.found', 'One of these students is not in this class. Reload the page.');
  }
  const at = new Date(clock.now());
  await db.transaction().execute(async (trx) => {
    await addLessonExercises(trx, lessonId, ids, memberIds);
    await insertNotices(trx, {
      ...{ lessonId, exercises: ids, memberIds: memberIds ?? students },
      ...{ byId: memberId, at },
    });
    await appendEvents(trx, { lessonId }, [
      {
        ...{ id: randomUUID(), type: 'learnflow.exercise.assigned.v1', key: lessonId },
        at: at.getTime(),
        data: { lessonId, exercises: ids, memberIds, byId: memberId },
      },
    ]);
  });
  events.emit('work.changed', { lessonId, roomId: null });
  return (await listLessonExercises(db, lessonId)).filter((id) => exercises.find(id));
}

/** @returns what a student was given in a lesson and has not seen yet */
export async function listNotices(
  { db, courses }: { db: Db; courses: Pick<Courses, 'find'> },
  lessonId: string,
  memberId: string,
): Promise<NoticeView[]> {
  return (await listUnseen(db, lessonId, memberId)).flatMap((row): NoticeView[] => {
    const loaded = courses.find(row.exercise);
    if (!loaded) return [];
    const { id, exercise, at } = row;
    const from = personOf({ ...row, memberId: row.by_id });
    return [{ id, lessonId, exercise, title: loaded.exercise.title, at: at.getTime(), from }];
  });
}

/** The student's page has shown the notices up to this moment: they never come again. */
export async function seeNotices(
  { db, clock }: Pick<MadeDeps, 'db' | 'clock'>,
  of: { lessonId: string; memberId: string },
  until: number,
): Promise<void> {
  await markSeen(db, { ...of, until: new Date(until), at: new Date(clock.now()) });
}
