import { randomUUID } from 'node:crypto';
import type { AlertView, EventData, EventDraft, Explanation } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aSmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { allOut, aStream, type TestStream } from '../bus/bus.fixture.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import { putHelp } from '../help/help.store.ts';
import { type Help, nextHelp } from '../help/help.ts';
import { createAlertConsumer } from './alert-consumer.ts';
import { createAlertNews } from './alert-news.ts';

let database: TestDatabase;
let stream: TestStream;
const news = createAlertNews();
const alerts: AlertView[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  news.on('alert', ({ alert }) => void alerts.push(alert));
  stream = aStream(database.db, [createAlertConsumer(news)]);
});
afterAll(async () => {
  await stream.close();
  await database.close();
});

type Raised = EventData<'learnflow.alert.raised.v1'>;
const runId = randomUUID();
const explanation: Explanation = {
  ...{ family: 'list-index', file: 'main.py', line: 2, title: 'Have a look at line 2' },
  ...{ what: '`wet` has 3 items.', why: '', question: 'Which is last?', specific: true },
  original: 'IndexError: list index out of range',
  hints: ['Look at `wet` on line 2.', 'Places are counted from 0.', 'Three steps.'],
};
const help = (change: Partial<Help>): Help => ({
  ...nextHelp(undefined, { about: 'run', aboutId: runId, explanation }),
  ...change,
});

/** @returns the hint on the card of an alert that comes when the room has this help */
async function hintWith(stored: Help | undefined, change: Partial<Raised> = {}): Promise<string> {
  const { db } = database;
  const { lessonId, maya, mayasRoom: roomId } = await aSmallClass(db);
  const { memberId } = maya;
  const alertId = randomUUID();
  const event: EventDraft = {
    ...{ id: randomUUID(), type: 'learnflow.alert.raised.v1', key: memberId, at: Date.now() },
    data: {
      ...{ user_id: memberId, topic: '', error_count: 3, lessonId, roomId, alertId },
      ...{ exercise: null, rule: 'same_error', severity: 'medium', reason: '3 × IndexError' },
      ...{ hint: 'What every IndexError asks.', line: 2, lineText: 'wet[3]' },
      runs: [{ runId, at: Date.now(), label: 'IndexError', line: 2 }],
      ...change,
    },
  };
  await db.transaction().execute(async (trx) => {
    if (stored) await putHelp(trx, roomId, stored);
    await appendEvents(trx, { lessonId }, [event]);
  });
  await allOut(db);
  return alerts.find(({ id }) => id === alertId)?.hint ?? '';
}

test('a card has the hint of the last failing run ready, in the names of the student', async () => {
  expect(await hintWith(help({}))).toBe('Look at `wet` on line 2.');
});

test('who has opened the first hint gets the second', async () => {
  expect(await hintWith(help({ opened: 1 }))).toBe('Places are counted from 0.');
});

test('without one, or with one about another error, it says what is true of any', async () => {
  expect(await hintWith(undefined)).toBe('What every IndexError asks.');
  const other = help({
    aboutId: randomUUID(),
    explanation: { ...explanation, original: "NameError: name 'x' is not defined" },
  });
  expect(await hintWith(other)).toBe('What every IndexError asks.');
});

test('after checks that are wrong it says what most likely is not meant', async () => {
  const wrong = { rule: 'wrong_answers' } as const;
  expect(await hintWith(help({ about: 'attempt' }), wrong)).toBe(
    'Have a look at line 2. `wet` has 3 items. Which is last?',
  );
  expect(await hintWith(help({}), wrong)).toBe('What every IndexError asks.');
});
