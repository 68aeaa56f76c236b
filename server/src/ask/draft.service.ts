import { AppError } from '@learnflow/shared';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Clock } from '../clock.ts';
import { noteApproval, withdrawApproval } from '../model/model-log.service.ts';
import type { Db, Trx } from '../storage/database.ts';
import { answerGivenEvents } from './answer-events.ts';
import { type AnswerChange, changeAnswer, type DraftRow, findDraft } from './answer.store.ts';
import type { AskNews } from './ask-news.ts';
import { findDraftView, presentTurns } from './ask-view.ts';
import {
  askerOf,
  changeQuestion,
  findQuestion,
  lockQuestion,
  type QuestionRow,
} from './question.store.ts';

/** Undo stays on screen for five seconds; the rest is for slow lines. */
const undoWithinMs = 30_000;

export interface DraftDeps {
  db: Db;
  news: AskNews;
  clock: Clock;
}
/** Which draft, and who of the staff acts. */
export interface DraftAct {
  lessonId: string;
  answerId: string;
  byId: string;
}

/**
 * The student gets what the model wrote, as it is or as the staff made it. It is stored when this resolves.
 * @throws AppError `not.found`, `request.invalid` when somebody was quicker
 */
export async function sendDraft(deps: DraftDeps, act: DraftAct, text: string): Promise<void> {
  await change(deps, act, async (trx, draft, question, at) => {
    assertWaits(draft);
    const edited = text === draft.body ? null : text;
    await changeAnswer(trx, draft.id, {
      ...{ state: 'shown', shown_at: at, edited_body: edited },
      ...{ action_by: act.byId, action_at: at },
    });
    await changeQuestion(trx, question.id, { model_step: 'done' });
    await noteApproval(trx, { aboutId: question.id, byId: act.byId }, at.getTime());
    const { agent, topic, next_steps: nextSteps } = draft;
    await appendEvents(trx, act, [
      ...answerGivenEvents(question, { by: 'model', agent, body: text, nextSteps, topic, at }),
    ]);
  });
}

/** The rules' own answer stays alone. @throws as `sendDraft` */
export async function dismissDraft(deps: DraftDeps, act: DraftAct): Promise<void> {
  await change(deps, act, async (trx, draft, question, at) => {
    assertWaits(draft);
    await changeAnswer(trx, draft.id, {
      ...{ state: 'dismissed', shown_at: null, edited_body: null },
      ...{ action_by: act.byId, action_at: at },
    });
    await changeQuestion(trx, question.id, { model_step: 'declined' });
  });
}

/** Takes back what was just done: the draft waits again. @throws as `sendDraft`, also when it is too late */
export async function undoDraft(deps: DraftDeps, act: DraftAct): Promise<void> {
  await change(deps, act, async (trx, draft, question, at) => {
    if (!draft.action_at || at.getTime() - draft.action_at.getTime() > undoWithinMs) {
      throw new AppError('request.invalid', 'It is too late to take that back.');
    }
    await changeAnswer(trx, draft.id, waiting);
    await changeQuestion(trx, question.id, { model_step: 'checking' });
    await withdrawApproval(trx, question.id);
  });
}

const waiting: AnswerChange = {
  ...{ state: 'draft', shown_at: null, edited_body: null },
  ...{ action_by: null, action_at: null },
};

function assertWaits(draft: DraftRow): void {
  if (draft.state === 'draft') return;
  const who = draft.actor_name ?? 'Somebody';
  throw new AppError('request.invalid', `${who} has taken care of this already.`);
}

/** One after the other for each question; tells the student and the consoles after the commit. */
async function change(
  { db, news, clock }: DraftDeps,
  act: DraftAct,
  how: (trx: Trx, draft: DraftRow, question: QuestionRow, at: Date) => Promise<void>,
): Promise<void> {
  const id = await db.transaction().execute(async (trx) => {
    const seen = await findDraft(trx, act);
    const question = seen && (await lockQuestion(trx, seen.question_id));
    // Read again under the lock: whoever came first has changed it.
    const draft = question && (await findDraft(trx, act));
    if (!draft) {
      throw new AppError(
        'not.found',
        'The student has deleted this question. Nothing is left to do.',
      );
    }
    await how(trx, draft, question, new Date(clock.now()));
    return question.id;
  });
  await tellDraft({ db, news }, act, id);
}

/** Tells consoles and the student how a model's answer stands. */
export async function tellDraft(
  { db, news }: Pick<DraftDeps, 'db' | 'news'>,
  key: { lessonId: string; answerId: string },
  questionId: string,
): Promise<void> {
  const draft = await findDraftView(db, key);
  if (draft) news.emit('draft', { lessonId: key.lessonId, draft });
  await tellTurn({ db, news }, questionId);
}

/** Tells the student how a question stands now. */
export async function tellTurn(
  { db, news }: Pick<DraftDeps, 'db' | 'news'>,
  questionId: string,
): Promise<void> {
  const question = await findQuestion(db, questionId);
  if (!question) return;
  const turns = await presentTurns(db, [question]);
  news.emit('turns', { ...askerOf(question), turns, cleared: false });
}
