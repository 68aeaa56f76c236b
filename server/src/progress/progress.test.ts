import { agents } from '@learnflow/agents';
import { classBody, type EventDraft } from '@learnflow/shared';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashOf } from '../../test/agent-class.ts';
import { aCourseClass, type CourseClass } from '../../test/course-class.ts';
import { createTestDatabase, type TestDatabase, type TestPerson } from '../../test/world.ts';
import { replay } from '../bus/agent-host.ts';
import { listStates } from '../bus/agent-state.store.ts';
import { allOut, aStream, type TestStream } from '../bus/bus.fixture.ts';
import { subscriptionOf } from '../bus/consumer.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import { addLessonExercises } from '../grade/work.store.ts';
import { changeClass } from '../classroom/classroom.service.ts';
import { progressCsv } from './progress-csv.ts';
import { createProgressConsumer } from './progress-consumer.ts';
import { createProgressNews } from './progress-news.ts';
import {
  findProgress,
  getClassProgress,
  listOwnProgress,
  progressForQuestion,
  type ProgressDeps,
} from './progress.service.ts';

const clock = { now: () => Date.now() };
let database: TestDatabase;
let people: CourseClass;
let deps: ProgressDeps;
const heard: string[] = [];
let stream: TestStream;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  people = await aCourseClass(db);
  deps = { db, agents, courses: people.courses, clock };
  stream = aStream(db, [aConsumer()]);
});
afterAll(async () => {
  await stream.close();
  await database.close();
});

function aConsumer() {
  const news = createProgressNews();
  news.on('changed', ({ memberId }) => heard.push(memberId));
  return createProgressConsumer({ ...deps, news });
}

async function tell(...events: EventDraft[]): Promise<void> {
  const { lessonId } = people;
  await database.db.transaction().execute((trx) => appendEvents(trx, { lessonId }, events));
}

const place = ({ memberId }: TestPerson) => ({
  ...{ lessonId: people.lessonId, roomId: people.mayasRoom, memberId, role: 'student' as const },
});

function graded(who: TestPerson, exercise: string, score: number, partners?: string[]): EventDraft {
  return {
    ...{ id: randomUUID(), type: 'learnflow.attempt.graded.v1', key: people.mayasRoom },
    at: Date.now(),
    data: {
      ...{ ...place(who), attemptId: randomUUID(), exercise, kind: 'submit', score },
      ...{ passed: score / 20, total: 5, ...(partners ? { partners } : {}) },
    },
  };
}

function reviewed(who: TestPerson, exercise: string, quality: number): EventDraft {
  return {
    ...{ id: randomUUID(), type: 'learnflow.attempt.reviewed.v1', key: people.mayasRoom },
    at: Date.now(),
    data: { ...place(who), attemptId: randomUUID(), exercise, quality, score: quality },
  };
}

function finished(who: TestPerson, score: number): EventDraft {
  return {
    ...{ id: randomUUID(), type: 'learnflow.quiz.finished.v1', key: people.mayasRoom },
    at: Date.now(),
    data: { ...place(who), quiz: 'first-steps/quiz-control-flow', score },
  };
}

async function toldOf(
  type: string,
  memberId: string,
): Promise<{ topic: string; mastery: number }[]> {
  await allOut(database.db);
  const rows = await database.db
    .selectFrom('outbox')
    .where('type', '=', type)
    .where('key', '=', memberId)
    .orderBy('key_seq')
    .select('event')
    .execute();
  return rows.map(({ event }) => (event as { data: { topic: string; mastery: number } }).data);
}

const loops = async (memberId: string) =>
  (await findProgress(deps, memberId))?.modules
    .flatMap(({ topics }) => topics)
    .find(({ topic }) => topic === 'Loops') ?? expect.fail();

test('what students do moves their numbers, and every change is told once', async () => {
  const { maya } = people;
  await tell(graded(maya, 'first-steps/countdown', 60));
  await tell(graded(maya, 'first-steps/times-table', 60));
  await tell(finished(maya, 80), reviewed(maya, 'first-steps/countdown', 75));
  const updates = await toldOf('learnflow.progress.updated.v1', maya.memberId);
  const { mastery, band, parts } = await loops(maya.memberId);
  // 60, 80, 75 and one day of seven: 24 + 24 + 15 + 1.4
  expect(parts.map(({ value }) => value)).toEqual([60, 80, 75, 14]);
  expect({ mastery, band }).toEqual({ mastery: 64, band: 'learning' });
  const ofLoops = updates.filter(({ topic }) => topic === 'Loops').map((one) => one.mastery);
  expect(ofLoops.at(-1)).toBe(64);
  expect(new Set(ofLoops).size).toBe(ofLoops.length);
  // The quiz is about both topics of its module.
  expect(updates.some(({ topic }) => topic === 'Control flow')).toBe(true);
  expect(heard).toContain(maya.memberId);
});

test('whoever asks for progress is answered with every topic that was begun', async () => {
  const { maya } = people;
  await tell({
    ...{ id: randomUUID(), type: 'learnflow.progress.request.v1', key: maya.memberId },
    ...{ at: Date.now(), data: { user_id: maya.memberId } },
  });
  await expect
    .poll(() => toldOf('learnflow.progress.update.v1', maya.memberId))
    .toMatchObject([{ topic: 'Control flow' }, { topic: 'Loops', mastery: 64, streak: 1 }]);
});

test('events that arrive at once lose nothing', async () => {
  const { leo } = people;
  const consumer = aConsumer();
  const { handle } = subscriptionOf(consumer, { db: database.db, clock });
  const tries = 12;
  for (let n = 0; n < tries; n++) await tell(finished(leo, n * 5));
  const { rows } = await listRows(leo);
  await Promise.all(rows.map((event) => handle(event as Parameters<typeof handle>[0])));
  await allOut(database.db);
  const state = agents.progress.state.parse((await statesOf()).get(leo.memberId));
  expect(state).toMatchObject({
    quizzes: { 'first-steps/quiz-control-flow': { tries, best: { value: 55 } } },
  });
});

async function listRows({ memberId }: TestPerson) {
  const rows = await database.db
    .selectFrom('outbox')
    .where('type', '=', 'learnflow.quiz.finished.v1')
    .select('event')
    .execute();
  const mine = rows
    .map(({ event }) => event)
    .filter((event) => JSON.stringify(event).includes(memberId));
  return { rows: mine };
}

const statesOf = async (): Promise<Map<string, unknown>> =>
  new Map(
    (await listStates(database.db, 'progress')).map(({ key, state }) => [key, state] as const),
  );

test('reading the stream again from its beginning gives the state that is stored', async () => {
  const { maya, leo } = people;
  await tell(graded(maya, 'first-steps/countdown', 100, [leo.memberId]));
  await tell(graded(leo, 'first-steps/leap-year', 40));
  await allOut(database.db);
  await expect.poll(async () => (await loops(leo.memberId)).parts[0]?.value).toBe(50);
  expect(hashOf(await replay(database.db, agents.progress))).toBe(hashOf(await statesOf()));
});

test('a class is students × topics, one’s own is one’s own, and a question gets level and sums', async () => {
  const { maya, leo, teacher } = people;
  const whole = await getClassProgress(deps, maya.classId);
  expect(whole.students.map(({ name }) => name)).toEqual(['Leo', 'Maya']);
  expect(whole.students[0]?.modules).toHaveLength(8);
  const own = await listOwnProgress(deps, maya.userId);
  expect(own.map(({ memberId }) => memberId)).toEqual([maya.memberId]);
  expect(JSON.stringify(own)).not.toContain(leo.memberId);
  expect(await listOwnProgress(deps, teacher.userId)).toEqual([]);
  const asked = await progressForQuestion(deps, maya.memberId, 'Loops');
  // 80 % of the exercises by now: Proficient.
  expect(asked.level).toBe('advanced');
  const about = asked.progress?.find(({ topic }) => topic === 'Loops');
  expect(about?.sum).toMatch(/^0\.4 × \d+ \+ 0\.3 × 80 \+ 0\.2 × 75 \+ 0\.1 × 14$/);
  expect(asked.next?.title).toBe('Times table');
  expect(await progressForQuestion(deps, teacher.memberId)).toEqual({ level: 'beginner' });
});

test('the sheet has a line for every student and topic', async () => {
  const lines = [...progressCsv(await getClassProgress(deps, people.maya.classId))];
  expect(lines).toHaveLength(1 + 2 * 11);
  expect(lines.find((line) => line.startsWith('Maya,Control flow,Loops,'))).toMatch(
    /,72,proficient,80,80,75,14,1\r\n$/,
  );
});

test('a class says in which zone its days begin, by the name of a place', async () => {
  const { classId, memberId } = people.maya;
  const { db } = database;
  await changeClass({ db, clock }, classId, classBody.parse({ timeZone: 'Asia/Kathmandu' }));
  expect((await findProgress(deps, memberId))?.timeZone).toBe('Asia/Kathmandu');
  await changeClass({ db, clock }, classId, classBody.parse({ timeZone: null }));
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect((await findProgress(deps, memberId))?.timeZone).toBe(own);
  for (const timeZone of ['Mars/Base', '+02:00', '']) {
    expect(classBody.safeParse({ timeZone }).success).toBe(false);
  }
});

test('what only another student was given is neither open to one nor counts as undone', async () => {
  const { maya, leo, lessonId } = people;
  const { db } = database;
  const only = 'first-steps/sum-of-digits';
  const figures = async ({ memberId }: TestPerson) => {
    const { modules, next } = (await findProgress(deps, memberId)) ?? expect.fail();
    return { modules, next };
  };
  const before = { maya: await figures(maya), leo: await figures(leo) };
  await db
    .transaction()
    .execute((trx) => addLessonExercises(trx, lessonId, [only], [maya.memberId]));
  expect(await figures(leo)).toEqual(before.leo);
  expect((await figures(maya)).modules).not.toEqual(before.maya.modules);
});
