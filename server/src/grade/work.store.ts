import { AppError, workLimits } from '@learnflow/shared';
import { sql } from 'kysely';
import type { Db, Trx } from '../storage/database.ts';

/**
 * @param roomId  only what is for those in this room; everything when undefined
 * @returns ids of the exercises a lesson works through, in order
 */
export async function listLessonExercises(
  db: Db,
  lessonId: string,
  roomId?: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('lesson_exercise')
    .where('lesson_id', '=', lessonId)
    .$if(roomId !== undefined, (query) => query.where(isForRoom(roomId ?? '')))
    .orderBy('position')
    .select('exercise')
    .execute();
  return rows.map((row) => row.exercise);
}

/** The room's owner, or somebody who sits in it, is among those it is for. */
const isForRoom = (roomId: string) => sql<boolean>`(only_for is null or exists (
  select from room where room.id = ${roomId} and (room.owner_id = any(only_for) or exists (
    select from seat where seat.room_id = room.id and seat.member_id = any(only_for)))))`;

/** @returns those of `listLessonExercises` that are for some students only */
export async function listForSome(db: Db, lessonId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('lesson_exercise')
    .where('lesson_id', '=', lessonId)
    .where('only_for', 'is not', null)
    .select('exercise')
    .execute();
  return rows.map((row) => row.exercise);
}

/**
 * Replaces the list. What rooms have opened and handed in of other exercises stays, and what is for some students stays
 * so.
 */
export async function replaceLessonExercises(
  trx: Trx,
  lessonId: string,
  exercises: readonly string[],
): Promise<void> {
  await lockLesson(trx, lessonId);
  const before = await trx
    .deleteFrom('lesson_exercise')
    .where('lesson_id', '=', lessonId)
    .returning(['exercise', 'only_for'])
    .execute();
  if (exercises.length === 0) return;
  const onlyFor = new Map(before.map((row) => [row.exercise, row.only_for]));
  await trx
    .insertInto('lesson_exercise')
    .values(
      [...new Set(exercises)].map((exercise, position) => ({
        ...{ lesson_id: lessonId, exercise, position },
        only_for: onlyFor.get(exercise) ?? null,
      })),
    )
    .execute();
}

/**
 * Puts exercises at the end of the list. One that is there already stays in its place, and is then for those it was for
 * and for these.
 * @param onlyFor  the students it is for; null: everybody
 * @throws AppError `too.large` when the list is full
 */
export async function addLessonExercises(
  trx: Trx,
  lessonId: string,
  exercises: readonly string[],
  onlyFor: readonly string[] | null,
): Promise<void> {
  await lockLesson(trx, lessonId);
  const there = await listLessonExercises(trx, lessonId);
  const all = new Set([...there, ...exercises]);
  if (all.size > workLimits.maxExercises) {
    throw new AppError(
      'too.large',
      `A lesson has at most ${workLimits.maxExercises} exercises. Take some out first.`,
    );
  }
  for (const exercise of exercises) {
    await trx
      .insertInto('lesson_exercise')
      .values({
        ...{ lesson_id: lessonId, exercise, position: [...all].indexOf(exercise) },
        only_for: onlyFor && [...onlyFor],
      })
      .onConflict((conflict) =>
        conflict.columns(['lesson_id', 'exercise']).doUpdateSet({
          only_for: sql<string[] | null>`case
            when lesson_exercise.only_for is null or excluded.only_for is null then null
            else array(select distinct unnest(lesson_exercise.only_for || excluded.only_for)) end`,
        }),
      )
      .execute();
  }
}

/** Two who change the list of one lesson change it one after the other. */
async function lockLesson(trx: Trx, lessonId: string): Promise<void> {
  await trx.selectFrom('lesson').select('id').where('id', '=', lessonId).forNoKeyUpdate().execute();
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
