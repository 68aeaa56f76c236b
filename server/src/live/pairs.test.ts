import type { Runner } from '@learnflow/shared';
import { createRunner } from '@learnflow/runner';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aSmallClass, seat, type SmallClass } from '../../test/small-class.ts';
import { aTeacher, createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { systemClock } from '../clock.ts';
import { holdEditors } from '../lesson/lesson.service.ts';
import { ask, heard, type LiveWorld, startLive, type Typist } from './live.fixture.ts';

let database: TestDatabase;
let runner: Runner;
let world: LiveWorld;
let small: SmallClass;

beforeAll(async () => {
  database = await createTestDatabase();
  runner = await createRunner({ driver: 'auto' });
});
beforeEach(async () => {
  world = await startLive(database.db, runner, 200);
  small = await aSmallClass(database.db);
});
afterEach(() => world.close());
afterAll(async () => {
  await runner.close();
  await database.close();
});

const soon = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });
const hold = (held: boolean): Promise<void> =>
  holdEditors(
    { db: database.db, events: world.events, clock: systemClock },
    small.lessonId,
    small.teacher.memberId,
    held,
  );

/** Maya and Leo at work in Maya's room. */
async function aPair() {
  const { maya, leo, mayasRoom: roomId, teacher } = small;
  await seat(database.db, leo, roomId);
  const [mayasCookie, leosCookie] = [world.signIn(maya), world.signIn(leo)];
  const mayasTypist = await world.typist(mayasCookie, roomId);
  const leosTypist = await world.typist(leosCookie, roomId);
  const mayasClient = await world.connect(mayasCookie);
  const leosClient = await world.connect(leosCookie);
  const teachersClient = await world.connect(world.signIn(teacher));
  await ask(mayasClient, 'room.enter', { roomId, as: 'work' });
  const pairs = heard(mayasClient, 'room.pair');
  return { roomId, mayasTypist, leosTypist, mayasClient, leosClient, teachersClient, pairs };
}
const rights = (typist: Typist): unknown => typist.rights.at(-1);

describe('held editors', () => {
  test('R6: nobody but staff types while the teacher holds them, and everybody does when they are let go', async () => {
    const { maya, teacher, mayasRoom, lessonId } = small;
    const cookie = world.signIn(maya);
    const client = await world.connect(cookie);
    const lessons = heard(client, 'lesson.changed');
    await ask(client, 'room.enter', { roomId: mayasRoom, as: 'work' });
    const typist = await world.typist(cookie, mayasRoom);
    const staff = await world.typist(world.signIn(teacher), mayasRoom);
    await hold(true);
    await soon(() => rights(typist)).toBe('held');
    expect(lessons.at(-1)).toMatchObject({ lessonId, hold: { by: 'Ms Lind' } });
    typist.text.insert(0, 'not now');
    await soon(() => typist.refusals).toMatchObject([{ reason: 'held' }]);
    staff.text.insert(0, 'look here');
    await soon(() => typist.text.toString()).toContain('look here');
    expect(staff.text.toString()).toBe('look here');
    expect(rights(staff)).toBe('write');
    await hold(false);
    await soon(() => rights(typist)).toBe('write');
    expect(lessons.at(-1)?.hold).toBeNull();
  });

  test('hold also who comes in later, until the lesson is opened again', async () => {
    await hold(true);
    const typist = await world.typist(world.signIn(small.maya), small.mayasRoom);
    expect(typist.rights).toEqual(['held']);
    const client = await world.connect(world.signIn(small.maya));
    const snapshot = await ask(client, 'room.enter', { roomId: small.mayasRoom, as: 'work' });
    expect(snapshot.lesson.hold).toMatchObject({ by: 'Ms Lind' });
    await expect(
      ask(client, 'run.start', { roomId: small.mayasRoom, fileId: 'main' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    const message = { roomId: small.mayasRoom, clientKey: 'k', body: 'I listen' };
    expect(await ask(client, 'chat.send', message)).toMatchObject({ body: 'I listen' });
  });
});

describe('a driver', () => {
  test('R6: types alone; the navigator is told why not, and may type after the swap', async () => {
    const { roomId, mayasTypist, leosTypist, leosClient, mayasClient, teachersClient, pairs } =
      await aPair();
    const { maya, leo } = small;
    await ask(teachersClient, 'pair.drive', { roomId, memberId: maya.memberId });
    await soon(() => rights(leosTypist)).toBe('navigate');
    expect(rights(mayasTypist)).toBe('write');
    expect(pairs.at(-1)?.pair).toEqual({
      driver: { memberId: maya.memberId, name: 'Maya' },
      swapAskedBy: null,
      isDriverAway: false,
    });
    leosTypist.text.insert(0, 'mine');
    await soon(() => leosTypist.refusals).toMatchObject([{ reason: 'navigating' }]);
    expect(mayasTypist.text.toString()).toBe('');
    // Leo asks, Maya agrees.
    await ask(leosClient, 'pair.swap', { roomId, wanted: true });
    await soon(() => pairs.at(-1)?.pair?.swapAskedBy).toBe(leo.memberId);
    await ask(mayasClient, 'pair.swap', { roomId, wanted: true });
    await soon(() => rights(mayasTypist)).toBe('navigate');
    await soon(() => rights(leosTypist)).toBe('write');
    // Leo hands back without being asked.
    await ask(leosClient, 'pair.drive', { roomId, memberId: maya.memberId });
    await soon(() => rights(leosTypist)).toBe('navigate');
    await ask(teachersClient, 'pair.drive', { roomId, memberId: null });
    await soon(() => rights(leosTypist)).toBe('write');
    expect(pairs.at(-1)?.pair).toBeNull();
  });

  test('is not chosen by students, not taken from them, and not somebody who sits elsewhere', async () => {
    const { roomId, leosClient, mayasClient, teachersClient } = await aPair();
    const { maya, leo } = small;
    const forbidden = { code: 'forbidden' };
    const driveAs = (client: typeof leosClient, memberId: string | null) =>
      ask(client, 'pair.drive', { roomId, memberId });
    await expect(driveAs(mayasClient, maya.memberId)).rejects.toMatchObject(forbidden);
    await expect(ask(leosClient, 'pair.swap', { roomId, wanted: true })).rejects.toMatchObject(
      forbidden,
    );
    await driveAs(teachersClient, maya.memberId);
    await expect(driveAs(leosClient, leo.memberId)).rejects.toMatchObject(forbidden);
    await expect(driveAs(leosClient, null)).rejects.toMatchObject(forbidden);
    await expect(driveAs(mayasClient, null)).rejects.toMatchObject(forbidden);
    // Asking alone takes nothing.
    await ask(leosClient, 'pair.swap', { roomId, wanted: true });
    await expect(driveAs(leosClient, leo.memberId)).rejects.toMatchObject(forbidden);
    await expect(driveAs(teachersClient, small.teacher.memberId)).rejects.toMatchObject({
      code: 'not.found',
    });
    const stranger = await world.connect(world.signIn(await aTeacher(database.db)));
    await expect(driveAs(stranger, leo.memberId)).rejects.toMatchObject({ code: 'not.found' });
  });

  test('offers, and the navigator takes over', async () => {
    const { roomId, leosClient, mayasClient, teachersClient, mayasTypist } = await aPair();
    await ask(teachersClient, 'pair.drive', { roomId, memberId: small.maya.memberId });
    await ask(mayasClient, 'pair.swap', { roomId, wanted: true });
    await ask(mayasClient, 'pair.swap', { roomId, wanted: false });
    const take = { roomId, memberId: small.leo.memberId };
    await expect(ask(leosClient, 'pair.drive', take)).rejects.toMatchObject({ code: 'forbidden' });
    await ask(mayasClient, 'pair.swap', { roomId, wanted: true });
    await ask(leosClient, 'pair.drive', take);
    await soon(() => rights(mayasTypist)).toBe('navigate');
  });

  test('R8: who is away blocks nobody, and drives again when back', async () => {
    const { roomId, mayasTypist, leosTypist, teachersClient, leosClient } = await aPair();
    await ask(leosClient, 'room.enter', { roomId, as: 'work' });
    const pairs = heard(leosClient, 'room.pair');
    await ask(teachersClient, 'pair.drive', { roomId, memberId: small.maya.memberId });
    await soon(() => rights(leosTypist)).toBe('navigate');
    mayasTypist.close();
    await soon(() => rights(leosTypist)).toBe('write');
    await soon(() => pairs.at(-1)?.pair?.isDriverAway).toBe(true);
    leosTypist.text.insert(0, 'I go on');
    await world.typist(world.signIn(small.maya), roomId);
    await soon(() => rights(leosTypist)).toBe('navigate');
    await soon(() => pairs.at(-1)?.pair?.isDriverAway).toBe(false);
    expect(leosTypist.refusals).toEqual([]);
  });

  test('who moves to another room leaves no driver behind', async () => {
    const { roomId, leosTypist, teachersClient, pairs } = await aPair();
    const { leo, leosRoom, lessonId } = small;
    await ask(teachersClient, 'pair.drive', { roomId, memberId: leo.memberId });
    await soon(() => pairs.at(-1)?.pair?.driver.memberId).toBe(leo.memberId);
    await seat(database.db, leo, leosRoom);
    const moved = { lessonId, memberId: leo.memberId, roomId: leosRoom, because: 'Your own room.' };
    world.events.emit('seat.moved', moved);
    await soon(() => pairs.at(-1)?.pair).toBeNull();
    await soon(() => leosTypist.isOpen).toBe(false);
  });
});
