import type { AttemptKind, GradeReport, Role, RunFile } from '@learnflow/shared';
import type { Db, Trx } from '../storage/database.ts';
import type { JudgedBy } from './grade.table.ts';

export interface NewAttempt {
  id: string;
  roomId: string;
  exercise: string;
  version: string;
  kind: AttemptKind;
  memberId: string;
  clientKey: string;
  at: Date;
  entry: string;
  files: RunFile[];
  content: string;
}

/** An attempt with its author and, once there is one, its verdict. */
export interface AttemptRow {
  id: string;
  room_id: string;
  lesson_id: string;
  exercise: string;
  version: string;
  kind: AttemptKind;
  at: Date;
  content: string;
  member_id: string;
  name: string;
  role: Role;
  ink: number;
  judged_by: JudgedBy;
  report: GradeReport | null;
  review_score: number | null;
}

const withVerdict = (db: Db) =>
  db
    .selectFrom('attempt')
    .innerJoin('room', 'room.id', 'attempt.room_id')
    .innerJoin('class_member', 'class_member.id', 'attempt.member_id')
    .innerJoin('exercise_version', 'exercise_version.version', 'attempt.version')
    .leftJoin('verdict', 'verdict.attempt_id', 'attempt.id')
    .leftJoin('attempt_review', 'attempt_review.attempt_id', 'attempt.id')
    .select([
      'attempt.id',
      'attempt.room_id',
      'room.lesson_id',
      'attempt.exercise',
      'attempt.version',
      'attempt.kind',
      'attempt.at',
      'attempt.content',
      'attempt.member_id',
      'class_member.name',
      'class_member.role',
      'class_member.ink',
      'exercise_version.content as judged_by',
      'verdict.report',
      'attempt_review.score as review_score',
    ]);

/** Holds the room's row until the transaction ends: attempts of one room are taken one after the other. */
export async function lockRoom(trx: Trx, roomId: string): Promise<void> {
  // Stronger locks would hold up the storing of what people type.
  await trx.selectFrom('room').select('id').where('id', '=', roomId).forNoKeyUpdate().execute();
}

export function findByClientKey(
  db: Db,
  memberId: string,
  clientKey: string,
): Promise<AttemptRow | undefined> {
  return withVerdict(db)
    .where('attempt.member_id', '=', memberId)
    .where('attempt.client_key', '=', clientKey)
    .executeTakeFirst();
}

export function findAttempt(db: Db, attemptId: string): Promise<AttemptRow | undefined> {
  return withVerdict(db).where('attempt.id', '=', attemptId).executeTakeFirst();
}

/** @returns the other students who sit in a room now: what one of a pair checks is the work of both */
export async function listPartners(db: Db, roomId: string, memberId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('seat')
    .innerJoin('class_member', 'class_member.id', 'seat.member_id')
    .where('seat.room_id', '=', roomId)
    .where('seat.member_id', '!=', memberId)
    .where('class_member.role', '=', 'student')
    .where('class_member.removed_at', 'is', null)
    .orderBy('seat.member_id')
    .limit(9)
    .select('seat.member_id')
    .execute();
  return rows.map(({ member_id }) => member_id);
}

export function findLastAttempt(
  db: Db,
  of: { roomId: string; exercise: string; kind: AttemptKind },
): Promise<AttemptRow | undefined> {
  return withVerdict(db)
    .where('attempt.room_id', '=', of.roomId)
    .where('attempt.exercise', '=', of.exercise)
    .where('attempt.kind', '=', of.kind)
    .orderBy('attempt.at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** @returns the newest attempts of a room at each of these exercises, newest first */
export async function listAttempts(
  db: Db,
  roomId: string,
  exercises: readonly string[],
  perExercise: number,
): Promise<AttemptRow[]> {
  if (exercises.length === 0) return [];
  const ranked = db
    .selectFrom('attempt')
    .where('room_id', '=', roomId)
    .where('exercise', 'in', [...exercises])
    .select('id')
    .select((eb) =>
      eb.fn
        .agg<string>('row_number')
        .over((over) => over.partitionBy('exercise').orderBy('at', 'desc'))
        .as('rank'),
    );
  return withVerdict(db)
    .where('attempt.id', 'in', (eb) =>
      eb
        .selectFrom(ranked.as('ranked'))
        .where('ranked.rank', '<=', String(perExercise))
        .select('ranked.id'),
    )
    .orderBy('attempt.at', 'desc')
    .execute();
}

export async function countWaiting(db: Db, roomId: string): Promise<number> {
  const { waiting } = await db
    .selectFrom('attempt')
    .where('room_id', '=', roomId)
    .where('graded', '=', false)
    .select(({ fn }) => fn.countAll<string>().as('waiting'))
    .executeTakeFirstOrThrow();
  return Number(waiting);
}

export async function insertAttempt(
  trx: Trx,
  attempt: NewAttempt,
  judgedBy: JudgedBy,
): Promise<void> {
  await trx
    .insertInto('exercise_version')
    .values({
      version: attempt.version,
      exercise: attempt.exercise,
      content: JSON.stringify(judgedBy),
    })
    .onConflict((conflict) => conflict.column('version').doNothing())
    .execute();
  await trx
    .insertInto('attempt')
    .values({
      id: attempt.id,
      room_id: attempt.roomId,
      exercise: attempt.exercise,
      version: attempt.version,
      kind: attempt.kind,
      member_id: attempt.memberId,
      client_key: attempt.clientKey,
      at: attempt.at,
      entry: attempt.entry,
      files: JSON.stringify(attempt.files),
      content: attempt.content,
      due_at: attempt.at,
    })
    .execute();
}

export async function findFiles(
  db: Db,
  attemptId: string,
): Promise<{ room_id: string; files: RunFile[] } | undefined> {
  return db
    .selectFrom('attempt')
    .where('id', '=', attemptId)
    .select(['room_id', 'files'])
    .executeTakeFirst();
}
