import { randomUUID } from 'node:crypto';
import type { Answer, ModelStep, PassesMore, Question, Tutor } from '@learnflow/shared';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Clock } from '../clock.ts';
import type { Trx } from '../storage/database.ts';
import { answerGivenEvents } from './answer-events.ts';
import { insertAnswer } from './answer.store.ts';
import type { AskNews } from './ask-news.ts';
import { tellDraft, tellTurn } from './draft.service.ts';
import { type ModelUse, rulesOnly } from './model-use.port.ts';
import { type ContextDeps, readQuestion } from './question-context.ts';
import {
  askerOf,
  changeQuestion,
  findQuestion,
  lockQuestion,
  type QuestionRow,
} from './question.store.ts';

/** A model is asked again when the server died meanwhile, but not for ever. */
const maxModelTries = 2;

export interface AnswerDeps extends ContextDeps {
  tutor: Pick<Tutor, 'ask' | 'model'>;
  use: ModelUse;
  /** The paste test for code in a model's answer; absent: there is no grader. */
  passesMoreOf?: (question: Question) => PassesMore | undefined;
  news: AskNews;
  clock: Clock;
  /** Awaited between the steps; tests end the process here. */
  onStep?: (step: 'claimed' | 'answered' | 'stored') => Promise<void> | void;
}
export interface AnswerJob extends AnswerDeps {
  questionId: string;
  /** Ends the request to a model. */
  signal: AbortSignal;
  /** The server shuts down: whoever comes next goes on. */
  isClosing(): boolean;
}

/** Stores what the rules say, and tells it. @returns whether a model is to be asked as well */
export async function answerByRules(job: AnswerJob): Promise<boolean> {
  const { db, tutor, use, clock, questionId, onStep } = job;
  const row = await findQuestion(db, questionId);
  if (!row) return false;
  const { question, secrets } = await readQuestion(job, row);
  const policy = await use.policyOf(askerOf(row), question.exercise?.id);
  const nothingSpent = { questions: 0, tokens: 0 };
  const said = { question, secrets, policy: rulesOnly, spent: nothingSpent };
  const { route, builtIn } = await tutor.ask(said);
  // What nobody here knows is for a person, not for a model.
  const asksModel = tutor.model !== null && policy.mode === 'full' && route.agent !== null;
  await onStep?.('answered');
  const at = new Date(clock.now());
  await db.transaction().execute(async (trx) => {
    const held = await lockQuestion(trx, questionId);
    if (held?.stage !== 'rules') return;
    const answer = newAnswer(held, 'rules', builtIn, at);
    if (!(await insertAnswer(trx, { ...answer, state: 'shown' }))) return;
    await changeQuestion(trx, questionId, {
      ...{ agent: route.agent, reason: route.reason, answered_at: at },
      ...(asksModel
        ? ({ stage: 'model', model_step: 'writing' } as const)
        : ({ stage: 'done' } as const)),
    });
    await appendEvents(trx, askerOf(held), answerGivenEvents(held, answer));
  });
  await onStep?.('stored');
  await tellTurn(job, questionId);
  return asksModel;
}

/** Asks the model; stores what it said as an answer or as a draft, or why there is none, and tells it. */
export async function answerByModel(job: AnswerJob, tries: number): Promise<void> {
  const { db, tutor, use, clock, questionId, signal, onStep } = job;
  const row = await findQuestion(db, questionId);
  if (row?.stage !== 'model') return;
  if (tries > maxModelTries) return endModel(job, 'failed');
  const asker = askerOf(row);
  const { question, secrets } = await readQuestion(job, row);
  const policy = await use.policyOf(asker, question.exercise?.id);
  const passesMore = job.passesMoreOf?.(question);
  const request = {
    ...{ question, secrets, policy, spent: await use.spentBy(asker) },
    ...(passesMore ? { passesMore } : {}),
  };
  let from = 0;
  const onText = (text: string): void => {
    job.news.emit('text', { ...asker, questionId, from, text });
    from += text.length;
  };
  const { model, fallback, calls } = await tutor.ask(request, {
    signal,
    ...(policy.approve ? {} : { onText }),
  });
  if (job.isClosing()) throw new Error('The server stops while a model writes.');
  await onStep?.('answered');
  const at = new Date(clock.now());
  const draftId = await db.transaction().execute(async (trx) => {
    const held = await lockQuestion(trx, questionId);
    if (!held) return undefined;
    await use.record(trx, { ...asker, questionId }, calls);
    // Stopped by the student meanwhile.
    if (held.stage !== 'model') return undefined;
    if (!model) {
      await finish(trx, held, fallback ?? 'failed');
      return undefined;
    }
    const answer = newAnswer(held, 'model', model, at);
    const isNew = await insertAnswer(trx, { ...answer, state: policy.approve ? 'draft' : 'shown' });
    await finish(trx, held, policy.approve ? 'checking' : 'done');
    const isShown = isNew && !policy.approve;
    await appendEvents(trx, asker, isShown ? answerGivenEvents(held, answer) : []);
    return policy.approve ? answer.id : undefined;
  });
  await onStep?.('stored');
  if (draftId === undefined) return tellTurn(job, questionId);
  await tellDraft(job, { lessonId: asker.lessonId, answerId: draftId }, questionId);
}

async function endModel(job: AnswerJob, step: ModelStep): Promise<void> {
  await job.db.transaction().execute(async (trx) => {
    const held = await lockQuestion(trx, job.questionId);
    if (held?.stage === 'model') await finish(trx, held, step);
  });
  await tellTurn(job, job.questionId);
}

async function finish(trx: Trx, { id }: QuestionRow, step: ModelStep): Promise<void> {
  await changeQuestion(trx, id, { stage: 'done', model_step: step });
}

function newAnswer({ id }: QuestionRow, by: 'rules' | 'model', said: Answer, at: Date) {
  return {
    ...{ id: randomUUID(), questionId: id, by, agent: said.agent, body: storable(said.text) },
    ...{ nextSteps: said.nextSteps.map(storable), topic: said.topic ?? null },
    ...{ offerPerson: said.offerPerson, at },
  };
}

/** Models write anything; Postgres stores neither NUL nor half an emoji. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}
