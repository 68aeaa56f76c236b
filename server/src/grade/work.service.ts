import { randomUUID } from 'node:crypto';
import {
  AppError,
  type ExerciseWork,
  mayRun,
  type OpenedExercise,
  type RoomWork,
} from '@learnflow/shared';
import { appendEvents } from '../bus/outbox.store.ts';
import type { LoadedExercise } from '../course/read-course.ts';
import type { Caller } from '../room/access.port.ts';
import { listNotices } from '../made/assign.service.ts';
import { isOfClass } from '../made/class-exercises.ts';
import { attemptsOf } from './attempt-view.ts';
import { presentExercise } from './exercise-view.ts';
import { putStarter, starterFileId } from './starter.ts';
import type { WorkDeps } from './work-deps.ts';
import {
  listLessonExercises,
  listOpened,
  replaceLessonExercises,
  touchRoomExercise,
} from './work.store.ts';

/** @throws AppError `not.found` for a room the caller has nothing to do with */
export async function getRoomWork(
  deps: WorkDeps,
  caller: Caller,
  roomId: string,
): Promise<RoomWork> {
  const { db, access, courses } = deps;
  const { lessonId, memberId } = await access.toRoom(caller, roomId);
  const listed = await listLessonExercises(db, lessonId, roomId);
  const ids = listed.filter((id) => courses.find(id));
  if (ids.length === 0) return { exercises: [], current: null, notices: [] };
  const [notices, opened, attempts] = await Promise.all([
    listNotices(deps, lessonId, memberId),
    listOpened(db, roomId),
    attemptsOf(deps, roomId, ids),
  ]);
  const exercises = ids.flatMap((id): ExerciseWork[] => {
    const loaded = courses.find(id);
    if (!loaded) return [];
    const mine = attempts.get(id) ?? [];
    const handedIn = mine.filter((attempt) => attempt.kind === 'submit');
    return [
      {
        ...presentExercise(loaded.exercise),
        opened: opened.includes(id),
        solved: handedIn.find((attempt) => attempt.result)?.result?.score === 100,
        submitted: handedIn.length > 0,
        attempts: mine,
      },
    ];
  });
  return {
    exercises,
    current: opened.find((id) => ids.includes(id)) ?? null,
    notices: notices.filter(({ exercise }) => ids.includes(exercise)),
  };
}

/**
 * Brings an exercise into a room. Whoever works there gets its first files, once; whoever only looks changes nothing.
 * @throws AppError `not.found` when the lesson has no such exercise, `too.large` when the room has no place for its files
 */
export async function openExercise(
  deps: WorkDeps,
  caller: Caller,
  roomId: string,
  exerciseId: string,
): Promise<OpenedExercise> {
  const { db, access, documents, clock, events } = deps;
  const place = await access.toRoom(caller, roomId);
  const { exercise } = await getExercise(deps, place, exerciseId);
  const works = place.seated || place.ownerId === place.memberId;
  if (works && mayRun(place.right)) {
    let hasPlace = true;
    await documents.change(roomId, { memberId: null, kind: 'seed' }, (doc) => {
      hasPlace = putStarter(doc, exercise);
    });
    if (!hasPlace) {
      throw new AppError(
        'too.large',
        'This room is full of files. Delete one, then open the exercise again.',
      );
    }
    const at = new Date(clock.now());
    await db.transaction().execute(async (trx) => {
      await touchRoomExercise(trx, roomId, exerciseId, at);
      const { lessonId, memberId, role } = place;
      await appendEvents(trx, place, [
        {
          id: randomUUID(),
          type: 'learnflow.exercise.opened.v1',
          key: roomId,
          at: at.getTime(),
          data: { roomId, lessonId, memberId, role, exercise: exerciseId },
        },
      ]);
    });
    events.emit('work.changed', { lessonId: place.lessonId, roomId });
  }
  const files = await documents.files(roomId);
  const fileId = starterFileId(exerciseId, exercise.entry);
  const found = files.find((file) => file.id === fileId || file.name === exercise.entry);
  return { exercise: exerciseId, fileId: found?.id ?? null };
}

/** @returns an exercise that a room of the lesson works on. @throws AppError `not.found` */
export async function getExercise(
  { db, courses }: Pick<WorkDeps, 'db' | 'courses'>,
  { lessonId, roomId }: { lessonId: string; roomId: string },
  exerciseId: string,
): Promise<LoadedExercise> {
  const loaded = courses.find(exerciseId);
  const isAssigned = (await listLessonExercises(db, lessonId, roomId)).includes(exerciseId);
  if (loaded && isAssigned) return loaded;
  throw new AppError('not.found', 'This lesson does not have that exercise. Reload the page.');
}

/**
 * Says what the lesson works on from now on. Rooms keep their files, attempts and verdicts.
 * @throws AppError `request.invalid` for an exercise that neither a course nor this class has
 */
export async function setLessonExercises(
  { db, courses, events }: Pick<WorkDeps, 'db' | 'courses' | 'events'>,
  { lessonId, classId }: { lessonId: string; classId: string },
  exercises: readonly string[],
): Promise<string[]> {
  const unknown = exercises.find((id) => !courses.find(id) || !isOfClass(id, classId));
  if (unknown !== undefined) {
    throw new AppError('request.invalid', `There is no exercise ${unknown}. Reload the list.`);
  }
  await db.transaction().execute((trx) => replaceLessonExercises(trx, lessonId, exercises));
  events.emit('work.changed', { lessonId, roomId: null });
  return listLessonExercises(db, lessonId);
}

/** @returns what a lesson works on, without exercises that no course has any more */
export async function getLessonExercises(
  { db, courses }: Pick<WorkDeps, 'db' | 'courses'>,
  lessonId: string,
): Promise<string[]> {
  return (await listLessonExercises(db, lessonId)).filter((id) => courses.find(id));
}
