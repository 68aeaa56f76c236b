import type { AnsweringAgent, ModelStep } from '@learnflow/shared';
import { sql } from 'kysely';
import type { Db, Trx } from '../storage/database.ts';
import type { Stage } from './question.table.ts';

/** Whose question in which room. */
export interface Asker {
  roomId: string;
  lessonId: string;
  memberId: string;
}
export interface QuestionRow {
  id: string;
  room_id: string;
  lesson_id: string;
  member_id: string;
  client_key: string;
  body: string;
  asked_at: Date;
  rev: number;
  agent: AnsweringAgent | null;
  reason: string | null;
  answered_at: Date | null;
  stage: Stage;
  model_step: ModelStep;
}

const columns = [
  'id',
  'room_id',
  'lesson_id',
  'member_id',
  'client_key',
  'body',
  'asked_at',
  'rev',
  'agent',
  'reason',
  'answered_at',
  'stage',
  'model_step',
] as const;

export const askerOf = (row: Pick<QuestionRow, 'room_id' | 'lesson_id' | 'member_id'>): Asker => ({
  roomId: row.room_id,
  lessonId: row.lesson_id,
  memberId: row.member_id,
});

/** @returns false when a question with this key was stored before */
export async function insertQuestion(
  trx: Trx,
  asker: Asker,
  question: { id: string; clientKey: string; body: string; at: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('question')
    .values({
      ...{ id: question.id, room_id: asker.roomId, lesson_id: asker.lessonId },
      ...{ member_id: asker.memberId, client_key: question.clientKey, body: question.body },
      ...{ asked_at: question.at, due_at: question.at },
    })
    .onConflict((conflict) => conflict.columns(['member_id', 'client_key']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export function findByKey(
  db: Db | Trx,
  memberId: string,
  clientKey: string,
): Promise<QuestionRow | undefined> {
  return db
    .selectFrom('question')
    .where('member_id', '=', memberId)
    .where('client_key', '=', clientKey)
    .select(columns)
    .executeTakeFirst();
}

export function findQuestion(db: Db | Trx, id: string): Promise<QuestionRow | undefined> {
  return db.selectFrom('question').where('id', '=', id).select(columns).executeTakeFirst();
}

/** Holds the question until the transaction ends; undefined: its student has deleted it. */
export function lockQuestion(trx: Trx, id: string): Promise<QuestionRow | undefined> {
  return trx
    .selectFrom('question')
    .where('id', '=', id)
    .forUpdate()
    .select(columns)
    .executeTakeFirst();
}

/** @returns the newest questions of a student in a room, oldest first */
export async function listQuestions(
  db: Db | Trx,
  { roomId, memberId }: Pick<Asker, 'roomId' | 'memberId'>,
  limit: number,
): Promise<QuestionRow[]> {
  const newest = await db
    .selectFrom('question')
    .where('member_id', '=', memberId)
    .where('room_id', '=', roomId)
    .orderBy('asked_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .select(columns)
    .execute();
  return newest.reverse();
}

export async function countUnanswered(db: Db | Trx, memberId: string): Promise<number> {
  const { waiting } = await db
    .selectFrom('question')
    .where('member_id', '=', memberId)
    .where('answered_at', 'is', null)
    .select(({ fn }) => fn.countAll<string>().as('waiting'))
    .executeTakeFirstOrThrow();
  return Number(waiting);
}

export interface QuestionChange {
  agent?: AnsweringAgent | null;
  reason?: string;
  answered_at?: Date;
  stage?: Stage;
  model_step?: ModelStep;
}

/** Changes what the student sees of a question. @returns the question as it is now */
export function changeQuestion(trx: Trx, id: string, change: QuestionChange): Promise<QuestionRow> {
  return trx
    .updateTable('question')
    .set((eb) => ({ ...change, rev: eb('rev', '+', 1) }))
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** Deletes a student's questions in a room with their answers. @returns ids of the questions */
export async function deleteQuestions(
  trx: Trx,
  { roomId, memberId }: Pick<Asker, 'roomId' | 'memberId'>,
): Promise<string[]> {
  const rows = await trx
    .deleteFrom('question')
    .where('member_id', '=', memberId)
    .where('room_id', '=', roomId)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** What the stream keeps of deleted questions says only that there was one. */
export async function blankEvents(trx: Trx, questionIds: readonly string[]): Promise<void> {
  for (const field of ['query', 'response']) {
    await sql`
      update outbox set event = jsonb_set(event, array['data', ${field}::text], '"(deleted)"')
      where event->'data'->'asked'->>'questionId' = any(${questionIds}::text[])
        and event->'data' ? ${field}`.execute(trx);
  }
}
