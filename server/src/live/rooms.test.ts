import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRunner } from '@learnflow/runner';
import type { Runner } from '@learnflow/shared';
import {
  aClass,
  aLesson,
  aRoom,
  aStudent,
  aTeacher,
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
let leo: TestPerson;
let lessonId: string;
let mayasRoom: string;
let leosRoom: string;

beforeAll(async () => {
  database = await createTestDatabase();
  runner = await createRunner({ driver: 'auto' });
  world = await startLive(database.db, runner);
});
beforeEach(async () => {
  const { id: classId } = await aClass(database.db);
  teacher = await aTeacher(database.db, { classId, name: 'Ms Lind' });
  maya = await aStudent(database.db, { classId, name: 'Maya', ink: 1 });
  leo = await aStudent(database.db, { classId, name: 'Leo', ink: 2 });
  lessonId = (await aLesson(database.db, { classId })).id;
  mayasRoom = (await aRoom(database.db, { lessonId, ownerId: maya.memberId })).id;
  leosRoom = (await aRoom(database.db, { lessonId, ownerId: leo.memberId })).id;
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

describe('what a student may not', () => {
  test('watch the wall, look into a room or enter one of somebody else', async () => {
    const client = await come(maya);
    await expect(ask(client, 'wall.watch', { lessonId })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(ask(client, 'room.enter', { roomId: leosRoom, as: 'work' })).rejects.toMatchObject(
      { code: 'not.found' },
    );
    await expect(
      ask(client, 'room.enter', { roomId: mayasRoom, as: 'peek' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      ask(client, 'chat.send', { roomId: leosRoom, clientKey: 'a', body: 'hi' }),
    ).rejects.toMatchObject({ code: 'not.found' });
    await expect(
      ask(client, 'lesson.message', { lessonId, clientKey: 'a', body: 'hi all' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      ask(client, 'hand.clear', { lessonId, memberId: leo.memberId }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('reach anything in a class of others', async () => {
    const stranger = await come(await aTeacher(database.db));
    await expect(ask(stranger, 'wall.watch', { lessonId })).rejects.toMatchObject({
      code: 'not.found',
    });
    await expect(
      ask(stranger, 'room.enter', { roomId: mayasRoom, as: 'peek' }),
    ).rejects.toMatchObject({ code: 'not.found' });
  });
});

describe('a room', () => {
  test('shows who works in it and forgets who left', async () => {
    const client = await come(maya);
    const people = heard(client, 'room.people');
    const snapshot = await ask(client, 'room.enter', { roomId: mayasRoom, as: 'work' });
    expect(snapshot).toMatchObject({
      lesson: { lessonId, state: 'running', locked: false },
      people: [{ name: 'Maya', role: 'student', ink: 'coral' }],
      watchers: [],
      chat: [],
      terminal: { state: 'empty', number: 0 },
      handAt: 0,
      handPlace: 0,
    });
    await database.db
      .updateTable('seat')
      .set({ room_id: mayasRoom })
      .where('member_id', '=', leo.memberId)
      .execute();
    const other = await come(leo);
    await ask(other, 'room.enter', { roomId: mayasRoom, as: 'work' });
    await expect.poll(() => people.at(-1)?.people.map((one) => one.name)).toEqual(['Maya', 'Leo']);
    other.disconnect();
    await expect.poll(() => people.at(-1)?.people.map((one) => one.name)).toEqual(['Maya']);
    expect(world.live.presence.here(lessonId)).toEqual(new Set([maya.memberId]));
  });

  test('shows the student who looks, and records the visit from its beginning to its end', async () => {
    const client = await come(maya);
    const people = heard(client, 'room.people');
    await ask(client, 'room.enter', { roomId: mayasRoom, as: 'work' });
    const console = await come(teacher);
    const snapshot = await ask(console, 'room.enter', { roomId: mayasRoom, as: 'peek' });
    expect(snapshot.people.map((one) => one.name)).toEqual(['Maya']);
    await expect
      .poll(() => people.at(-1)?.watchers)
      .toEqual([
        { memberId: teacher.memberId, name: 'Ms Lind', role: 'teacher', ink: 'pen', mode: 'peek' },
      ]);
    await ask(console, 'room.enter', { roomId: mayasRoom, as: 'coedit' });
    await expect.poll(() => people.at(-1)?.watchers[0]?.mode).toBe('coedit');
    await ask(console, 'room.leave', { roomId: mayasRoom });
    await expect.poll(() => people.at(-1)?.watchers).toEqual([]);
    const visits = await database.db
      .selectFrom('room_visit')
      .where('room_id', '=', mayasRoom)
      .orderBy('id')
      .select(['mode', 'member_id', 'ended_at'])
      .execute();
    expect(visits.map((visit) => visit.mode)).toEqual(['peek', 'coedit']);
    expect(visits.every((visit) => visit.ended_at && visit.member_id === teacher.memberId)).toBe(
      true,
    );
  });

  test('a look ends when the socket of the teacher breaks', async () => {
    const client = await come(maya);
    const people = heard(client, 'room.people');
    await ask(client, 'room.enter', { roomId: mayasRoom, as: 'work' });
    const console = await come(teacher);
    await ask(console, 'room.enter', { roomId: mayasRoom, as: 'peek' });
    await expect.poll(() => people.at(-1)?.watchers.length).toBe(1);
    console.disconnect();
    await expect.poll(() => people.at(-1)?.watchers.length).toBe(0);
  });

  test('a student who is moved is told where to and hears nothing of the old room', async () => {
    const client = await come(maya);
    const moved = heard(client, 'room.moved');
    const chat = heard(client, 'chat');
    await ask(client, 'room.enter', { roomId: mayasRoom, as: 'work' });
    await database.db
      .updateTable('seat')
      .set({ room_id: leosRoom })
      .where('member_id', '=', maya.memberId)
      .execute();
    const because = 'You work with Leo now.';
    world.events.emit('seat.moved', {
      ...{ lessonId, memberId: maya.memberId, roomId: leosRoom, because },
    });
    await expect.poll(() => moved).toEqual([{ roomId: leosRoom, because }]);
    await ask(client, 'room.enter', { roomId: leosRoom, as: 'work' });
    const console = await come(teacher);
    for (const roomId of [mayasRoom, leosRoom]) {
      await ask(console, 'chat.send', { roomId, clientKey: roomId, body: 'Here?' });
    }
    await expect.poll(() => chat.map((message) => message.roomId)).toEqual([leosRoom]);
  });

  test('everybody of a lesson hears when it is locked or ends', async () => {
    const client = await come(maya);
    const changed = heard(client, 'lesson.changed');
    await ask(client, 'room.enter', { roomId: mayasRoom, as: 'work' });
    world.events.emit('lesson.changed', { lessonId, state: 'ended', locked: true });
    await expect.poll(() => changed).toEqual([{ lessonId, state: 'ended', locked: true }]);
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
    world.signOut(cookie);
    world.skip(15_001);
    await expect.poll(() => client.connected, { timeout: 5_000 }).toBe(false);
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
