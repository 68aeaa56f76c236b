/**
 * The table of attempts as a queue: an attempt without a verdict is taken by one server process for the length of a lease,
 * and by any other once the lease is over. Taking twice does no harm: a verdict is written once.
 */
import type { AttemptKind, GradeReport, RunFile } from '@learnflow/shared';
import { sql } from 'kysely';
import type { Db, Trx } from '../storage/database.ts';
import type { JudgedBy } from './grade.table.ts';

export interface WaitingAttempt {
  id: string;
  roomId: string;
  exercise: string;
  kind: AttemptKind;
  entry: string;
  files: RunFile[];
  content: string;
  /** How often it was taken, this time included. */
  tries: number;
  judgedBy: JudgedBy;
}

/** Takes up to `limit` attempts that nobody is grading, the oldest first. */
export async function claimAttempts(
  db: Db,
  { owner, now, leaseMs, limit }: { owner: string; now: Date; leaseMs: number; limit: number },
): Promise<WaitingAttempt[]> {
  const claimed = await db
    .updateTable('attempt')
    .set((eb) => ({
      claimed_by: owner,
      due_at: new Date(now.getTime() + leaseMs),
      tries: eb('tries', '+', 1),
    }))
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('attempt')
        .where('graded', '=', false)
        .where('due_at', '<=', now)
        .orderBy('at')
        .limit(limit)
        .forUpdate()
        .skipLocked()
        .select('id'),
    )
    .returning([
      'id',
      'room_id',
      'exercise',
      'version',
      'kind',
      'entry',
      'files',
      'content',
      'tries',
    ])
    .execute();
  if (claimed.length === 0) return [];
  const versions = await db
    .selectFrom('exercise_version')
    .where('version', 'in', [...new Set(claimed.map((row) => row.version))])
    .select(['version', 'content'])
    .execute();
  const judgedBy = new Map(versions.map((row) => [row.version, row.content]));
  return claimed.flatMap((row) => {
    const by = judgedBy.get(row.version);
    if (!by) return [];
    const { id, room_id: roomId, exercise, kind, entry, files, content, tries } = row;
    return [{ id, roomId, exercise, kind, entry, files, content, tries, judgedBy: by }];
  });
}

/** Goes on holding attempts that are being graded. */
export async function renewLeases(
  db: Db,
  { owner, ids, until }: { owner: string; ids: readonly string[]; until: Date },
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('attempt')
    .set({ due_at: until })
    .where('id', 'in', [...ids])
    .where('claimed_by', '=', owner)
    .execute();
}

/** Gives an attempt back, to be taken up again at `at`. */
export async function releaseAttempt(
  db: Db,
  { owner, id, at }: { owner: string; id: string; at: Date },
): Promise<void> {
  await db
    .updateTable('attempt')
    .set({ due_at: at, claimed_by: null })
    .where('id', '=', id)
    .where('claimed_by', '=', owner)
    .execute();
}

/** `isFirm` of `verdict.report` in a query; both must say the same. */
const isFirmReport = sql<boolean>`not jsonb_path_exists(
  verdict.report,
  '$.outcomes[*] ? (@.status == "time" || (@.status == "not-reached" && !exists(@.error)))'
)`;

/** @returns the verdict that the same program got before, when it would get it again */
export async function findTwinReport(db: Db, content: string): Promise<GradeReport | undefined> {
  const row = await db
    .selectFrom('attempt')
    .innerJoin('verdict', 'verdict.attempt_id', 'attempt.id')
    .where('attempt.content', '=', content)
    .where('attempt.graded', '=', true)
    .where(isFirmReport)
    .orderBy('verdict.graded_at')
    .limit(1)
    .select('verdict.report')
    .executeTakeFirst();
  return row?.report;
}

/**
 * Writes the one verdict of an attempt. Whoever comes second, and whoever grades the same program at the same time,
 * finds the first verdict and keeps it.
 * @returns the report that counts
 */
export async function storeVerdict(
  trx: Trx,
  attempt: { id: string; content: string },
  report: GradeReport,
  at: Date,
): Promise<GradeReport> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${attempt.content}, 0))`.execute(trx);
  const twin = await findTwinReport(trx, attempt.content);
  const counted = { ...(twin ?? report), gradeId: attempt.id };
  await trx
    .insertInto('verdict')
    .values({
      attempt_id: attempt.id,
      report: JSON.stringify(counted, storable),
      earned: counted.earned,
      possible: counted.possible,
      score: counted.score,
      passed: counted.outcomes.filter(({ status }) => status === 'pass').length,
      total: counted.outcomes.length,
      graded_at: at,
    })
    .onConflict((conflict) => conflict.column('attempt_id').doNothing())
    .execute();
  await trx
    .updateTable('attempt')
    .set({ graded: true, claimed_by: null })
    .where('id', '=', attempt.id)
    .execute();
  return counted;
}

/** Programs print anything; Postgres stores neither NUL nor half an emoji. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;
}

/** A judged attempt with what was judged; `isLast`: the room has checked nothing since. */
export async function findJudged(
  db: Db | Trx,
  attemptId: string,
): Promise<{ files: RunFile[]; entry: string; report: GradeReport; isLast: boolean } | undefined> {
  const row = await db
    .selectFrom('attempt')
    .innerJoin('verdict', 'verdict.attempt_id', 'attempt.id')
    .where('attempt.id', '=', attemptId)
    .select(['attempt.files', 'attempt.entry', 'verdict.report'])
    .select(({ exists, not, selectFrom }) =>
      not(
        exists(
          selectFrom('attempt as later')
            .whereRef('later.room_id', '=', 'attempt.room_id')
            .whereRef('later.at', '>', 'attempt.at')
            .select('later.id'),
        ),
      ).as('isLast'),
    )
    .executeTakeFirst();
  return row && { ...row, isLast: Boolean(row.isLast) };
}
