import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRunner } from '@learnflow/runner';
import type { Runner } from '@learnflow/shared';
import { aSmallClass, seat } from '../../test/small-class.ts';
import {
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
  ({ teacher, maya, leo, lessonId, mayasRoom, leosRoom } = await aSmallClass(database.db));
});
afterAll(async () => {
  await world.close();
  await runner.close();
  await database.close();
});

const come = (person: TestPerson) => world.connect(world.signIn(person));

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
      lesson: { lessonId, state: 'running', locked: false, hold: null },
      pair: null,
      people: [{ name: 'Maya', role: 'student', ink: 'coral' }],
      watchers: [],
      chat: [],
      terminal: { state: 'empty', number: 0 },
      handAt: 0,
      handPlace: 0,
    });
    await seat(database.db, leo, mayasRoom);
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

  test('shows staff who only have the document open, without a visit of their own accord', async () => {
    const client = await come(maya);
    const people = heard(client, 'room.people');
    await ask(client, 'room.enter', { roomId: mayasRoom, as: 'work' });
    const own = await world.typist(world.signIn(maya), mayasRoom);
    const quiet = await world.typist(world.signIn(teacher), mayasRoom);
    await expect
      .poll(() => people.at(-1)?.watchers.map(({ name, mode }) => [name, mode]))
      .toEqual([['Ms Lind', 'peek']]);
    quiet.close();
    await expect.poll(() => people.at(-1)?.watchers).toEqual([]);
    own.close();
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
    await seat(database.db, maya, leosRoom);
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
    world.events.emit('lesson.changed', { lessonId, state: 'ended', locked: true, hold: null });
    await expect
      .poll(() => changed)
      .toEqual([{ lessonId, state: 'ended', locked: true, hold: null }]);
  });
});

describe('a server that stops', () => {
  test('ends the looks that went on, and clients come back by themselves', async () => {
    const own = await startLive(database.db, runner);
    const client = await own.connect(own.signIn(maya));
    await ask(client, 'room.enter', { roomId: mayasRoom, as: 'work' });
    const console = await own.connect(own.signIn(teacher));
    await ask(console, 'room.enter', { roomId: mayasRoom, as: 'peek' });
    const reason = new Promise<string>((resolve) => client.on('disconnect', resolve));
    await own.live.close();
    // 'io server disconnect' would be final.
    expect(await reason).toBe('transport close');
    const visits = await database.db
      .selectFrom('room_visit')
      .where('room_id', '=', mayasRoom)
      .select('ended_at')
      .execute();
    expect(visits).toEqual([{ ended_at: expect.any(Date) }]);
    await own.close();
  });

  test('a look that went on when it was killed ends with the next start', async () => {
    await database.db
      .insertInto('room_visit')
      .values({
        ...{ room_id: mayasRoom, member_id: teacher.memberId, mode: 'peek' },
        began_at: new Date(Date.now() - 60_000),
      })
      .execute();
    const next = await startLive(database.db, runner);
    await expect
      .poll(() =>
        database.db
          .selectFrom('room_visit')
          .where('room_id', '=', mayasRoom)
          .select('ended_at')
          .executeTakeFirst(),
      )
      .toEqual({ ended_at: expect.any(Date) });
    await next.close();
  });
});
