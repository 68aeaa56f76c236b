import { type GradeReport, type Review, review, type RunFile } from '@learnflow/shared';
import type { Db, Trx } from '../storage/database.ts';

/** @returns what there is to review of an attempt with a verdict */
export function findJudged(
  db: Db,
  attemptId: string,
): Promise<{ exercise: string; entry: string; files: RunFile[]; report: GradeReport } | undefined> {
  return db
    .selectFrom('attempt')
    .innerJoin('verdict', 'verdict.attempt_id', 'attempt.id')
    .where('attempt.id', '=', attemptId)
    .select(['attempt.exercise', 'attempt.entry', 'attempt.files', 'verdict.report'])
    .executeTakeFirst();
}

/** An attempt is reviewed once: what is there stays. */
export async function insertReview(
  trx: Trx,
  attemptId: string,
  made: Review,
  at: Date,
): Promise<void> {
  await trx
    .insertInto('attempt_review')
    .values({
      attempt_id: attemptId,
      review: JSON.stringify(made, storable),
      ...{ score: made.score, quality: made.quality, reviewed_at: at },
    })
    .onConflict((conflict) => conflict.column('attempt_id').doNothing())
    .execute();
}

export async function findReview(db: Db, attemptId: string): Promise<Review | null> {
  const row = await db
    .selectFrom('attempt_review')
    .where('attempt_id', '=', attemptId)
    .select('review')
    .executeTakeFirst();
  return row ? review.parse(row.review) : null;
}

/** Reviews quote lines of programs; Postgres stores neither NUL nor half an emoji. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;
}
