import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRunner } from '@learnflow/runner';
import type { Runner } from '@learnflow/shared';
import { aSmallClass } from '../../test/small-class.ts';
import {
  aStudent,
  createTestDatabase,
  type TestDatabase,
  type TestPerson,
} from '../../test/world.ts';
import { ask, heard, type LiveWorld, startLive } from './live.fixture.ts';

let database: TestDatabase;
let runner: Runner;
let world: LiveWorld;
let teacher: TestPerson;
let maya: TestPerson;
let lessonId: string;
let mayasRoom: string;

beforeAll(async () => {
  database = await createTestDatabase();
  runner = await createRunner({ driver: 'auto' });
  world = await startLive(database.db, runner);
});
beforeEach(async () => {
  ({ teacher, maya, lessonId, mayasRoom } = await aSmallClass(database.db));
});
afterAll(async () => {
  await world.close();
  await runner.close();
  await database.close();
});

const come = (person: TestPerson) => world.connect(world.signIn(person));

describe('the handshake', () => {
  test('refuses a page of another server', async () => {
    const cookie = world.signIn(maya);
    await expect(world.connect(cookie, 'https://evil.example')).rejects.toMatchObject({
      code: 'origin.refused',
    });
  });

  test('refuses somebody who is not signed in', async () => {
    await expect(world.connect('who=nobody')).rejects.toMatchObject({ code: 'session.missing' });
  });
});

describe('a session that ends', () => {
  test('closes the sockets of a student who was taken out, with the reason', async () => {
    const client = await come(maya);
    const over = heard(client, 'session.over');
    await ask(client, 'room.enter', { roomId: mayasRoom, as: 'work' });
    world.events.emit('member.removed', {
      ...{ classroomId: maya.classId, memberId: maya.memberId, userId: maya.userId },
    });
    await expect.poll(() => over[0]?.code).toBe('member.removed');
    await expect.poll(() => client.connected).toBe(false);
  });

  test('closes at once when told, and only sockets whose session is gone', async () => {
    const [here, there] = [world.signIn(teacher), world.signIn(teacher)];
    const [one, other] = [await world.connect(here), await world.connect(there)];
    const over = heard(one, 'session.over');
    await ask(other, 'wall.watch', { lessonId });
    world.signOut(here);
    world.events.emit('session.ended', { userId: teacher.userId, message: 'You signed out.' });
    await expect
      .poll(() => over)
      .toEqual([{ code: 'session.missing', message: 'You signed out.' }]);
    await ask(other, 'wall.unwatch', { lessonId });
    expect(other.connected).toBe(true);
  });

  test('closes when a member now belongs to another device', async () => {
    const client = await come(maya);
    const over = heard(client, 'session.over');
    await ask(client, 'room.enter', { roomId: mayasRoom, as: 'work' });
    const elsewhere = await aStudent(database.db);
    await database.db
      .updateTable('class_member')
      .set({ user_id: elsewhere.userId })
      .where('id', '=', maya.memberId)
      .execute();
    const message = 'You went on with another device.';
    world.events.emit('session.ended', { userId: maya.userId, message });
    await expect.poll(() => over).toEqual([{ code: 'session.missing', message }]);
  });

  test('is found by the next request even when nobody told', async () => {
    const cookie = world.signIn(maya);
    const client = await world.connect(cookie);
    const over = heard(client, 'session.over');
    world.signOut(cookie);
    world.skip(5_001);
    client.emit('room.enter', { roomId: mayasRoom, as: 'work' }, () => undefined);
    await expect.poll(() => over[0]?.code).toBe('session.missing');
    await expect.poll(() => client.connected).toBe(false);
  });

  test('is found on a quiet socket too', async () => {
    const cookie = world.signIn(maya);
    const client = await world.connect(cookie);
    const over = heard(client, 'session.over');
    world.signOut(cookie);
    await expect.poll(() => client.connected, { timeout: 15_000 }).toBe(false);
    expect(over[0]?.code).toBe('session.missing');
  });
});

describe('bad events', () => {
  const emit = (client: Awaited<ReturnType<typeof come>>, name: string, ...args: unknown[]) =>
    new Promise<unknown>((resolve) =>
      (client.emit.bind(client) as (...all: unknown[]) => void)(name, ...args, resolve),
    );

  test('are answered with what is wrong', async () => {
    const client = await come(maya);
    const invalid = { ok: false, error: { code: 'request.invalid' } };
    expect(await emit(client, 'constructor', {})).toMatchObject(invalid);
    expect(await emit(client, 'room.enter', { roomId: 'x', as: 'work' })).toMatchObject(invalid);
    expect(await emit(client, 'room.enter')).toMatchObject(invalid);
    expect(
      await emit(client, 'chat.send', { roomId: mayasRoom, clientKey: 'k', body: ' ' }),
    ).toMatchObject(invalid);
  });

  test('and floods of them are limited, then cut off', async () => {
    const client = await come(maya);
    const answers: { error?: { code: string } }[] = [];
    for (let i = 0; i < 400; i += 1) {
      void emit(client, 'nonsense', { i }).then((answer) => answers.push(answer as object));
    }
    await expect.poll(() => answers.length).toBe(400);
    const codes = answers.map((answer) => answer.error?.code);
    expect(codes.filter((code) => code === 'request.invalid').length).toBe(100);
    expect(codes.filter((code) => code === 'too.many').length).toBe(300);
    for (let i = 0; i < 200; i += 1) void emit(client, 'nonsense', { i });
    await expect.poll(() => client.connected).toBe(false);
  });

  test('a text with a NUL character is stored without it', async () => {
    const client = await come(maya);
    const message = await ask(client, 'chat.send', {
      ...{ roomId: mayasRoom, clientKey: 'nul\0', body: 'a\0b' },
    });
    expect(message.body).toBe('a\ufffdb');
  });
});
