import type { TileWork } from '@learnflow/shared';
import type { Courses } from '../course/courses.ts';
import type { Db } from '../storage/database.ts';
import {
  listForSome,
  listLessonExercises,
  listRoomExercises,
  type RoomExerciseState,
} from './work.store.ts';

/** How far a room is, as the wall shows it. */
export interface RoomProgress {
  work: TileWork;
  /** Epoch ms when the last exercise of the lesson was handed in; undefined while one is left. */
  finishedAt: number | undefined;
}

/** @returns by room; rooms that have opened nothing are left out, so are all of a lesson without exercises */
export async function listProgress(
  { db, courses }: { db: Db; courses: Pick<Courses, 'find'> },
  lessonId: string,
): Promise<Map<string, RoomProgress>> {
  const ids = (await listLessonExercises(db, lessonId)).filter((id) => courses.find(id));
  const progress = new Map<string, RoomProgress>();
  if (ids.length === 0) return progress;
  const forSome = new Set(await listForSome(db, lessonId));
  const byRoom = Map.groupBy(
    (await listRoomExercises(db, lessonId)).filter((state) => ids.includes(state.exercise)),
    (state) => state.roomId,
  );
  for (const [roomId, states] of byRoom) {
    // What is for some only counts where it was opened.
    const theirs = ids.filter(
      (id) => !forSome.has(id) || states.some(({ exercise }) => exercise === id),
    );
    const current = states.reduce((a, b) => (b.openedAt > a.openedAt ? b : a));
    progress.set(roomId, {
      work: workOf(current, theirs, courses),
      finishedAt: finishedAt(states, theirs.length),
    });
  }
  return progress;
}

function workOf(
  { exercise, last, submittedAt }: RoomExerciseState,
  ids: readonly string[],
  courses: Pick<Courses, 'find'>,
): TileWork {
  return {
    exercise,
    title: courses.find(exercise)?.exercise.title ?? exercise,
    place: ids.indexOf(exercise) + 1,
    of: ids.length,
    passed: last?.passed ?? 0,
    total: last?.total ?? 0,
    submitted: submittedAt !== undefined,
  };
}

function finishedAt(states: readonly RoomExerciseState[], exercises: number): number | undefined {
  const times = states.flatMap(({ submittedAt }) => submittedAt ?? []);
  return times.length === exercises ? Math.max(...times) : undefined;
}
