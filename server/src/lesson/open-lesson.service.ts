import {
  AppError,
  can,
  type LessonView,
  makeJoinCode,
  type openLessonBody,
  struggleRules,
} from '@learnflow/shared';
import type { z } from 'zod';
import { eventIdOf } from '../bus/event-id.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import { insertClass, insertTeacher } from '../classroom/classroom.store.ts';
import type { ClassroomDeps } from '../classroom/classroom-deps.ts';
import { replaceLessonExercises } from '../grade/work.store.ts';
import type { Access, Caller } from '../room/access.port.ts';
import type { Trx } from '../storage/database.ts';
import { isUniqueViolation } from '../storage/unique-violation.ts';
import { findOpenLesson, getLessonRules, insertLesson, reopenLesson } from './lesson.store.ts';
import { getLessonView, liveOf } from './lesson-view.ts';
import { lowerHands } from './seat.store.ts';

/** With 30⁶ codes and a few hundred open lessons a second try is rare; five in a row do not happen. */
const codeTries = 5;

/**
 * Opens the room of a class: a new lesson, or an earlier one whose rooms are as they were left.
 * @throws AppError `lesson.busy` (details.lessonId) while the class has a lesson that has not ended
 */
export async function openLesson(
  { db, clock, random, access, events }: ClassroomDeps,
  caller: Caller,
  body: z.infer<typeof openLessonBody>,
): Promise<LessonView> {
  const knownClassId = await findClassToOpen(access, caller, body);
  const opened = await withFreeCode(random, (code) =>
    db.transaction().execute(async (trx) => {
      const now = new Date(clock.now());
      const classId = knownClassId ?? (await insertClass(trx, body.className ?? 'My class'));
      if (knownClassId === undefined) await insertTeacher(trx, classId, caller, now);
      const busy = await findOpenLesson(trx, classId);
      if (busy) throw lessonBusy(busy.id);
      if (body.continueLessonId !== undefined) {
        const again = await reopenLesson(trx, body.continueLessonId, classId, {
          code,
          work: body.work,
          opened_at: now,
          ...(body.title === undefined ? {} : { title: body.title }),
        });
        if (!again) throw new AppError('not.found', 'That lesson is not one of this class.');
        await lowerHands(trx, again.id, now);
        if (body.exercises) await replaceLessonExercises(trx, again.id, body.exercises);
        await appendOpened(trx, again.id, now);
        return again.id;
      }
      const title = body.title ?? 'Blank room';
      const lesson = { classroom_id: classId, title, code, work: body.work, opened_at: now };
      const { id } = await insertLesson(trx, lesson);
      await replaceLessonExercises(trx, id, body.exercises ?? []);
      await appendOpened(trx, id, now);
      return id;
    }),
  );
  if (opened.kind === 'busy') {
    const busy = knownClassId === undefined ? undefined : await findOpenLesson(db, knownClassId);
    throw lessonBusy(busy?.id ?? '');
  }
  const view = await getLessonView(db, opened.lessonId, 'teacher');
  events.emit('lesson.changed', liveOf(view));
  return view;
}

async function appendOpened(trx: Trx, lessonId: string, at: Date): Promise<void> {
  const {
    classroom_id: classId,
    title,
    struggle_rules: rules,
  } = await getLessonRules(trx, lessonId);
  await appendEvents(trx, { classId }, [
    {
      id: eventIdOf('lesson.opened', lessonId, at.getTime()),
      type: 'learnflow.lesson.opened.v1',
      key: lessonId,
      at: at.getTime(),
      data: { lessonId, classId, title, rules: struggleRules.parse(rules) },
    },
  ]);
}

/** @returns the class to open, undefined for a new one. @throws AppError when the caller does not lead it */
async function findClassToOpen(
  access: Access,
  caller: Caller,
  { classId, continueLessonId }: z.infer<typeof openLessonBody>,
): Promise<string | undefined> {
  const place =
    classId !== undefined
      ? await access.toClass(caller, classId)
      : continueLessonId !== undefined
        ? await access.toLesson(caller, continueLessonId)
        : undefined;
  if (place && !can(place.role, 'class.manage')) {
    throw new AppError('forbidden', 'Only the teacher of this class can open its room.');
  }
  return place?.classroomId;
}

type Opened = { kind: 'opened'; lessonId: string } | { kind: 'busy' };

async function withFreeCode(
  random: () => number,
  open: (code: string) => Promise<string>,
): Promise<Opened> {
  for (let tries = 1; ; tries += 1) {
    try {
      return { kind: 'opened', lessonId: await open(makeJoinCode(random)) };
    } catch (error) {
      // Two clicks at once: the index lets one lesson through.
      if (isUniqueViolation(error, 'lesson_one_open')) return { kind: 'busy' };
      if (!isUniqueViolation(error, 'lesson_code') || tries === codeTries) throw error;
    }
  }
}

function lessonBusy(lessonId: string): AppError {
  return new AppError('lesson.busy', 'This class is already open. Go there, or end it first.', {
    lessonId,
  });
}
