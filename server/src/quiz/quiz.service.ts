import { randomUUID } from 'node:crypto';
import {
  AppError,
  mayRun,
  type quizAnswerBody,
  type QuizResult,
  type QuizSummary,
  type QuizTry,
} from '@learnflow/shared';
import type { z } from 'zod';
import { eventIdOf } from '../bus/event-id.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Clock } from '../clock.ts';
import type { Courses } from '../course/courses.ts';
import type { LoadedQuiz } from '../course/read-quiz.ts';
import { listLessonExercises } from '../grade/work.store.ts';
import type { Access, Caller, RoomAccess } from '../room/access.port.ts';
import type { Db } from '../storage/database.ts';
import { putQuestion } from './put-question.ts';
import {
  findOpenTry,
  finishTry,
  insertTry,
  listAnswers,
  listTries,
  lockTry,
  putAnswer,
  type QuizTryRow,
} from './quiz.store.ts';

export interface QuizDeps {
  db: Db;
  access: Pick<Access, 'toRoom'>;
  courses: Pick<Courses, 'find' | 'findQuiz' | 'all'>;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
}

/** @returns the quizzes about the topics a room's lesson works on, with one's own results */
export async function listQuizzes(
  { db, access, courses }: QuizDeps,
  caller: Caller,
  roomId: string,
): Promise<QuizSummary[]> {
  const { lessonId, memberId } = await access.toRoom(caller, roomId);
  const quizzes = await quizzesOf({ db, courses }, lessonId);
  const tries = await listTries(db, memberId);
  return quizzes.map(({ id, title, topics, questions }) => {
    const mine = tries.filter(({ quiz }) => quiz === id);
    const scores = mine.flatMap(({ score }) => score ?? []);
    return {
      ...{ id, title, topics, questions: questions.length, tries: scores.length },
      best: scores.length > 0 ? Math.max(...scores) : null,
      last: scores.at(-1) ?? null,
      isBegun: mine.some(({ score, room_id }) => score === null && room_id === roomId),
    };
  });
}

/** Quizzes of every topic that an exercise of the lesson is about. */
async function quizzesOf(
  { db, courses }: Pick<QuizDeps, 'db' | 'courses'>,
  lessonId: string,
): Promise<LoadedQuiz[]> {
  const found: LoadedQuiz[] = [];
  const exercises = new Set(await listLessonExercises(db, lessonId));
  for (const course of courses.all()) {
    const worked = course.exercises.filter(({ exercise }) => exercises.has(exercise.id));
    const topics = new Set(worked.map(({ exercise }) => exercise.topic));
    found.push(...course.quizzes.filter((quiz) => quiz.topics.some((topic) => topics.has(topic))));
  }
  return found;
}

/**
 * Begins a quiz with its choices in a new order, or goes on with the try that is open in this room.
 * @throws AppError `not.found` when the lesson has no such quiz, `lesson.ended`, `forbidden` while the editors are held
 */
export async function openQuiz(
  deps: QuizDeps,
  caller: Caller,
  roomId: string,
  quizId: string,
): Promise<QuizTry> {
  const { db, courses, clock, random } = deps;
  const place = await toTake(deps, caller, roomId);
  const quiz = (await quizzesOf({ db, courses }, place.lessonId)).find(({ id }) => id === quizId);
  if (!quiz)
    throw new AppError('not.found', 'This lesson does not have that quiz. Reload the page.');
  const { memberId } = place;
  await insertTry(db, {
    ...{ id: randomUUID(), quiz: quizId, room_id: roomId, member_id: memberId, title: quiz.title },
    questions: quiz.questions.map((question) => putQuestion(question, random)),
    begun_at: new Date(clock.now()),
  });
  const open = await findOpenTry(db, { roomId, memberId, quiz: quizId });
  if (!open) throw noTry();
  return presentTry(open, await listAnswers(db, open.id));
}

/** Stores one answer; it is stored when this resolves. @throws AppError as `openQuiz`, `request.invalid` */
export async function answerQuestion(
  deps: QuizDeps,
  caller: Caller,
  roomId: string,
  { tryId, question, choice }: z.infer<typeof quizAnswerBody>,
): Promise<void> {
  const { db, clock } = deps;
  const { memberId } = await toTake(deps, caller, roomId);
  await db.transaction().execute(async (trx) => {
    const held = await lockTry(trx, { tryId, roomId, memberId });
    if (!held) throw noTry();
    if (held.finished_at !== null) {
      throw new AppError('request.invalid', 'This try is finished. Take the quiz again.');
    }
    if (choice >= (held.questions[question]?.choices.length ?? 0)) {
      throw new AppError('request.invalid', 'There is no such answer. Reload the page.');
    }
    await putAnswer(trx, { tryId, question, choice, at: new Date(clock.now()) });
  });
}

/**
 * Ends a try and tells its score, once; a finished one gives its result again.
 * @throws AppError as `openQuiz`, `request.invalid` while a question is open
 */
export async function finishQuiz(
  deps: QuizDeps,
  caller: Caller,
  roomId: string,
  tryId: string,
): Promise<QuizResult> {
  const { db, clock } = deps;
  const { memberId, lessonId, role } = await toTake(deps, caller, roomId);
  return db.transaction().execute(async (trx) => {
    const held = await lockTry(trx, { tryId, roomId, memberId });
    if (!held) throw noTry();
    const answers = await listAnswers(trx, tryId);
    if (held.finished_at !== null) return presentResult(held, answers);
    const open = held.questions.findIndex((_, at) => !answers.has(at));
    if (open >= 0) {
      throw new AppError('request.invalid', `Question ${open + 1} is still open. Answer it first.`);
    }
    const result = presentResult(held, answers);
    const at = new Date(clock.now());
    await finishTry(trx, tryId, { score: result.score, at });
    await appendEvents(trx, { lessonId }, [
      {
        ...{ id: eventIdOf('quiz.finished', tryId), type: 'learnflow.quiz.finished.v1' },
        ...{ key: roomId, at: at.getTime() },
        data: { lessonId, roomId, memberId, role, quiz: held.quiz, score: result.score },
      },
    ]);
    return result;
  });
}

async function toTake(
  { access }: Pick<QuizDeps, 'access'>,
  caller: Caller,
  roomId: string,
): Promise<RoomAccess> {
  const place = await access.toRoom(caller, roomId);
  if (place.lessonState === 'ended') {
    throw new AppError('lesson.ended', 'This lesson has ended. Take the quiz in the next one.');
  }
  if (!mayRun(place.right)) {
    throw new AppError('forbidden', 'Your teacher holds the editors. Go on when they let go.');
  }
  return place;
}

function presentTry(
  { id, quiz, title, questions }: QuizTryRow,
  answers: Map<number, number>,
): QuizTry {
  return {
    ...{ id, quiz, title },
    questions: questions.map(({ kind, question, code, choices }, at) => ({
      ...{ kind, question, code, choices },
      chosen: answers.get(at) ?? null,
    })),
  };
}

function presentResult(row: QuizTryRow, answers: Map<number, number>): QuizResult {
  const right = row.questions.filter((question, at) => answers.get(at) === question.right).length;
  return {
    ...presentTry(row, answers),
    ...{ right, score: Math.round((100 * right) / row.questions.length) },
    answers: row.questions.map(({ right, explanation }) => ({ right, explanation })),
  };
}

const noTry = () => new AppError('not.found', 'This quiz is not open here. Open it again.');
