import type { AnsweringAgent, AnswerState, Role } from '@learnflow/shared';
import type { Db, Trx } from '../storage/database.ts';

export interface AnswerRow {
  id: string;
  question_id: string;
  by: 'rules' | 'model';
  agent: AnsweringAgent | null;
  body: string;
  edited_body: string | null;
  next_steps: string[];
  topic: string | null;
  offer_person: boolean;
  state: AnswerState;
  written_at: Date;
  shown_at: Date | null;
  action_at: Date | null;
  helpful: boolean | null;
  /** Who of the staff sent or dismissed it. */
  actor_id: string | null;
  actor_name: string | null;
  actor_role: Role | null;
  actor_ink: number | null;
}

const withActor = (db: Db | Trx) =>
  db
    .selectFrom('answer')
    .leftJoin('class_member as actor', 'actor.id', 'answer.action_by')
    .select([
      'answer.id',
      'answer.question_id',
      'answer.by',
      'answer.agent',
      'answer.body',
      'answer.edited_body',
      'answer.next_steps',
      'answer.topic',
      'answer.offer_person',
      'answer.state',
      'answer.written_at',
      'answer.shown_at',
      'answer.action_at',
      'answer.helpful',
      'actor.id as actor_id',
      'actor.name as actor_name',
      'actor.role as actor_role',
      'actor.ink as actor_ink',
    ]);

export interface NewAnswer {
  id: string;
  questionId: string;
  by: 'rules' | 'model';
  agent: AnsweringAgent | null;
  body: string;
  nextSteps: readonly string[];
  topic: string | null;
  offerPerson: boolean;
  state: 'shown' | 'draft';
  at: Date;
}

/** Writes the one answer of this kind. @returns false when there was one already */
export async function insertAnswer(trx: Trx, answer: NewAnswer): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('answer')
    .values({
      ...{ id: answer.id, question_id: answer.questionId, by: answer.by, agent: answer.agent },
      ...{ body: answer.body, next_steps: JSON.stringify(answer.nextSteps) },
      ...{ topic: answer.topic, offer_person: answer.offerPerson, state: answer.state },
      ...{ written_at: answer.at, shown_at: answer.state === 'shown' ? answer.at : null },
    })
    .onConflict((conflict) => conflict.columns(['question_id', 'by']).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns the answers of these questions, the rules' own first */
export async function listAnswers(
  db: Db | Trx,
  questionIds: readonly string[],
): Promise<AnswerRow[]> {
  if (questionIds.length === 0) return [];
  return withActor(db)
    .where('answer.question_id', 'in', [...questionIds])
    .orderBy('answer.by', 'desc')
    .execute();
}

/** @returns the question it belongs to; undefined when the student has no such answer */
export async function rateAnswer(
  trx: Trx,
  { answerId, memberId }: { answerId: string; memberId: string },
  helpful: boolean,
): Promise<string | undefined> {
  const row = await trx
    .updateTable('answer')
    .set({ helpful })
    .where('id', '=', answerId)
    .where('state', '=', 'shown')
    .where('question_id', 'in', (eb) =>
      eb.selectFrom('question').where('member_id', '=', memberId).select('id'),
    )
    .returning('question_id')
    .executeTakeFirst();
  return row?.question_id;
}

/** A model's answer with who asked what. */
export interface DraftRow extends AnswerRow {
  lesson_id: string;
  room_id: string;
  member_id: string;
  name: string;
  question: string;
}

const drafts = (db: Db | Trx) =>
  withActor(db)
    .innerJoin('question', 'question.id', 'answer.question_id')
    .innerJoin('class_member as student', 'student.id', 'question.member_id')
    .select(['question.lesson_id', 'question.room_id', 'question.member_id', 'student.name'])
    .select('question.body as question');

/** @returns what the staff of a lesson had or have to read, the newest first */
export function listDrafts(db: Db, lessonId: string, limit: number): Promise<DraftRow[]> {
  return drafts(db)
    .where('question.lesson_id', '=', lessonId)
    .where('answer.by', '=', 'model')
    .where((eb) =>
      eb.or([eb('answer.state', '=', 'draft'), eb('answer.action_at', 'is not', null)]),
    )
    .orderBy('answer.written_at', 'desc')
    .limit(limit)
    .execute();
}

export function findDraft(
  db: Db | Trx,
  { lessonId, answerId }: { lessonId: string; answerId: string },
): Promise<DraftRow | undefined> {
  return drafts(db)
    .where('question.lesson_id', '=', lessonId)
    .where('answer.id', '=', answerId)
    .where('answer.by', '=', 'model')
    .executeTakeFirst();
}

export interface AnswerChange {
  state: AnswerState;
  shown_at: Date | null;
  action_by: string | null;
  action_at: Date | null;
  edited_body: string | null;
}
export async function changeAnswer(trx: Trx, id: string, change: AnswerChange): Promise<void> {
  await trx.updateTable('answer').set(change).where('id', '=', id).execute();
}
