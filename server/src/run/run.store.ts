import type { Role, RunDetail, RunEnd, RunSettings } from '@learnflow/shared';
import type { Selectable } from 'kysely';
import type { Db } from '../storage/database.ts';
import type { RunTable } from './run.table.ts';

export interface NewRun {
  runId: string;
  roomId: string;
  memberId: string;
  entry: string;
  startedAt: Date;
}

/** @returns the class of a room, and what of its programs' limits differs from the standard */
export function getRunClass(
  db: Db,
  roomId: string,
): Promise<{ classId: string; settings: RunSettings }> {
  return db
    .selectFrom('room')
    .innerJoin('lesson', 'lesson.id', 'room.lesson_id')
    .innerJoin('classroom', 'classroom.id', 'lesson.classroom_id')
    .where('room.id', '=', roomId)
    .select(['classroom.id as classId', 'classroom.run_limits as settings'])
    .executeTakeFirstOrThrow();
}

/** @returns its number within the room, counted from 1 */
export async function insertRun(db: Db, run: NewRun): Promise<number> {
  const row = await db
    .insertInto('run')
    .values((eb) => ({
      id: run.runId,
      room_id: run.roomId,
      member_id: run.memberId,
      number: eb
        .selectFrom('run')
        .where('room_id', '=', run.roomId)
        .select(({ fn, lit }) => eb(fn.coalesce(fn.max('number'), lit(0)), '+', 1).as('next')),
      entry: run.entry,
      started_at: run.startedAt,
    }))
    .returning('number')
    .executeTakeFirstOrThrow();
  return row.number;
}

/** What an event about a run tells of it besides its end. */
export interface RunPlace {
  roomId: string;
  lessonId: string;
  memberId: string;
  role: Role;
  entry: string;
  startedAt: number;
  /** The exercise that the room opened last; null in free work. */
  exercise: string | null;
}

export async function getRunPlace(db: Db, runId: string): Promise<RunPlace> {
  const row = await db
    .selectFrom('run')
    .innerJoin('room', 'room.id', 'run.room_id')
    .innerJoin('class_member', 'class_member.id', 'run.member_id')
    .where('run.id', '=', runId)
    .select(['run.room_id', 'room.lesson_id', 'run.member_id', 'run.entry', 'run.started_at'])
    .select('class_member.role')
    .select(({ selectFrom }) =>
      selectFrom('room_exercise')
        .whereRef('room_exercise.room_id', '=', 'run.room_id')
        .orderBy('opened_at', 'desc')
        .limit(1)
        .select('exercise')
        .as('exercise'),
    )
    .executeTakeFirstOrThrow();
  return {
    roomId: row.room_id,
    lessonId: row.lesson_id,
    memberId: row.member_id,
    role: row.role,
    entry: row.entry,
    startedAt: row.started_at.getTime(),
    exercise: row.exercise,
  };
}

export async function storeRunEnd(
  db: Db,
  runId: string,
  end: RunEnd,
  endedAt: Date,
  output?: string,
): Promise<void> {
  await db
    .updateTable('run')
    .set({
      ended_at: endedAt,
      reason: end.reason,
      exit_code: end.exitCode,
      error_type: end.error?.type ?? null,
      // A run that met a limit has a sentence instead of an exception's message.
      error_message: (end.error?.message ?? end.message)?.replaceAll('\0', '\ufffd') ?? null,
      error_line: end.error?.line ?? null,
      duration_ms: Math.round(end.durationMs),
      detail: JSON.stringify(detailOf(end)),
      ...(output === undefined ? {} : { output }),
    })
    .where('id', '=', runId)
    .execute();
}

/** Bounded and free of what jsonb refuses: the runner's door has seen to both. */
function detailOf({ error, last, usage }: RunEnd): RunDetail {
  return { ...(error ? { error } : {}), ...(last ? { last } : {}), ...(usage ? { usage } : {}) };
}

export type RunRow = Selectable<RunTable> & { name: string; role: Role; ink: number };

export async function findLastRun(db: Db, roomId: string): Promise<RunRow | undefined> {
  return db
    .selectFrom('run')
    .innerJoin('class_member', 'class_member.id', 'run.member_id')
    .where('run.room_id', '=', roomId)
    .orderBy('run.number', 'desc')
    .orderBy('run.started_at', 'desc')
    .selectAll('run')
    .select(['class_member.name', 'class_member.role', 'class_member.ink'])
    .executeTakeFirst();
}

/** Runs per member that a tile shows: enough to see a row of equal errors, and twelve minutes of marks. */
const recentRuns = 24;

const recentRunColumns = [
  'member_id',
  'started_at',
  'ended_at',
  'reason',
  'exit_code',
  'error_type',
  'error_line',
  'duration_ms',
] as const;

export type RecentRun = Pick<Selectable<RunTable>, (typeof recentRunColumns)[number]> & {
  count: number;
};

/** @returns the newest runs of each member of a lesson, oldest first; `count` is how many the member made in all */
export async function listRecentRuns(db: Db, lessonId: string): Promise<RecentRun[]> {
  const ranked = db
    .selectFrom('run')
    .innerJoin('room', 'room.id', 'run.room_id')
    .where('room.lesson_id', '=', lessonId)
    .select(recentRunColumns.map((column) => `run.${column}` as const))
    .select((eb) => [
      eb.fn
        .countAll<string>()
        .over((over) => over.partitionBy('run.member_id'))
        .as('count'),
      eb.fn
        .agg<string>('row_number')
        .over((over) => over.partitionBy('run.member_id').orderBy('run.started_at', 'desc'))
        .as('rank'),
    ]);
  const rows = await db
    .selectFrom(ranked.as('ranked'))
    .where('rank', '<=', String(recentRuns))
    .orderBy('started_at')
    .select([...recentRunColumns, 'count'])
    .execute();
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}
