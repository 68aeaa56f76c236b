import {
  type AnswerView,
  askLimits,
  type DraftView,
  personOf,
  type TurnView,
} from '@learnflow/shared';
import type { Db, Trx } from '../storage/database.ts';
import {
  type AnswerRow,
  type DraftRow,
  findDraft,
  listAnswers,
  listDrafts,
} from './answer.store.ts';
import { type Asker, listQuestions, type QuestionRow } from './question.store.ts';

/** Drafts a console shows: those that wait, and what became of the last. */
const maxDrafts = 100;

/** @returns the turns of a student in a room as they see them, oldest first */
export async function listTurns(
  db: Db | Trx,
  asker: Pick<Asker, 'roomId' | 'memberId'>,
): Promise<TurnView[]> {
  return presentTurns(db, await listQuestions(db, asker, askLimits.turns));
}

export async function presentTurns(
  db: Db | Trx,
  questions: readonly QuestionRow[],
): Promise<TurnView[]> {
  const answers = await listAnswers(
    db,
    questions.map(({ id }) => id),
  );
  return questions.map((row) => ({
    ...{ id: row.id, roomId: row.room_id, clientKey: row.client_key, text: row.body },
    ...{ at: row.asked_at.getTime(), rev: row.rev, model: row.model_step },
    route: row.reason === null ? null : { agent: row.agent, reason: row.reason },
    // A student sees nothing of a draft but that somebody reads it.
    answers: answers
      .filter((answer) => answer.question_id === row.id && answer.state === 'shown')
      .map(presentAnswer),
  }));
}

export async function listDraftViews(db: Db, lessonId: string): Promise<DraftView[]> {
  return (await listDrafts(db, lessonId, maxDrafts)).map(presentDraft);
}

export async function findDraftView(
  db: Db | Trx,
  key: { lessonId: string; answerId: string },
): Promise<DraftView | undefined> {
  const row = await findDraft(db, key);
  return row && presentDraft(row);
}

export function textOf(row: Pick<AnswerRow, 'body' | 'edited_body'>): string {
  return row.edited_body ?? row.body;
}

function presentAnswer(row: AnswerRow): AnswerView {
  return {
    ...{ id: row.id, by: row.by, agent: row.agent, text: textOf(row) },
    ...{ nextSteps: row.next_steps, offerPerson: row.offer_person, helpful: row.helpful },
    at: (row.shown_at ?? row.written_at).getTime(),
    checkedBy:
      row.actor_id !== null && row.actor_name !== null && row.actor_role !== null
        ? personOf({
            ...{ memberId: row.actor_id, name: row.actor_name, role: row.actor_role },
            ink: row.actor_ink ?? 0,
          })
        : null,
  };
}

function presentDraft(row: DraftRow): DraftView {
  const { id, agent, name, question } = row;
  return {
    ...{ id, agent, name, question, memberId: row.member_id, roomId: row.room_id },
    ...{ text: textOf(row), writtenAt: row.written_at.getTime() },
    action:
      row.action_at === null || row.state === 'draft'
        ? null
        : {
            how: row.state === 'shown' ? 'sent' : 'dismissed',
            ...{ by: row.actor_name ?? '', at: row.action_at.getTime() },
          },
  };
}
