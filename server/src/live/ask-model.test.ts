import { randomUUID } from 'node:crypto';
import type {
  AskOptions,
  AskOutcome,
  DraftView,
  ModelCall,
  ModelPolicy,
  Runner,
  TurnView,
} from '@learnflow/shared';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { aSmallClass, type SmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import {
  anAnswer,
  type ScriptedModel,
  scriptedTutor,
  useOf,
} from '../ask/scripted-tutor.fixture.ts';
import { createModelUse } from '../ask/model-use.ts';
import { systemClock } from '../clock.ts';
import { listModelCalls } from '../model/model-log.service.ts';
import { ask, heard, type LiveClient, type LiveWorld, startLive } from './live.fixture.ts';

/** What a model writes: at once, behind a teacher, or not at all. */
/** A machine that does much else answers late. */
const slow = { timeout: 15_000 };
let database: TestDatabase;
let world: LiveWorld | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(() => world?.close());
afterAll(() => database.close());

interface Scene {
  people: SmallClass;
  mayas: LiveClient;
  console: LiveClient;
  send(text: string): Promise<TurnView>;
  turns(): Promise<TurnView[]>;
  drafts(): Promise<DraftView[]>;
}
async function aScene(
  policy: Partial<ModelPolicy>,
  answer: (options: AskOptions) => Promise<Partial<Pick<AskOutcome, 'model' | 'calls'>>>,
): Promise<Scene> {
  const { record } = createModelUse({ db: database.db, clock: systemClock, model: 'scripted' });
  const model: ScriptedModel = { asked: [], answer };
  world = await startLive(database.db, {} as Runner, undefined, undefined, {
    ...{ tutor: scriptedTutor(model), use: { ...useOf(policy), record } },
  });
  const people = await aSmallClass(database.db);
  const { lessonId, mayasRoom: roomId } = people;
  const mayas = await world.connect(world.signIn(people.maya));
  const console = await world.connect(world.signIn(people.teacher));
  await ask(mayas, 'room.enter', { roomId, as: 'work' });
  await ask(console, 'wall.watch', { lessonId });
  return {
    ...{ people, mayas, console },
    send: (text) => ask(mayas, 'ask.send', { roomId, clientKey: randomUUID(), text }),
    turns: async () => (await ask(mayas, 'room.enter', { roomId, as: 'work' })).turns,
    drafts: async () => (await ask(console, 'wall.watch', { lessonId })).drafts,
  };
}
const said = anAnswer({ text: 'Think of a queue.' });

test('a draft is seen by the staff only, until one of them sends it; taken back in time it waits again', async () => {
  const { people, mayas, console, send, turns, drafts } = await aScene({}, () =>
    Promise.resolve({ model: said }),
  );
  const told = heard(console, 'draft');
  const student = heard(mayas, 'draft');
  await send('how do loops work?');
  await expect.poll(() => told.length, slow).toBe(1);
  const [draft] = await drafts();
  expect(draft).toMatchObject({ name: 'Maya', question: 'how do loops work?', text: said.text });
  expect(await turns()).toMatchObject([{ model: 'checking', answers: [{ by: 'rules' }] }]);
  const key = { lessonId: people.lessonId, answerId: draft?.id ?? '' };
  const own = ask(mayas, 'answer.send', { ...key, text: 'me' });
  await expect(own).rejects.toMatchObject({ code: 'forbidden' });

  await ask(console, 'answer.send', { ...key, text: 'Think of a bus queue.' });
  const [turn] = await turns();
  expect(turn).toMatchObject({ model: 'done' });
  expect(turn?.answers[1]).toMatchObject({
    ...{ by: 'model', text: 'Think of a bus queue.', agent: 'concepts' },
    checkedBy: { name: 'Ms Lind' },
  });
  const late = ask(console, 'answer.dismiss', key);
  await expect(late).rejects.toThrow('Ms Lind has taken care of this already.');
  await ask(console, 'answer.undo', key);
  expect(await turns()).toMatchObject([{ model: 'checking', answers: [{ by: 'rules' }] }]);
  expect(await drafts()).toMatchObject([{ text: said.text, action: null }]);
  await ask(console, 'answer.dismiss', key);
  expect(await turns()).toMatchObject([{ model: 'declined', answers: [{ by: 'rules' }] }]);
  expect(await drafts()).toMatchObject([{ action: { how: 'dismissed', by: 'Ms Lind' } }]);
  world?.skip(60_000);
  await expect(ask(console, 'answer.undo', key)).rejects.toThrow('It is too late');
  expect(student).toEqual([]);
});

test('the log of the class says who let a text through, until that is taken back', async () => {
  const call: ModelCall = {
    ...{ agent: 'concepts', model: 'scripted', promptHash: '0', text: said.text, verdict: 'used' },
    ...{ tokensIn: 100, tokensOut: 20, latencyMs: 5, toolRuns: 0 },
  };
  const { people, console, send, drafts } = await aScene({}, () =>
    Promise.resolve({ model: said, calls: [{ ...call, verdict: 'leak' }, call] }),
  );
  const approvals = async () =>
    (await listModelCalls(database.db, people.classId)).map(({ verdict, approved }) => [
      ...[verdict, approved?.by ?? null],
    ]);
  await send('how do loops work?');
  await expect.poll(async () => (await drafts()).length, slow).toBe(1);
  const [draft] = await drafts();
  const key = { lessonId: people.lessonId, answerId: draft?.id ?? '' };
  const nobody = [
    ['leak', null],
    ['used', null],
  ];
  expect((await approvals()).sort()).toEqual(nobody);
  for (const text of [said.text, 'Think of a bus queue.']) {
    await ask(console, 'answer.send', { ...key, text });
    expect((await approvals()).sort()).toEqual([
      ['leak', null],
      ['used', 'Ms Lind'],
    ]);
    await ask(console, 'answer.undo', key);
    expect((await approvals()).sort()).toEqual(nobody);
  }
  await ask(console, 'answer.dismiss', key);
  expect((await approvals()).sort()).toEqual(nobody);
});

test('where nobody has to approve, the text arrives in pieces and is stored whole', async () => {
  const { mayas, send, turns, drafts } = await aScene({ approve: false }, ({ onText }) => {
    onText?.('Think of ');
    onText?.('a queue.');
    return Promise.resolve({ model: said });
  });
  const pieces = heard(mayas, 'ask.text');
  const { id } = await send('why?');
  await expect.poll(async () => (await turns())[0]?.answers.length, slow).toBe(2);
  expect(pieces).toMatchObject([
    { questionId: id, from: 0, text: 'Think of ' },
    { questionId: id, from: 9, text: 'a queue.' },
  ]);
  expect((await turns())[0]?.answers[1]).toMatchObject({ text: said.text, checkedBy: null });
  expect(await drafts()).toEqual([]);
});

test('a model that hangs is stopped by its student at once, and what the rules said stands', async () => {
  let ended = 0;
  const { people, mayas, send, turns } = await aScene(
    { approve: false },
    ({ signal }) =>
      new Promise((resolve) => {
        signal?.addEventListener('abort', () => {
          ended += 1;
          resolve({ fallback: 'cancelled' } as object);
        });
      }),
  );
  const { id } = await send('why?');
  await expect.poll(async () => (await turns())[0]?.model, slow).toBe('writing');
  expect(await turns()).toMatchObject([{ answers: [{ by: 'rules' }] }]);
  await ask(mayas, 'ask.stop', { roomId: people.mayasRoom, questionId: id });
  expect(await turns()).toMatchObject([{ model: 'cancelled', answers: [{ by: 'rules' }] }]);
  await expect.poll(() => ended, slow).toBe(1);
});

test('questions that are deleted while a model writes leave nothing behind', async () => {
  let go: () => void = () => undefined;
  const { people, mayas, send, turns } = await aScene({}, async () => {
    await new Promise<void>((resolve) => (go = resolve));
    return { model: said };
  });
  await send('why?');
  await expect.poll(async () => (await turns())[0]?.model, slow).toBe('writing');
  await ask(mayas, 'ask.clear', { roomId: people.mayasRoom });
  go();
  await world?.close();
  world = undefined;
  expect(
    await database.db
      .selectFrom('question')
      .select('id')
      .where('member_id', '=', people.maya.memberId)
      .execute(),
  ).toEqual([]);
});
