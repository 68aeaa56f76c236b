import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRunner } from '@learnflow/runner';
import type { Runner } from '@learnflow/shared';
import { aSmallClass, seat, type SmallClass } from '../../test/small-class.ts';
import {
  aRoom,
  aStudent,
  createTestDatabase,
  type TestDatabase,
  type TestPerson,
} from '../../test/world.ts';
import { ask, heard, type LiveWorld, startLive } from './live.fixture.ts';
import { aConsole, comesToWork } from './wall.fixture.ts';

let database: TestDatabase;
let runner: Runner;
let world: LiveWorld;
let small: SmallClass;
let teacher: TestPerson;
let maya: TestPerson;
let leo: TestPerson;
let lessonId: string;
let mayasRoom: string;

beforeAll(async () => {
  database = await createTestDatabase();
  runner = await createRunner({ driver: 'auto' });
});
beforeEach(async () => {
  world = await startLive(database.db, runner);
  small = await aSmallClass(database.db);
  ({ teacher, maya, leo, lessonId, mayasRoom } = small);
});
afterEach(() => world.close());
afterAll(async () => {
  await runner.close();
  await database.close();
});

/** A status may take a second, the list of knocks as long again. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 5_000 });
describe('who is on the wall', () => {
  test('changes with students who come, pair up and are taken out', async () => {
    const console = await aConsole(world, small);
    expect(console.tiles.size).toBe(2);
    const zoe = await aStudent(database.db, { classId: maya.classId, name: 'Zoe' });
    await aRoom(database.db, { lessonId, ownerId: zoe.memberId });
    world.events.emit('board.changed', { lessonId });
    await soon(() => console.tiles.size).toBe(3);
    await seat(database.db, zoe, mayasRoom);
    world.events.emit('seat.moved', {
      ...{ lessonId, memberId: zoe.memberId, roomId: mayasRoom, because: 'You work with Maya.' },
    });
    await soon(() => console.tile(maya).partners).toEqual([zoe.memberId]);
    expect(console.tile(zoe)).toMatchObject({ roomId: mayasRoom, partners: [maya.memberId] });
    await database.db
      .updateTable('class_member')
      .set({ removed_at: new Date() })
      .where('id', '=', zoe.memberId)
      .execute();
    world.events.emit('member.removed', {
      ...{ classroomId: zoe.classId, memberId: zoe.memberId, userId: zoe.userId },
    });
    await soon(() => console.tiles.size).toBe(2);
    expect(console.tile(maya).partners).toEqual([]);
  });

  test('a teacher who looks into a room is named on the tile', async () => {
    const console = await aConsole(world, small);
    await ask(console.client, 'room.enter', { roomId: mayasRoom, as: 'peek' });
    await soon(() => console.tile(maya).watchers).toEqual(['Ms Lind']);
    expect(console.tile(leo).watchers).toEqual([]);
    await ask(console.client, 'room.leave', { roomId: mayasRoom });
    await soon(() => console.tile(maya).watchers).toEqual([]);
  });

  test('the board shows who is here, and who knocks while the door is locked', async () => {
    const client = await world.connect(world.signIn(teacher));
    const boards = heard(client, 'board');
    const { board, knocks } = await ask(client, 'wall.watch', { lessonId });
    expect(board.map((member) => [member.name, member.here])).toEqual([
      ['Leo', false],
      ['Maya', false],
    ]);
    expect(knocks).toEqual([]);
    await comesToWork(world, maya, mayasRoom);
    await soon(() => boards.at(-1)?.board.map((member) => member.here)).toEqual([false, true]);
    world.events.emit('lesson.changed', { lessonId, state: 'running', locked: true, hold: null });
    world.knocks.push({ knockId: 'k', name: 'Zoe' });
    await soon(() => boards.at(-1)?.knocks).toHaveLength(1);
    world.knocks.length = 0;
    await soon(() => boards.at(-1)?.knocks).toHaveLength(0);
  });
});
