import { randomUUID } from 'node:crypto';
import type { EventDraft, Explanation, Runner } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aSmallClass, type SmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { createAlertConsumer } from '../alert/alert-consumer.ts';
import { allOut, aStream, type TestStream } from '../bus/bus.fixture.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import { nextHelp } from '../help/help.ts';
import { putHelp } from '../help/help.store.ts';
import { ask, heard, type LiveWorld, startLive } from './live.fixture.ts';

let database: TestDatabase;
let world: LiveWorld;
let stream: TestStream;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await startLive(database.db, {} as Runner);
  stream = aStream(database.db, [createAlertConsumer(world.alertNews)]);
});
afterAll(async () => {
  await stream.close();
  await world.close();
  await database.close();
});

/** What the agent tells about Maya. */
async function raise({ lessonId, maya, mayasRoom: roomId }: SmallClass): Promise<string> {
  const alertId = randomUUID();
  const { memberId } = maya;
  const event: EventDraft = {
    ...{ id: randomUUID(), type: 'learnflow.alert.raised.v1', key: memberId, at: Date.now() },
    data: {
      ...{ user_id: memberId, topic: '', error_count: 3, lessonId, roomId, alertId },
      ...{ exercise: null, rule: 'same_error', severity: 'medium', reason: '3 × IndexError' },
      ...{ hint: 'Which item?', line: 7, lineText: 'x[9]', runs: [] },
    },
  };
  await database.db.transaction().execute((trx) => appendEvents(trx, { lessonId }, [event]));
  return alertId;
}

test('consoles hear of an alert, students hear nothing of it, and a hint reaches the one it is for', async () => {
  const people = await aSmallClass(database.db);
  const { lessonId, teacher, maya, leo, mayasRoom, leosRoom } = people;
  const console = await world.connect(world.signIn(teacher));
  expect((await ask(console, 'wall.watch', { lessonId })).alerts).toEqual([]);
  const [mayas, leos] = [
    await world.connect(world.signIn(maya)),
    await world.connect(world.signIn(leo)),
  ];
  await ask(mayas, 'room.enter', { roomId: mayasRoom, as: 'work' });
  await ask(leos, 'room.enter', { roomId: leosRoom, as: 'work' });
  const alerts = heard(console, 'alert');
  const students = [mayas, leos].map((one) => ({
    alerts: heard(one, 'alert'),
    hints: heard(one, 'hints'),
  }));

  const alertId = await raise(people);
  await expect.poll(() => alerts).toMatchObject([{ id: alertId, name: 'Maya', action: null }]);
  await ask(console, 'alert.send', { lessonId, alertId, text: 'Which item is last?' });
  await expect
    .poll(() => students[0]?.hints.at(-1)?.hints)
    .toMatchObject([{ text: 'Which item is last?', from: { name: 'Ms Lind' } }]);
  expect(alerts.at(-1)).toMatchObject({ action: { how: 'sent', by: 'Ms Lind' } });
  // Whoever acts second hears that it is done.
  const late = ask(console, 'alert.dismiss', { lessonId, alertId });
  await expect(late).rejects.toMatchObject({ code: 'request.invalid' });

  await ask(console, 'alert.undo', { lessonId, alertId });
  await expect.poll(() => students[0]?.hints.at(-1)?.hints).toEqual([]);
  expect((await ask(console, 'wall.watch', { lessonId })).alerts).toMatchObject([{ action: null }]);
  expect(students.flatMap((one) => one.alerts)).toEqual([]);
  expect(students[1]?.hints).toEqual([]);
  await allOut(database.db);
  const told = await database.db
    .selectFrom('outbox')
    .where('lesson_id', '=', lessonId)
    .where('type', 'like', 'learnflow.hint.%')
    .orderBy('id')
    .select('type')
    .execute();
  expect(told.map(({ type }) => type)).toEqual([
    'learnflow.hint.sent.v1',
    'learnflow.hint.withdrawn.v1',
  ]);
});

test('students can do nothing about alerts, their own neither', async () => {
  const people = await aSmallClass(database.db);
  const { lessonId, maya } = people;
  const alertId = await raise(people);
  await allOut(database.db);
  const client = await world.connect(world.signIn(maya));
  for (const name of ['alert.join', 'alert.dismiss', 'alert.undo'] as const) {
    await expect(ask(client, name, { lessonId, alertId })).rejects.toMatchObject({
      code: 'forbidden',
    });
  }
  const sent = ask(client, 'alert.send', { lessonId, alertId, text: 'me' });
  await expect(sent).rejects.toMatchObject({ code: 'forbidden' });
});

test('where the class looks first, the last hint is asked for, and a teacher opens it', async () => {
  const { db } = database;
  const people = await aSmallClass(db);
  const { lessonId, teacher, maya, mayasRoom: roomId } = people;
  await db
    .updateTable('classroom')
    .set({ looks_first: true })
    .where('id', '=', ({ selectFrom }) =>
      selectFrom('lesson').where('id', '=', lessonId).select('classroom_id'),
    )
    .execute();
  const runId = randomUUID();
  const explanation: Explanation = {
    ...{ family: 'list-index', file: 'main.py', line: 2, title: 'A place that is not there' },
    ...{ what: 'W.', why: '', question: 'Q?', original: 'IndexError', specific: true },
    hints: ['One.', 'Two.', 'Three.'],
  };
  const help = nextHelp(undefined, { about: 'run', aboutId: runId, explanation });
  await db
    .transaction()
    .execute((trx) => putHelp(trx, roomId, { ...help, opened: 2, openedAt: 1, triedAgain: true }));
  const console = await world.connect(world.signIn(teacher));
  await ask(console, 'wall.watch', { lessonId });
  const alerts = heard(console, 'alert');
  const mayas = await world.connect(world.signIn(maya));
  const entered = await ask(mayas, 'room.enter', { roomId, as: 'work' });
  expect(entered.help).toMatchObject({ look: { state: 'ask', teacher: 'Ms Lind' } });
  const helps = heard(mayas, 'help');
  const state = () => helps.at(-1)?.help?.look?.state;
  await expect(ask(mayas, 'help.hint', { roomId, runId, level: 3 })).rejects.toThrow(
    'Ms Lind looks at this one first',
  );

  expect(await ask(mayas, 'help.ask', { roomId, runId, wanted: true })).toMatchObject({
    look: { state: 'waiting' },
    hints: ['One.', 'Two.'],
  });
  await expect.poll(() => alerts.at(-1)).toMatchObject({ rule: 'hint_asked', hint: 'Three.' });
  const alertId = alerts.at(-1)?.id ?? '';
  await ask(console, 'alert.send', { lessonId, alertId, text: 'Three.' });
  await expect.poll(() => helps.at(-1)?.help?.hints).toEqual(['One.', 'Two.', 'Three.']);
  await ask(console, 'alert.undo', { lessonId, alertId });
  await expect.poll(state).toBe('waiting');
  await ask(console, 'alert.dismiss', { lessonId, alertId });
  await expect.poll(state).toBe('declined');

  // Asked again and taken back: the card goes by itself.
  await ask(mayas, 'help.ask', { roomId, runId, wanted: true });
  await expect.poll(() => alerts.at(-1)).toMatchObject({ rule: 'hint_asked', action: null });
  const again = alerts.at(-1)?.id ?? '';
  expect(again).not.toBe(alertId);
  await ask(mayas, 'help.ask', { roomId, runId, wanted: false });
  await expect.poll(state).toBe('ask');
  await expect
    .poll(() => alerts.find(({ id, endedAt }) => id === again && endedAt !== null))
    .toBeTruthy();
});
