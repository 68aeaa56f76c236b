import { AppError } from '@learnflow/shared';
import { eventIdOf } from '../bus/event-id.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import type { ClassroomDeps } from '../classroom/classroom-deps.ts';
import type { Trx } from '../storage/database.ts';
import { type LessonChange, type LessonRow, updateLesson } from './lesson.store.ts';
import { getLessonView, liveOf } from './lesson-view.ts';

type Deps = Pick<ClassroomDeps, 'db' | 'clock' | 'events'>;

/** From the board to the wall. Starting twice keeps the first time. */
export async function startLesson(deps: Deps, lessonId: string): Promise<void> {
  await change(deps, lessonId, { state: 'running', started_at: new Date(deps.clock.now()) });
}

/** Rooms become read-only; seats stay, so that an opened-again lesson finds everybody in their place. */
export async function endLesson(deps: Deps, lessonId: string): Promise<void> {
  await change(deps, lessonId, {
    state: 'ended',
    ended_at: new Date(deps.clock.now()),
    held_by: null,
    held_at: null,
  });
}

export async function lockLessonDoor(deps: Deps, lessonId: string, locked: boolean): Promise<void> {
  await change(deps, lessonId, { locked });
}

/**
 * Holds the editors, or lets them go: while they are held only staff type. Kept with the lesson, so that a restart of the
 * server lets nobody loose.
 * @param memberId  who holds them
 */
export async function holdEditors(
  deps: Deps,
  lessonId: string,
  memberId: string,
  held: boolean,
): Promise<void> {
  await change(deps, lessonId, {
    held_by: held ? memberId : null,
    held_at: held ? new Date(deps.clock.now()) : null,
  });
}

/** How students who arrive from now on are seated. Nobody who is here is moved. */
export async function setLessonWork(
  deps: Deps,
  lessonId: string,
  work: 'alone' | 'pairs',
): Promise<void> {
  await change(deps, lessonId, { work });
}

async function change(deps: Deps, lessonId: string, values: LessonChange): Promise<void> {
  const lesson = await deps.db.transaction().execute(async (trx) => {
    const changed = await updateLesson(trx, lessonId, values);
    if (changed) await appendStep(trx, changed, values);
    return changed;
  });
  if (!lesson) {
    throw new AppError('lesson.ended', 'This lesson has ended. Open it again from the start page.');
  }
  deps.events.emit('lesson.changed', liveOf(await getLessonView(deps.db, lessonId, 'teacher')));
}

/** Tells of a beginning or an end; starting again is the same beginning. */
async function appendStep(trx: Trx, lesson: LessonRow, { state }: LessonChange): Promise<void> {
  const at = state === 'ended' ? lesson.ended_at : lesson.started_at;
  if ((state !== 'running' && state !== 'ended') || !at) return;
  const step = state === 'ended' ? 'ended' : 'started';
  await appendEvents(trx, { classId: lesson.classroom_id }, [
    {
      id: eventIdOf('lesson', step, lesson.id, at.getTime()),
      type: `learnflow.lesson.${step}.v1`,
      key: lesson.id,
      at: at.getTime(),
      data: { lessonId: lesson.id, classId: lesson.classroom_id },
    },
  ]);
}
