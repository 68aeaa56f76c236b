import { randomUUID } from 'node:crypto';
import { agents } from '@learnflow/agents';
import type { EndedRun, Explainer, Explanation, HelpView } from '@learnflow/shared';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aSmallClass, type SmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { anExercise, coursesOf } from '../grade/rule-grader.fixture.ts';
import { replaceLessonExercises } from '../grade/work.store.ts';
import { RoomHelp } from './room-help.ts';

let database: TestDatabase;
let people: SmallClass;
let room: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  people = await aSmallClass(database.db);
  room = people.mayasRoom;
});
afterAll(() => database.close());

const aRun = (errorText: string, text = ''): EndedRun => ({
  end: { reason: 'error', exitCode: 1, durationMs: 1, truncated: false },
  files: [{ name: 'main.py', text }],
  entry: 'main.py',
  errorText,
});
const explanation = (family: string): Explanation => ({
  ...{ family, file: 'main.py', line: 3, title: 'T', what: 'W.', why: 'Y.', question: 'Q?' },
  ...{ original: 'E', specific: true },
  hints: [`${family} one`, `${family} two`, `${family} three`],
});
const byText: Explainer = {
  explain: ({ errorText }) => (errorText === '' ? undefined : explanation(errorText)),
  explainMisconception: ([file]) =>
    file?.text.startsWith('odd') ? explanation(file.text) : undefined,
  withoutLeaks: agents.withoutLeaks,
};

let now = 1_000_000;
/** A server; another one stands for the same after a restart. */
const aServer = (courses = coursesOf(), said = byText): RoomHelp =>
  new RoomHelp({ db: database.db, agents: said, courses, clock: { now: () => now } });

async function ended(help: RoomHelp, runId: string, run: EndedRun): Promise<HelpView | null> {
  const { after } = await database.db
    .transaction()
    .execute((trx) => help.ended(trx, { roomId: room, runId, run }));
  after();
  return help.view(room);
}
async function graded(help: RoomHelp, text: string, isRight = false): Promise<HelpView | null> {
  const files = [{ name: 'main.py', text }];
  const attempt = { roomId: room, attemptId: randomUUID(), files, entry: 'main.py', isRight };
  const { after } = await database.db.transaction().execute((trx) => help.graded(trx, attempt));
  after();
  return help.view(room);
}

test('an error shows what it means, and no hint before somebody asks', async () => {
  const help = aServer();
  const runId = randomUUID();
  const view = await ended(help, runId, aRun('index'));
  expect(view).toMatchObject({ about: 'run', runId, hints: [], nextInMs: 0 });
  expect(view?.explanation).toMatchObject({ family: 'index', what: 'W.' });
  // What is not open yet is not sent.
  expect(JSON.stringify(view)).not.toContain('index one');
  expect(help.view(people.leosRoom)).toBeNull();
});

test('the next hint opens after a while, also when the server has started again meanwhile', async () => {
  const runId = randomUUID();
  const first = aServer();
  await ended(first, runId, aRun('index'));
  expect(await first.open(room, runId, 1)).toMatchObject({
    hints: ['index one'],
    nextInMs: 90_000,
  });
  now += 60_000;
  const second = aServer();
  await second.load(room);
  expect(second.view(room)).toMatchObject({ runId, hints: ['index one'], nextInMs: 30_000 });
  await expect(second.open(room, runId, 2)).rejects.toThrow('Try it once more');
  now += 30_000;
  expect((await second.open(room, runId, 2)).hints).toEqual(['index one', 'index two']);
  now += 90_000;
  expect(await second.open(room, runId, 3)).toMatchObject({ nextInMs: null });
});

test('the next hint opens after one more run with the same error', async () => {
  const [one, two] = [randomUUID(), randomUUID()];
  await ended(aServer(), one, aRun('index'));
  await aServer().open(room, one, 1);
  const help = aServer();
  expect(await ended(help, two, aRun('index'))).toMatchObject({
    hints: ['index one'],
    nextInMs: 0,
  });
  await expect(help.open(room, two, 3)).rejects.toThrow('Try it once more');
  // A partner's click at the same time takes no further hint.
  const both = await Promise.all([help.open(room, two, 2), help.open(room, two, 2)]);
  expect(both.map(({ hints }) => hints)).toEqual([
    ['index one', 'index two'],
    ['index one', 'index two'],
  ]);
  expect(help.view(room)).toMatchObject({ nextInMs: 90_000 });
});

test('another error begins anew, and a good run takes the help away for good', async () => {
  const help = aServer();
  const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()];
  await ended(help, one, aRun('index'));
  await help.open(room, one, 1);
  expect(await ended(help, two, aRun('name'))).toMatchObject({ hints: [], nextInMs: 0 });
  await expect(help.open(room, one, 1)).rejects.toThrow('has run again since');
  expect(await ended(help, three, aRun(''))).toBeNull();
  const restarted = aServer();
  await restarted.load(room);
  expect(restarted.view(room)).toBeNull();
});

test('a check that is not right shows what most likely is not meant, until it is gone', async () => {
  const help = aServer();
  expect(await graded(help, 'odd return')).toMatchObject({ about: 'attempt', hints: [] });
  // A run that works says nothing about it while it still stands there.
  expect(await ended(help, randomUUID(), aRun('', 'odd return'))).toMatchObject({
    explanation: { family: 'odd return' },
  });
  expect(await graded(help, 'odd return')).toMatchObject({ about: 'attempt' });
  expect(await ended(help, randomUUID(), aRun('', 'mended'))).toBeNull();
  await graded(help, 'odd return');
  expect(await graded(help, 'odd return', true)).toBeNull();
});

test('a text that would give the solution away is said in general words', async () => {
  const exercise = anExercise();
  const [file] = exercise.exercise.solution;
  if (file)
    file.text = 'def double(x):\n    total = 0\n    for one in range(x):\n        total += 2\n';
  const db = database.db;
  await db
    .transaction()
    .execute((trx) => replaceLessonExercises(trx, people.lessonId, [exercise.exercise.id]));
  await db
    .insertInto('room_exercise')
    .values({ room_id: room, exercise: exercise.exercise.id, opened_at: new Date() })
    .execute();
  const careless: Explainer = {
    ...byText,
    explain: () => ({
      ...explanation('index'),
      why: 'The test wants secret-answer-2b8.',
      hints: ['Look at line 3.', 'Write `for i in range(n):\n    s += 2`.', 'Think.'],
    }),
  };
  const help = aServer(coursesOf(exercise), careless);
  const runId = randomUUID();
  const view = await ended(help, runId, aRun('index'));
  expect(view?.explanation.why).toBe('');
  await help.open(room, runId, 1);
  now += 90_000;
  const { hints } = await help.open(room, runId, 2);
  expect(hints[0]).toBe('Look at line 3.');
  expect(hints[1]).not.toContain('range');
  // Who has written it already sees it anyway.
  const own = 'for i in range(n):\n    s += 2\n';
  await ended(help, runId, aRun('index', own));
  expect((await help.open(room, runId, 2)).hints[1]).toContain('range');
});

test('names that a database refuses are stored all the same', async () => {
  const odd = `a\0b${'😀'.slice(0, 1)}`;
  expect(await ended(aServer(), randomUUID(), aRun(odd))).not.toBeNull();
  const help = aServer();
  await help.load(room);
  expect(help.view(room)?.explanation.family).toContain('a');
});
