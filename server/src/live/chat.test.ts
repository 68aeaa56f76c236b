import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRunner } from '@learnflow/runner';
import type { Runner } from '@learnflow/shared';
import { aSmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase, type TestPerson } from '../../test/world.ts';
import { ask, heard, type LiveWorld, startLive } from './live.fixture.ts';

let database: TestDatabase;
let runner: Runner;
let world: LiveWorld;
let teacher: TestPerson;
let maya: TestPerson;
let leo: TestPerson;
let lessonId: string;
let roomId: string;
let leosRoom: string;

beforeAll(async () => {
  database = await createTestDatabase();
  runner = await createRunner({ driver: 'auto' });
  world = await startLive(database.db, runner);
});
beforeEach(async () => {
  ({ teacher, maya, leo, lessonId, mayasRoom: roomId, leosRoom } = await aSmallClass(database.db));
});
afterAll(async () => {
  await world.close();
  await runner.close();
  await database.close();
});

const come = (person: TestPerson) => world.connect(world.signIn(person));

test('a message is stored before it is acknowledged, and everybody in the room gets it once', async () => {
  const client = await come(maya);
  const console = await come(teacher);
  await ask(client, 'room.enter', { roomId, as: 'work' });
  await ask(console, 'room.enter', { roomId, as: 'coedit' });
  const chat = heard(console, 'chat');
  const first = await ask(client, 'chat.send', { roomId, clientKey: 'one', body: '  Hello  ' });
  expect(first).toMatchObject({ roomId, body: 'Hello', from: { name: 'Maya' }, clientKey: 'one' });
  const stored = await database.db
    .selectFrom('chat_message')
    .where('room_id', '=', roomId)
    .selectAll()
    .execute();
  expect(stored.map((row) => [row.id, row.body])).toEqual([[first.id, 'Hello']]);

  const again = await ask(client, 'chat.send', { roomId, clientKey: 'one', body: 'Hello' });
  expect(again).toEqual(first);
  await ask(client, 'chat.send', { roomId, clientKey: 'two', body: 'Bye' });
  await expect.poll(() => chat.map((message) => message.body)).toEqual(['Hello', 'Bye']);
});

test('messages of many people come in one order, the same for everybody and in the history', async () => {
  const clients = [await come(maya), await come(teacher)];
  for (const [i, client] of clients.entries()) {
    await ask(client, 'room.enter', { roomId, as: i === 0 ? 'work' : 'coedit' });
  }
  const all = clients.map((client) => heard(client, 'chat'));
  await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      ask(clients[i % 2] ?? expect.fail(), 'chat.send', {
        ...{ roomId, clientKey: `k${i}`, body: `message ${i}` },
      }),
    ),
  );
  await expect.poll(() => all.map((messages) => messages.length)).toEqual([30, 30]);
  const late = await ask(await come(teacher), 'room.enter', { roomId, as: 'peek' });
  const ids = late.chat.map((message) => message.id);
  expect(ids).toEqual([...ids].sort((a, b) => Number(a) - Number(b)));
  for (const messages of all) expect(messages.map((message) => message.id)).toEqual(ids);
});

test('nothing written while somebody comes in is missing from what they see', async () => {
  const writer = await come(maya);
  let isWriting = true;
  const sending = (async () => {
    for (let i = 0; isWriting && i < 95; i += 1) {
      await ask(writer, 'chat.send', { roomId, clientKey: `w${i}`, body: `line ${i}` });
    }
  })();
  const seen: { history: string[]; after: { body: string }[] }[] = [];
  for (let i = 0; i < 5; i += 1) {
    const client = await come(teacher);
    const after = heard(client, 'chat');
    const { chat } = await ask(client, 'room.enter', { roomId, as: 'peek' });
    seen.push({ history: chat.map((message) => message.body), after });
  }
  isWriting = false;
  await sending;
  const { chat } = await ask(writer, 'room.enter', { roomId, as: 'work' });
  const whole = chat.map((message) => message.body);
  for (const { history, after } of seen) {
    await expect
      .poll(() => [...new Set([...history, ...after.map((message) => message.body)])])
      .toEqual(whole);
  }
});

test('one message of the teacher reaches every room of the lesson, once', async () => {
  const clients = [await come(maya), await come(leo)];
  const all = clients.map((client) => heard(client, 'chat'));
  await ask(clients[0] ?? expect.fail(), 'room.enter', { roomId, as: 'work' });
  await ask(clients[1] ?? expect.fail(), 'room.enter', { roomId: leosRoom, as: 'work' });
  const console = await come(teacher);
  const message = { lessonId, clientKey: 'all', body: 'Five minutes left' };
  await ask(console, 'lesson.message', message);
  await ask(console, 'lesson.message', message);
  await ask(console, 'lesson.message', { ...message, clientKey: 'then', body: 'Stop' });
  for (const [i, messages] of all.entries()) {
    await expect
      .poll(() => messages.map((one) => [one.roomId, one.body, one.from.ink]))
      .toEqual([
        [[roomId, leosRoom][i], 'Five minutes left', 'pen'],
        [[roomId, leosRoom][i], 'Stop', 'pen'],
      ]);
  }
});

test('after the lesson a student writes no more', async () => {
  const client = await come(maya);
  await database.db
    .updateTable('lesson')
    .set({ state: 'ended' })
    .where('id', '=', lessonId)
    .execute();
  await expect(
    ask(client, 'chat.send', { roomId, clientKey: 'late', body: 'Anybody?' }),
  ).rejects.toMatchObject({ code: 'lesson.ended' });
  await expect(ask(client, 'hand.set', { lessonId, up: true })).rejects.toMatchObject({
    code: 'lesson.ended',
  });
});

test('hands stand in line in the order in which they went up, and only who moves is told', async () => {
  const [a, b] = [await come(maya), await come(leo)];
  const [hearsA, hearsB] = [heard(a, 'hand'), heard(b, 'hand')];
  await ask(a, 'room.enter', { roomId, as: 'work' });
  await ask(b, 'room.enter', { roomId: leosRoom, as: 'work' });
  await ask(a, 'hand.set', { lessonId, up: true, question: 'Why?' });
  await ask(b, 'hand.set', { lessonId, up: true });
  await expect.poll(() => hearsB.map((hand) => hand.handPlace)).toEqual([2]);
  expect(hearsA.map((hand) => hand.handPlace)).toEqual([1]);

  // Another question keeps the place.
  await ask(a, 'hand.set', { lessonId, up: true, question: 'Why not?' });
  const console = await come(teacher);
  const { tiles } = await ask(console, 'wall.watch', { lessonId });
  const tile = tiles.find((one) => one.id === maya.memberId);
  expect(tile).toMatchObject({ status: 'help', question: 'Why not?', handAt: hearsA[0]?.handAt });
  const snapshot = await ask(b, 'room.enter', { roomId: leosRoom, as: 'work' });
  expect(snapshot).toMatchObject({ handPlace: 2, handAt: hearsB[0]?.handAt });

  await ask(console, 'hand.clear', { lessonId, memberId: maya.memberId });
  await expect.poll(() => hearsA.at(-1)).toEqual({ handAt: 0, handPlace: 0 });
  await expect.poll(() => hearsB.map((hand) => hand.handPlace)).toEqual([2, 1]);
  await ask(b, 'hand.set', { lessonId, up: false });
  await expect.poll(() => hearsB.at(-1)?.handPlace).toBe(0);
});
