import { AppError } from '@learnflow/shared';
import type { ClassroomDeps } from '../classroom/classroom-deps.ts';
import { type LessonChange, updateLesson } from './lesson.store.ts';

type Deps = Pick<ClassroomDeps, 'db' | 'clock' | 'events'>;

/** From the board to the wall. Starting twice keeps the first time. */
export async function startLesson(deps: Deps, lessonId: string): Promise<void> {
  await change(deps, lessonId, { state: 'running', started_at: new Date(deps.clock.now()) });
}

/** Rooms become read-only; seats stay, so that an opened-again lesson finds everybody in their place. */
export async function endLesson(deps: Deps, lessonId: string): Promise<void> {
  await change(deps, lessonId, { state: 'ended', ended_at: new Date(deps.clock.now()) });
}

export async function lockLessonDoor(deps: Deps, lessonId: string, locked: boolean): Promise<void> {
  await change(deps, lessonId, { locked });
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
  const lesson = await updateLesson(deps.db, lessonId, values);
  if (!lesson) {
    throw new AppError('lesson.ended', 'This lesson has ended. Open it again from the start page.');
  }
  deps.events.emit('lesson.changed', {
    lessonId,
    state: lesson.state,
    locked: lesson.locked,
  });
}
