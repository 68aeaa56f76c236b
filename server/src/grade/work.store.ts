import type { Db, Trx } from '../storage/database.ts';

/** @returns ids of the exercises a lesson works through, in order */
export async function listLessonExercises(db: Db, lessonId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('lesson_exercise')
    .where('lesson_id', '=', lessonId)
    .orderBy('position')
    .select('exercise')
    .execute();
  return rows.map((row) => row.exercise);
}

/** Replaces the list. What rooms have opened and handed in of other exercises stays. */
export async function replaceLessonExercises(
  trx: Trx,
  lessonId: string,
  exercises: readonly string[],
): Promise<void> {
  await trx.deleteFrom('lesson_exercise').where('lesson_id', '=', lessonId).execute();
  if (exercises.length === 0) return;
  await trx
    .insertInto('lesson_exercise')
    .values(
      [...new Set(exercises)].map((exercise, position) => ({
        lesson_id: lessonId,
        exercise,
        position,
      })),
    )
    .execute();
}

/** Notes that the room works on this exercise now. */
export async function touchRoomExercise(
  db: Db,
  roomId: string,
  exercise: string,
  at: Date,
): Promise<void> {
  await db
    .insertInto('room_exercise')
    .values({ room_id: roomId, exercise, opened_at: at })
    .onConflict((conflict) =>
      conflict.columns(['room_id', 'exercise']).doUpdateSet({ opened_at: at }),
    )
    .execute();
}

/** @returns exercises the room has opened, the one opened last first */
export async function listOpened(db: Db, roomId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('room_exercise')
    .where('room_id', '=', roomId)
    .orderBy('opened_at', 'desc')
    .select('exercise')
    .execute();
  return rows.map((row) => row.exercise);
}

/** @returns exercises the room has opened and its lesson still has, the one opened last first */
export async function listRoomLessonExercises(db: Db, roomId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('room_exercise')
    .innerJoin('room', 'room.id', 'room_exercise.room_id')
    .innerJoin('lesson_exercise', (join) =>
      join
        .onRef('lesson_exercise.lesson_id', '=', 'room.lesson_id')
        .onRef('lesson_exercise.exercise', '=', 'room_exercise.exercise'),
    )
    .where('room_exercise.room_id', '=', roomId)
    .orderBy('room_exercise.opened_at', 'desc')
    .select('room_exercise.exercise')
    .execute();
  return rows.map((row) => row.exercise);
}

/** How far one room is with one exercise. */
export interface RoomExerciseState {
  roomId: string;
  exercise: string;
  /** Epoch ms when it was opened last. */
  openedAt: number;
  /** Of the last attempt with a verdict. */
  last: { passed: number; total: number; kind: 'check' | 'submit'; at: number } | undefined;
  /** Epoch ms when it was first handed in. */
  submittedAt: number | undefined;
}

/** @param roomId  only this room; all of the lesson when undefined */
export async function listRoomExercises(
  db: Db,
  lessonId: string,
  roomId?: string,
): Promise<RoomExerciseState[]> {
  const rows = await db
    .selectFrom('room_exercise')
    .innerJoin('room', 'room.id', 'room_exercise.room_id')
    .where('room.lesson_id', '=', lessonId)
    .$if(roomId !== undefined, (query) => query.where('room.id', '=', roomId ?? ''))
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('attempt')
          .innerJoin('verdict', 'verdict.attempt_id', 'attempt.id')
          .whereRef('attempt.room_id', '=', 'room_exercise.room_id')
          .whereRef('attempt.exercise', '=', 'room_exercise.exercise')
          .orderBy('attempt.at', 'desc')
          .limit(1)
          .select(['verdict.passed', 'verdict.total', 'attempt.kind', 'attempt.at'])
          .as('last'),
      (join) => join.onTrue(),
    )
    .select((eb) => [
      'room_exercise.room_id',
      'room_exercise.exercise',
      'room_exercise.opened_at',
      'last.passed',
      'last.total',
      'last.kind',
      'last.at',
      eb
        .selectFrom('attempt')
        .whereRef('attempt.room_id', '=', 'room_exercise.room_id')
        .whereRef('attempt.exercise', '=', 'room_exercise.exercise')
        .where('attempt.kind', '=', 'submit')
        .select(({ fn }) => fn.min('attempt.at').as('first'))
        .as('submitted_at'),
    ])
    .execute();
  return rows.map((row) => ({
    roomId: row.room_id,
    exercise: row.exercise,
    openedAt: row.opened_at.getTime(),
    last:
      row.kind === null || row.at === null || row.passed === null || row.total === null
        ? undefined
        : { passed: row.passed, total: row.total, kind: row.kind, at: row.at.getTime() },
    submittedAt: row.submitted_at?.getTime(),
  }));
}
