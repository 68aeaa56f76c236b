/** The table of questions as a queue, as that of attempts: taken for the length of a lease, answered once. */
import type { Db } from '../storage/database.ts';
import type { Stage } from './question.table.ts';

export interface WaitingQuestion {
  id: string;
  stage: Exclude<Stage, 'done'>;
  /** How often it was taken in this stage, this time included. */
  tries: number;
}

/** Takes up to `limit` questions that nobody is answering, the oldest first. */
export async function claimQuestions(
  db: Db,
  { owner, now, leaseMs, limit }: { owner: string; now: Date; leaseMs: number; limit: number },
): Promise<WaitingQuestion[]> {
  const claimed = await db
    .updateTable('question')
    .set((eb) => ({
      claimed_by: owner,
      due_at: new Date(now.getTime() + leaseMs),
      tries: eb('tries', '+', 1),
    }))
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('question')
        .where('stage', '<>', 'done')
        .where('due_at', '<=', now)
        .orderBy('asked_at')
        .limit(limit)
        .forUpdate()
        .skipLocked()
        .select('id'),
    )
    .returning(['id', 'stage', 'tries'])
    .execute();
  return claimed.flatMap(({ stage, ...row }) => (stage === 'done' ? [] : [{ ...row, stage }]));
}

/** Goes on holding questions that are being answered. */
export async function renewQuestions(
  db: Db,
  { owner, ids, until }: { owner: string; ids: readonly string[]; until: Date },
): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable('question')
    .set({ due_at: until })
    .where('id', 'in', [...ids])
    .where('claimed_by', '=', owner)
    .execute();
}

/** Gives a question back, to be taken up again at `at`. */
export async function releaseQuestion(
  db: Db,
  { owner, id, at }: { owner: string; id: string; at: Date },
): Promise<void> {
  await db
    .updateTable('question')
    .set({ due_at: at, claimed_by: null })
    .where('id', '=', id)
    .where('claimed_by', '=', owner)
    .execute();
}
