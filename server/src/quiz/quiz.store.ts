import type { Selectable } from 'kysely';
import type { Db, Trx } from '../storage/database.ts';
import type { PutQuestion } from './put-question.ts';
import type { QuizTryTable } from './quiz.table.ts';

export type QuizTryRow = Selectable<QuizTryTable>;

/** Begins a try; when one is open in this room already, that one stays. */
export async function insertTry(
  db: Db,
  made: Pick<QuizTryRow, 'id' | 'quiz' | 'room_id' | 'member_id' | 'title' | 'begun_at'> & {
    questions: PutQuestion[];
  },
): Promise<void> {
  await db
    .insertInto('quiz_try')
    .values({ ...made, questions: JSON.stringify(made.questions) })
    .onConflict((conflict) =>
      conflict
        .columns(['room_id', 'member_id', 'quiz'])
        .where('finished_at', 'is', null)
        .doNothing(),
    )
    .execute();
}

export function findOpenTry(
  db: Db,
  of: { roomId: string; memberId: string; quiz: string },
): Promise<QuizTryRow | undefined> {
  return db
    .selectFrom('quiz_try')
    .where('room_id', '=', of.roomId)
    .where('member_id', '=', of.memberId)
    .where('quiz', '=', of.quiz)
    .where('finished_at', 'is', null)
    .selectAll()
    .executeTakeFirst();
}

/** Somebody's own try in a room: of others there is none. */
interface OwnTry {
  tryId: string;
  roomId: string;
  memberId: string;
}

/** Holds the try until the transaction ends: nobody answers while it is finished. */
export function lockTry(
  trx: Trx,
  { tryId, roomId, memberId }: OwnTry,
): Promise<QuizTryRow | undefined> {
  return trx
    .selectFrom('quiz_try')
    .where('id', '=', tryId)
    .where('room_id', '=', roomId)
    .where('member_id', '=', memberId)
    .forUpdate()
    .selectAll()
    .executeTakeFirst();
}

/** @returns by question, from 0 */
export async function listAnswers(db: Db, tryId: string): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('quiz_answer')
    .where('try_id', '=', tryId)
    .select(['question', 'choice'])
    .execute();
  return new Map(rows.map(({ question, choice }) => [question, choice]));
}

export async function putAnswer(
  trx: Trx,
  answer: { tryId: string; question: number; choice: number; at: Date },
): Promise<void> {
  const { tryId, question, choice, at } = answer;
  await trx
    .insertInto('quiz_answer')
    .values({ try_id: tryId, question, choice, at })
    .onConflict((conflict) => conflict.columns(['try_id', 'question']).doUpdateSet({ choice, at }))
    .execute();
}

export async function finishTry(
  trx: Trx,
  tryId: string,
  { score, at }: { score: number; at: Date },
): Promise<void> {
  await trx
    .updateTable('quiz_try')
    .set({ score, finished_at: at })
    .where('id', '=', tryId)
    .execute();
}

export interface TrySummary {
  quiz: string;
  room_id: string;
  score: number | null;
}

/** @returns all tries of a student, the oldest first */
export function listTries(db: Db, memberId: string): Promise<TrySummary[]> {
  return db
    .selectFrom('quiz_try')
    .where('member_id', '=', memberId)
    .orderBy('begun_at')
    .select(['quiz', 'room_id', 'score'])
    .execute();
}
