import { randomUUID } from 'node:crypto';
import { AppError, askLimits, type ModelStep, type TurnView } from '@learnflow/shared';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Clock } from '../clock.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import type { RoomAccess } from '../room/access.port.ts';
import type { Db } from '../storage/database.ts';
import { questionAskedEvent } from './answer-events.ts';
import { listAnswers, rateAnswer } from './answer.store.ts';
import type { AskNews } from './ask-news.ts';
import { listTurns, presentTurns } from './ask-view.ts';
import type { AskWorker } from './ask-worker.ts';
import {
  type Asker,
  blankEvents,
  changeQuestion,
  countUnanswered,
  deleteQuestions,
  findByKey,
  findQuestion,
  insertQuestion,
  listQuestions,
  lockQuestion,
  type QuestionRow,
} from './question.store.ts';

export interface AskDeps {
  db: Db;
  news: AskNews;
  worker: Pick<AskWorker, 'look' | 'stop'>;
  /** Questions of one member. */
  rate: Pick<RateLimit, 'take'>;
  clock: Clock;
}

/**
 * Stores a question; it is answered soon after.
 * @param clientKey  chosen by the page; the same key again is the same question
 * @throws AppError `forbidden`, `lesson.ended`, `too.many`
 */
export async function askQuestion(
  deps: AskDeps,
  place: RoomAccess,
  { clientKey, text }: { clientKey: string; text: string },
): Promise<TurnView> {
  const { db, news, worker, rate, clock } = deps;
  const asker = askerIn(place);
  assertMayAsk(place);
  const known = await findByKey(db, asker.memberId, clientKey);
  if (known) return presentOne(db, known);
  rate.take(asker.memberId);
  const at = new Date(clock.now());
  const body = text.toWellFormed();
  const question = { id: randomUUID(), clientKey, body, at };
  const stored = await db.transaction().execute(async (trx) => {
    if ((await countUnanswered(trx, asker.memberId)) >= askLimits.waiting) {
      throw new AppError('too.many', 'Wait for the answers to what you have asked.', { s: 5 });
    }
    const isNew = await insertQuestion(trx, asker, question);
    if (isNew) await appendEvents(trx, asker, [questionAskedEvent(asker, question)]);
    return findByKey(trx, asker.memberId, clientKey);
  });
  if (!stored) throw new Error('A question that was just stored is not there');
  const turn = await presentOne(db, stored);
  news.emit('turns', { ...asker, turns: [turn], cleared: false });
  worker.look();
  return turn;
}

/** The model need not go on; what the rules said stays. Stopping what has ended does nothing. */
export async function stopAnswer(
  { db, worker, news }: AskDeps,
  place: RoomAccess,
  questionId: string,
): Promise<void> {
  const asker = askerIn(place);
  await getOwn(db, asker, questionId);
  worker.stop(questionId);
  const stopped = await db.transaction().execute(async (trx) => {
    const question = await lockQuestion(trx, questionId);
    if (question?.stage !== 'model') return undefined;
    const step: ModelStep = 'cancelled';
    return changeQuestion(trx, questionId, { stage: 'done', model_step: step });
  });
  if (!stopped) return;
  news.emit('turns', { ...asker, turns: [await presentOne(db, stopped)], cleared: false });
}

/** @throws AppError `not.found` for an answer the student has not got */
export async function rateHelp(
  { db, news }: AskDeps,
  place: RoomAccess,
  { answerId, helpful }: { answerId: string; helpful: boolean },
): Promise<void> {
  const asker = askerIn(place);
  const question = await db.transaction().execute(async (trx) => {
    const questionId = await rateAnswer(trx, { answerId, memberId: asker.memberId }, helpful);
    if (questionId !== undefined) return changeQuestion(trx, questionId, {});
    throw new AppError('not.found', 'This answer is not there any more. Reload the page.');
  });
  news.emit('turns', { ...asker, turns: [await presentOne(db, question)], cleared: false });
}

/** Deletes the student's questions in this room, with their answers and what the stream says of them. */
export async function clearQuestions({ db, worker, news }: AskDeps, place: RoomAccess) {
  const asker = askerIn(place);
  const mine = await listQuestions(db, asker, 1_000);
  for (const { id } of mine) worker.stop(id);
  const { ids, answerIds, left } = await db.transaction().execute(async (trx) => {
    const before = await listQuestions(trx, asker, 1_000);
    const answers = await listAnswers(
      trx,
      before.map(({ id }) => id),
    );
    const ids = await deleteQuestions(trx, asker);
    await blankEvents(trx, ids);
    return { ids, answerIds: answers.map(({ id }) => id), left: await listTurns(trx, asker) };
  });
  if (ids.length === 0) return;
  news.emit('turns', { ...asker, turns: left, cleared: true });
  news.emit('draftsGone', { lessonId: asker.lessonId, answerIds });
}

function askerIn({ roomId, lessonId, memberId }: RoomAccess): Asker {
  return { roomId, lessonId, memberId };
}

function assertMayAsk({ role, seated, ownerId, memberId, right, lessonState }: RoomAccess): void {
  if (lessonState === 'ended') {
    throw new AppError('lesson.ended', 'This lesson has ended. Ask again in the next one.');
  }
  if (role !== 'student' || (!seated && ownerId !== memberId) || right === 'watch') {
    throw new AppError('forbidden', 'Questions are asked by the students who work in this room.');
  }
  if (right === 'held') {
    throw new AppError('forbidden', 'Your teacher has the class now. Ask when you can type again.');
  }
}

async function getOwn(db: Db, asker: Asker, questionId: string): Promise<QuestionRow> {
  const question = await findQuestion(db, questionId);
  if (question?.member_id === asker.memberId && question.room_id === asker.roomId) return question;
  throw new AppError('not.found', 'This question is not there any more. Reload the page.');
}

async function presentOne(db: Db, question: QuestionRow): Promise<TurnView> {
  const [turn] = await presentTurns(db, [question]);
  if (!turn) throw new Error('A question has no view');
  return turn;
}
