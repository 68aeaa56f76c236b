import { randomUUID } from 'node:crypto';
import { agents, openModel } from '@learnflow/agents';
import type { AlertView, EventData, EventDraft, ModelCallView, Runner } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ScriptedModel, startScriptedModel } from '../../../agents/test/llm/scripted-model.ts';
import { aSmallClass, type SmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { aStream, type TestStream } from '../bus/bus.fixture.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import { systemClock as clock } from '../clock.ts';
import { ask, type LiveClient, type LiveWorld, startLive } from '../live/live.fixture.ts';
import { silentLog } from '../log.ts';
import { listModelCalls } from '../model/model-log.service.ts';
import { createAlertConsumer } from './alert-consumer.ts';
import { HintDrafts } from './hint-drafts.ts';

/** A machine that does much else answers late. */
const slow = { timeout: 15_000 };
let database: TestDatabase;
let scripted: ScriptedModel;
let world: LiveWorld;
let stream: TestStream;
const opened: HintDrafts[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  scripted = await startScriptedModel();
  world = await startLive(database.db, {} as Runner);
  stream = aStream(database.db, [createAlertConsumer(world.alertNews)]);
});
afterAll(async () => {
  await stream.close();
  await world.close();
  await scripted.close();
  await database.close();
});

interface Scene {
  people: SmallClass;
  console: LiveClient;
  alertId: string;
  alert(): Promise<AlertView | undefined>;
  calls(): Promise<ModelCallView[]>;
}
/** An alert about Maya, in a class with this policy, beside a model that plays this script. */
async function aScene(
  mode: 'off' | 'hints',
  script: string,
  rule: EventData<'learnflow.alert.raised.v1'>['rule'] = 'same_error',
): Promise<Scene> {
  const { db } = database;
  const { model } = await openModel({
    settings: { baseUrl: scripted.base(script), apiKey: '', model: 'm', maxTokens: 700 },
    ...{ version: '9.9.9', onProblem: expect.fail },
  });
  for (const drafts of opened.splice(0)) await drafts.close();
  opened.push(
    new HintDrafts({
      ...{ db, clock, log: silentLog, news: world.alertNews, tutor: agents.createTutor({ model }) },
      documents: { files: () => Promise.resolve([]) },
      courses: { find: () => undefined },
    }),
  );
  const people = await aSmallClass(db);
  const { lessonId, classId, mayasRoom: roomId, maya } = people;
  const modelPolicy = JSON.stringify({ mode });
  await db
    .updateTable('classroom')
    .set({ model_policy: modelPolicy })
    .where('id', '=', classId)
    .execute();
  const console = await world.connect(world.signIn(people.teacher));
  const alertId = randomUUID();
  const { memberId } = maya;
  const event: EventDraft = {
    ...{ id: randomUUID(), type: 'learnflow.alert.raised.v1', key: memberId, at: Date.now() },
    data: {
      ...{ user_id: memberId, topic: '', error_count: 3, lessonId, roomId, alertId, rule },
      ...{ exercise: null, severity: 'medium', reason: '3 × IndexError' },
      ...{ hint: 'Which item?', line: 7, lineText: 'x[9]', runs: [] },
    },
  };
  await db.transaction().execute((trx) => appendEvents(trx, { lessonId }, [event]));
  const alert = async () => (await ask(console, 'wall.watch', { lessonId })).alerts[0];
  await expect.poll(alert, slow).toBeDefined();
  return { people, console, alertId, alert, calls: () => listModelCalls(db, classId) };
}

test('a draft stands beside the built-in hint, and the log says who sent it until that is taken back', async () => {
  const { people, console, alertId, alert, calls } = await aScene('hints', 'good');
  await expect.poll(async () => (await alert())?.draft, slow).toMatch(/^Look at the last round/);
  const { draft, hint } = (await alert()) ?? expect.fail();
  expect(hint).toBe('Which item?');
  expect(await calls()).toMatchObject([
    { about: { kind: 'alert', id: alertId }, verdict: 'used', approved: null },
  ]);
  const { lessonId, maya, mayasRoom: roomId } = people;
  const key = { lessonId, alertId };
  await ask(console, 'alert.send', { ...key, text: draft ?? '', fromDraft: true });
  expect(await calls()).toMatchObject([{ approved: { by: 'Ms Lind' } }]);
  const mayas = await world.connect(world.signIn(maya));
  const { hints } = await ask(mayas, 'room.enter', { roomId, as: 'work' });
  expect(hints).toMatchObject([{ text: draft, from: { name: 'Ms Lind' } }]);
  await ask(console, 'alert.undo', key);
  expect(await calls()).toMatchObject([{ approved: null }]);
  // The built-in hint is nothing that a model wrote.
  await ask(console, 'alert.send', { ...key, text: hint });
  expect(await calls()).toMatchObject([{ approved: null }]);
});

test('with AI off nobody is asked, and neither for a hint that the student waits for', async () => {
  const before = scripted.requests.length;
  const off = await aScene('off', 'good');
  const asked = await aScene('hints', 'good', 'hint_asked');
  for (const drafts of opened) await drafts.close();
  expect(scripted.requests.length).toBe(before);
  for (const { alert } of [off, asked]) {
    expect(await alert()).toMatchObject({ hint: 'Which item?', draft: null });
  }
});

test('an alert that is settled ends what a model writes about it, and one that fails changes nothing', async () => {
  const { people, console, alertId, alert, calls } = await aScene('hints', 'hang');
  await expect.poll(() => scripted.going(), slow).toBe(1);
  expect(await alert()).toMatchObject({ draft: null, action: null });
  await ask(console, 'alert.dismiss', { lessonId: people.lessonId, alertId });
  await expect
    .poll(async () => (await calls()).map(({ verdict }) => verdict), slow)
    .toEqual(['cancelled']);
  expect(await alert()).toMatchObject({ draft: null });
  const failed = await aScene('hints', 'garbage');
  await expect.poll(async () => (await failed.calls()).length, slow).toBe(1);
  expect(await failed.alert()).toMatchObject({ hint: 'Which item?', draft: null, action: null });
});
