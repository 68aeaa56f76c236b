import { agents } from '@learnflow/agents';
import type { QuizResult, QuizSummary, QuizTry } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aCourseClass, type CourseClass } from '../../test/course-class.ts';
import type { TestPerson } from '../../test/world.ts';
import { seat } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { hostAgent } from '../bus/agent-host.ts';
import { allOut, aStream } from '../bus/bus.fixture.ts';
import { createAccess } from '../room/access.service.ts';
import {
  answerQuestion,
  finishQuiz,
  listQuizzes,
  openQuiz,
  type QuizDeps,
} from './quiz.service.ts';

const quiz = 'first-steps/quiz-control-flow';

let database: TestDatabase;
let people: CourseClass;
let deps: QuizDeps;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function aQuizClass(): Promise<void> {
  const { db } = database;
  people = await aCourseClass(db);
  const clock = { now: () => Date.now() };
  deps = { db, clock, access: createAccess({ db }), courses: people.courses, random: Math.random };
}

/** @param rights  how many questions are answered right, the first ones */
async function answerAll(who: TestPerson, roomId: string, begun: QuizTry, rights: number) {
  const loaded = people.courses.findQuiz(quiz)?.questions ?? [];
  for (const [question, { code, question: asked, choices }] of begun.questions.entries()) {
    const known = loaded.find((one) =>
      one.kind === 'prints' ? one.code === code : one.question === asked,
    );
    const right = choices.indexOf(known?.answer ?? '');
    const choice = question < rights ? right : (right + 1) % choices.length;
    await answerQuestion(deps, who.caller, roomId, { tryId: begun.id, question, choice });
  }
}

async function take(who: TestPerson, roomId: string, rights: number): Promise<QuizResult> {
  const begun = await openQuiz(deps, who.caller, roomId, quiz);
  await answerAll(who, roomId, begun, rights);
  return finishQuiz(deps, who.caller, roomId, begun.id);
}

const refused = (what: Promise<unknown>): Promise<string> =>
  what.then(
    () => 'done',
    (error: unknown) => (error as { code: string }).code,
  );

test('quizzes of a room are those about its lesson, with one’s best and last try', async () => {
  await aQuizClass();
  const { maya, mayasRoom } = people;
  const list = (): Promise<QuizSummary[]> => listQuizzes(deps, maya.caller, mayasRoom);
  expect(await list()).toMatchObject([{ id: quiz, questions: 6, best: null, tries: 0 }]);
  const { score, right } = await take(maya, mayasRoom, 5);
  expect({ score, right }).toEqual({ score: 83, right: 5 });
  await take(maya, mayasRoom, 3);
  await openQuiz(deps, maya.caller, mayasRoom, quiz);
  expect(await list()).toMatchObject([{ best: 83, last: 50, tries: 2, isBegun: true }]);
});

test('nothing that a student gets before the end tells a right answer', async () => {
  await aQuizClass();
  const { maya, mayasRoom } = people;
  const begun = await openQuiz(deps, maya.caller, mayasRoom, quiz);
  const sent = JSON.stringify([
    await listQuizzes(deps, maya.caller, mayasRoom),
    begun,
    await answerAll(maya, mayasRoom, begun, 6),
    await openQuiz(deps, maya.caller, mayasRoom, quiz),
    people.courses.list(),
  ]);
  for (const { explanation } of people.courses.findQuiz(quiz)?.questions ?? []) {
    expect(sent).not.toContain(explanation.slice(0, 30));
  }
  expect(sent).not.toMatch(/"(right|answer|answers|explanation)"/);
  const result = await finishQuiz(deps, maya.caller, mayasRoom, begun.id);
  expect(result.answers).toHaveLength(6);
  expect(result.answers.every(({ explanation }) => explanation.length > 20)).toBe(true);
});

test('choices come in another order, and the right one goes with them', async () => {
  await aQuizClass();
  const { maya, mayasRoom } = people;
  const orders = new Set<string>();
  for (let n = 0; n < 4; n++) {
    const begun = await openQuiz(deps, maya.caller, mayasRoom, quiz);
    orders.add(JSON.stringify(begun.questions.map(({ choices }) => choices)));
    await answerAll(maya, mayasRoom, begun, 6);
    expect((await finishQuiz(deps, maya.caller, mayasRoom, begun.id)).score).toBe(100);
  }
  expect(orders.size).toBeGreaterThan(1);
});

test('an answer is kept when the page is loaded again, and can be changed until the end', async () => {
  await aQuizClass();
  const { maya, mayasRoom } = people;
  const begun = await openQuiz(deps, maya.caller, mayasRoom, quiz);
  const answer = (question: number, choice: number) =>
    answerQuestion(deps, maya.caller, mayasRoom, { tryId: begun.id, question, choice });
  await answer(0, 2);
  await answer(0, 1);
  const again = await openQuiz(deps, maya.caller, mayasRoom, quiz);
  expect(again.id).toBe(begun.id);
  expect(again.questions[0]?.chosen).toBe(1);
  expect(await refused(finishQuiz(deps, maya.caller, mayasRoom, begun.id))).toBe('request.invalid');
  expect(await refused(answer(0, 3 + 1))).toBe('request.invalid');
  await answerAll(maya, mayasRoom, begun, 6);
  const first = await finishQuiz(deps, maya.caller, mayasRoom, begun.id);
  // A second click ends it no second time.
  expect(await finishQuiz(deps, maya.caller, mayasRoom, begun.id)).toEqual(first);
  expect(await refused(answer(0, 0))).toBe('request.invalid');
  const told = await database.db
    .selectFrom('outbox')
    .where('key', '=', mayasRoom)
    .where('type', '=', 'learnflow.quiz.finished.v1')
    .selectAll()
    .execute();
  expect(told).toHaveLength(1);
});

test('two of a pair take it each for themselves, and nobody another one’s', async () => {
  await aQuizClass();
  const { maya, leo, mayasRoom, leosRoom } = people;
  await seat(database.db, leo, mayasRoom);
  const [mayas, leos] = [
    await openQuiz(deps, maya.caller, mayasRoom, quiz),
    await openQuiz(deps, leo.caller, mayasRoom, quiz),
  ];
  expect(mayas.id).not.toBe(leos.id);
  const foreign = { tryId: mayas.id, question: 0, choice: 0 };
  expect(await refused(answerQuestion(deps, leo.caller, mayasRoom, foreign))).toBe('not.found');
  expect(await refused(finishQuiz(deps, leo.caller, leosRoom, mayas.id))).toBe('not.found');
  expect(await refused(openQuiz(deps, maya.caller, leosRoom, quiz))).toBe('not.found');
  expect(await refused(openQuiz(deps, maya.caller, mayasRoom, 'first-steps/quiz-files'))).toBe(
    'not.found',
  );
});

test('in a lesson that has ended nothing is answered any more', async () => {
  await aQuizClass();
  const { maya, mayasRoom, lessonId } = people;
  const begun = await openQuiz(deps, maya.caller, mayasRoom, quiz);
  await database.db
    .updateTable('lesson')
    .set({ state: 'ended', ended_at: new Date() })
    .where('id', '=', lessonId)
    .execute();
  const body = { tryId: begun.id, question: 0, choice: 0 };
  expect(await refused(answerQuestion(deps, maya.caller, mayasRoom, body))).toBe('lesson.ended');
});

test('a quiz below half brings the student up on the wall', async () => {
  await aQuizClass();
  const { maya, leo, mayasRoom, leosRoom } = people;
  const stream = aStream(database.db, [hostAgent(agents.struggle)]);
  await take(maya, mayasRoom, 2);
  await take(leo, leosRoom, 3);
  await allOut(database.db);
  const alerts = await database.db
    .selectFrom('outbox')
    .where('type', '=', 'learnflow.alert.raised.v1')
    .where('key', 'in', [maya.memberId, leo.memberId])
    .select('event')
    .execute();
  expect(alerts).toMatchObject([
    {
      event: {
        data: { user_id: maya.memberId, rule: 'quiz', reason: expect.any(String) as string },
      },
    },
  ]);
  await stream.close();
});
