import {
  type AnswerSecrets,
  type EndedRun,
  presentReport,
  type Question,
  tutorLimits,
} from '@learnflow/shared';
import type { Documents } from '../collab/collab.port.ts';
import type { Courses } from '../course/courses.ts';
import { listAttempts } from '../grade/attempt.store.ts';
import { presentExercise } from '../grade/exercise-view.ts';
import {
  listLessonExercises,
  listRoomExercises,
  listRoomLessonExercises,
} from '../grade/work.store.ts';
import { listSecrets } from '../help/secrets.ts';
import { findEndedRun } from '../run/last-run.ts';
import type { Db } from '../storage/database.ts';
import { listAnswers } from './answer.store.ts';
import { textOf } from './ask-view.ts';
import { askerOf, listQuestions, type QuestionRow } from './question.store.ts';

export interface ContextDeps {
  db: Db;
  documents: Pick<Documents, 'files'>;
  courses: Pick<Courses, 'find'>;
  /** How far a student is, and how deep to explain a topic; absent: nobody keeps that. */
  progressOf?: (
    memberId: string,
    topic: string | undefined,
  ) => Promise<Pick<Question, 'level' | 'progress' | 'next'>>;
}

/** Who asks what where; an alert asks nothing. */
type AskedRow = Pick<
  QuestionRow,
  'id' | 'room_id' | 'lesson_id' | 'member_id' | 'body' | 'asked_at'
>;

/** @returns the question with what its student can see, and what they must not */
export async function readQuestion(
  deps: ContextDeps,
  row: AskedRow,
): Promise<{ question: Question; secrets: AnswerSecrets }> {
  const { db, documents, courses } = deps;
  const [current] = (await listRoomLessonExercises(db, row.room_id)).flatMap(
    (id) => courses.find(id)?.exercise ?? [],
  );
  const files = (await documents.files(row.room_id)).map(({ name, text }) => ({ name, text }));
  const run = await findEndedRun(db, row.room_id);
  const lastRun: EndedRun | undefined = run && { ...run, files };
  const entry = lastRun?.entry ?? current?.entry ?? files[0]?.name;
  const question: Question = {
    text: row.body,
    level: 'beginner',
    ...(await deps.progressOf?.(row.member_id, current?.topic)),
    exercises: await exercisesOf(deps, row),
    earlier: await earlierOf(db, row),
    ...(current
      ? { module: current.topic, ...(await exerciseOf(deps, row.room_id, current)) }
      : {}),
    ...(entry === undefined ? {} : { program: { files, entry } }),
    ...(lastRun ? { lastRun } : {}),
  };
  const { solutions, hidden } = await listSecrets(deps, row.room_id, files);
  return { question, secrets: { solutions, hidden } };
}

async function exercisesOf(
  { db, courses }: ContextDeps,
  { lesson_id: lessonId, room_id: roomId }: AskedRow,
): Promise<NonNullable<Question['exercises']>> {
  const states = await listRoomExercises(db, lessonId, roomId);
  return (await listLessonExercises(db, lessonId)).flatMap((id) => {
    const found = courses.find(id)?.exercise;
    const last = states.find((state) => state.exercise === id)?.last;
    const solved = last?.kind === 'submit' && last.passed === last.total;
    return found
      ? [{ id, title: found.title, topic: found.topic, difficulty: found.difficulty, solved }]
      : [];
  });
}

async function exerciseOf(
  { db }: ContextDeps,
  roomId: string,
  exercise: Parameters<typeof presentExercise>[0],
): Promise<Pick<Question, 'exercise' | 'report'>> {
  const { id, title, topic, difficulty, task } = presentExercise(exercise);
  const [attempt] = await listAttempts(db, roomId, [id], 1);
  return {
    exercise: { id, title, topic, difficulty, task },
    ...(attempt?.report ? { report: presentReport(attempt.report, attempt.judged_by) } : {}),
  };
}

async function earlierOf(db: Db, row: AskedRow): Promise<Question['earlier']> {
  const all = await listQuestions(db, askerOf(row), tutorLimits.earlier + 1);
  const before = all.filter(({ id, asked_at: at }) => id !== row.id && at <= row.asked_at);
  const answers = await listAnswers(
    db,
    before.map(({ id }) => id),
  );
  return before.slice(-tutorLimits.earlier).map(({ id, body, agent }) => {
    const shown = answers.filter((each) => each.question_id === id && each.state === 'shown');
    const topic = shown.find((each) => each.topic !== null)?.topic ?? null;
    return {
      ...{ text: body, agent, answer: shown.map(textOf).join('\n\n') },
      ...(topic === null ? {} : { topic }),
    };
  });
}
