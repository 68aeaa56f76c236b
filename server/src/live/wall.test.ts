import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRunner } from '@learnflow/runner';
import { applyTileDelta, type Runner, type ServerToClient, type Tile } from '@learnflow/shared';
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
import {
  ask,
  heard,
  type LiveClient,
  type LiveWorld,
  startLive,
  type Typist,
} from './live.fixture.ts';

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
});
beforeEach(async () => {
  world = await startLive(database.db, runner);
  const { id: classId } = await aClass(database.db);
  teacher = await aTeacher(database.db, { classId, name: 'Ms Lind' });
  maya = await aStudent(database.db, { classId, name: 'Maya', ink: 1 });
  leo = await aStudent(database.db, { classId, name: 'Leo', ink: 2 });
  lessonId = (await aLesson(database.db, { classId })).id;
  mayasRoom = (await aRoom(database.db, { lessonId, ownerId: maya.memberId })).id;
  leosRoom = (await aRoom(database.db, { lessonId, ownerId: leo.memberId })).id;
});
afterEach(() => world.close());
afterAll(async () => {
  await runner.close();
  await database.close();
});

/** A console as the client keeps it: a snapshot, then deltas. */
class Console {
  readonly tiles = new Map<string, Tile>();
  readonly batches: { at: number; batch: Parameters<ServerToClient['wall.delta']>[0] }[] = [];
  readonly client: LiveClient;

  constructor(client: LiveClient) {
    this.client = client;
    client.on('wall.delta', (batch) => {
      this.batches.push({ at: performance.now(), batch });
      for (const tile of batch.added) this.tiles.set(tile.id, tile);
      for (const id of batch.gone) this.tiles.delete(id);
      for (const delta of batch.deltas) {
        const tile = this.tiles.get(delta.id) ?? expect.fail();
        this.tiles.set(delta.id, applyTileDelta(tile, delta));
      }
    });
  }

  async watch() {
    const snapshot = await ask(this.client, 'wall.watch', { lessonId });
    for (const tile of snapshot.tiles) this.tiles.set(tile.id, tile);
    return snapshot;
  }

  tile(person: TestPerson): Tile {
    return this.tiles.get(person.memberId) ?? expect.fail(`There is no tile of ${person.name}.`);
  }
}

async function aConsole(): Promise<Console> {
  const console = new Console(await world.connect(world.signIn(teacher)));
  await console.watch();
  return console;
}
interface AtWork {
  client: LiveClient;
  typist: Typist;
}
async function comesToWork(person: TestPerson, roomId: string): Promise<AtWork> {
  const cookie = world.signIn(person);
  const client = await world.connect(cookie);
  await ask(client, 'room.enter', { roomId, as: 'work' });
  return { client, typist: await world.typist(cookie, roomId) };
}
/** A text may take a second, a status as long again. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 5_000 });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ten = Array.from({ length: 10 }, (_, i) => `x${i} = ${i}`).join('\n');

describe('the text of a tile', () => {
  test('is the lines around what the student types, not what a partner types', async () => {
    await database.db
      .updateTable('seat')
      .set({ room_id: mayasRoom })
      .where('member_id', '=', leo.memberId)
      .execute();
    const a = await comesToWork(maya, mayasRoom);
    a.typist.write(`${ten}\n${ten}\n${ten}`);
    const b = await comesToWork(leo, mayasRoom);
    const console = await aConsole();
    expect(console.tile(maya).partners).toEqual([leo.memberId]);
    await soon(() => console.tile(maya)).toMatchObject({ line: 30, from: 23, file: 'main.py' });
    b.typist.text.insert(0, 'import math\n');
    await soon(() => console.tile(leo).lines[0]).toBe('import math');
    expect(console.tile(leo)).toMatchObject({ line: 2, from: 1 });
    expect(console.tile(leo).editedAt).toBeGreaterThan(0);
    expect(console.tile(maya)).toMatchObject({ line: 30 });
    b.typist.moveCaret(b.typist.text.toString().length);
    await soon(() => console.tile(leo)).toMatchObject({ line: 31, from: 24 });
  });

  test('arrives in at most four batches a second, and each tile at most once a second', async () => {
    const console = await aConsole();
    const both = [await comesToWork(maya, mayasRoom), await comesToWork(leo, leosRoom)];
    await soon(() => [...console.tiles.values()].map((tile) => tile.status)).toEqual(
      expect.arrayContaining(['flowing', 'flowing']),
    );
    const from = console.batches.length;
    const seconds = 4;
    for (let i = 0; i < seconds * 25; i += 1) {
      for (const { typist } of both) typist.text.insert(0, i % 20 ? 'k' : '\n');
      await pause(40);
    }
    const during = console.batches.slice(from);
    expect(during.length).toBeGreaterThanOrEqual(seconds - 1);
    for (const [i, { at }] of during.entries()) {
      const fifth = during[i + 4];
      if (fifth) expect(fifth.at - at).toBeGreaterThan(900);
    }
    for (const person of [maya, leo]) {
      const texts = during.filter(({ batch }) =>
        batch.deltas.some((delta) => delta.id === person.memberId && (delta.rows ?? delta.lines)),
      );
      expect(texts.length).toBeGreaterThanOrEqual(seconds - 1);
      expect(texts.length).toBeLessThanOrEqual(seconds + 2);
    }
  });

  test('deltas leave the console with the same tiles as a fresh look', async () => {
    const console = await aConsole();
    const a = await comesToWork(maya, mayasRoom);
    const b = await comesToWork(leo, leosRoom);
    a.typist.write(`${ten}\n${ten}`);
    b.typist.write('print([1][5])\n');
    await ask(a.client, 'hand.set', { lessonId, up: true, question: 'Why?' });
    for (let i = 0; i < 60; i += 1) {
      const { text } = a.typist;
      const at = (i * 37) % (text.length + 1);
      if (i % 3 === 2) text.delete(Math.min(at, text.length - 4), 3);
      else text.insert(at, i % 4 ? 'y' : '\nz = 1\n');
      if (i === 30) await ask(b.client, 'run.start', { roomId: leosRoom, fileId: b.typist.fileId });
      await pause(30);
    }
    await soon(() => console.tile(leo).run?.label).toBe('IndexError');
    // The last text goes out within a second; then there is nothing more to say.
    await pause(1_500);
    await ask(console.client, 'wall.unwatch', { lessonId });
    const fresh = await aConsole();
    expect([...console.tiles.values()]).toEqual([...fresh.tiles.values()]);
    expect(console.tile(maya).lines.join('\n')).not.toBe('');
  });

  test('nothing is sent once nobody watches', async () => {
    const console = await aConsole();
    const { typist } = await comesToWork(maya, mayasRoom);
    await ask(console.client, 'wall.unwatch', { lessonId });
    const { length } = console.batches;
    typist.write('x = 1');
    await pause(600);
    expect(console.batches.length).toBe(length);
    await console.watch();
    await soon(() => console.tile(maya).lines).toEqual(['x = 1']);
  });
});

describe('the status of a tile', () => {
  test('is stuck after three equal errors and flowing again after a run that works', async () => {
    const { client, typist } = await comesToWork(maya, mayasRoom);
    const console = await aConsole();
    const states = heard(client, 'run.state');
    const run = async () => {
      const before = states.length;
      await ask(client, 'run.start', { roomId: mayasRoom, fileId: typist.fileId });
      await soon(() => states.slice(before).at(-1)?.state).toBe('ended');
    };
    typist.write('\n\nprint([1][2])\n');
    await soon(() => console.tile(maya).lines).toContain('print([1][2])');
    for (let n = 1; n <= 3; n += 1) {
      expect(console.tile(maya).status).toBe('flowing');
      await run();
      await soon(() => console.tile(maya).run?.n).toBe(n);
    }
    expect(console.tile(maya)).toMatchObject({
      status: 'stuck',
      reason: '3 × IndexError on line 3',
      run: { ok: false, label: 'IndexError', line: 3 },
    });
    expect(Object.values(console.tile(maya).runBars)).toContain(false);
    typist.write('print(1)\n');
    await soon(() => console.tile(maya).lines).toContain('print(1)');
    await run();
    await soon(() => console.tile(maya)).toMatchObject({
      ...{ status: 'flowing', reason: '', run: { n: 4, ok: true, label: 'Ran' } },
    });
  });

  test('is idle after three minutes without a key and flowing with the next one', async () => {
    const { typist } = await comesToWork(maya, mayasRoom);
    typist.write('x');
    const console = await aConsole();
    await soon(() => console.tile(maya).lines).toEqual(['x']);
    expect(console.tile(maya).status).toBe('flowing');
    world.skip(180_000);
    await soon(() => console.tile(maya).status).toBe('idle');
    typist.write('xy');
    await soon(() => console.tile(maya).status).toBe('flowing');
  });

  test('is offline twenty seconds after the last connection closed, not before', async () => {
    const { client, typist } = await comesToWork(maya, mayasRoom);
    typist.write('x');
    const console = await aConsole();
    client.disconnect();
    world.skip(25_000);
    await pause(1_500);
    expect(console.tile(maya).status).toBe('flowing');
    typist.close();
    await pause(300);
    world.skip(19_000);
    expect(console.tile(maya).status).toBe('flowing');
    world.skip(1_000);
    await soon(() => console.tile(maya).status).toBe('offline');
    await comesToWork(maya, mayasRoom);
    await soon(() => console.tile(maya).status).toBe('flowing');
  });

  test('is help while a hand is up', async () => {
    const { client } = await comesToWork(maya, mayasRoom);
    const console = await aConsole();
    await ask(client, 'hand.set', { lessonId, up: true, question: 'What is a list?' });
    await soon(() => console.tile(maya)).toMatchObject({
      status: 'help',
      question: 'What is a list?',
    });
    await ask(client, 'hand.set', { lessonId, up: false });
    await soon(() => console.tile(maya)).toMatchObject({ status: 'flowing', handAt: 0 });
  });
});

describe('who is on the wall', () => {
  test('changes with students who come, pair up and are taken out', async () => {
    const console = await aConsole();
    expect(console.tiles.size).toBe(2);
    const zoe = await aStudent(database.db, { classId: maya.classId, name: 'Zoe' });
    await aRoom(database.db, { lessonId, ownerId: zoe.memberId });
    world.events.emit('board.changed', { lessonId });
    await soon(() => console.tiles.size).toBe(3);
    await database.db
      .updateTable('seat')
      .set({ room_id: mayasRoom })
      .where('member_id', '=', zoe.memberId)
      .execute();
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
    const console = await aConsole();
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
    await comesToWork(maya, mayasRoom);
    await soon(() => boards.at(-1)?.board.map((member) => member.here)).toEqual([false, true]);
    world.events.emit('lesson.changed', { lessonId, state: 'running', locked: true });
    world.knocks.push({ knockId: 'k', name: 'Zoe' });
    await soon(() => boards.at(-1)?.knocks).toHaveLength(1);
    world.knocks.length = 0;
    await soon(() => boards.at(-1)?.knocks).toHaveLength(0);
  });
});

test('tiles are the same after the server was restarted', async () => {
  const { client, typist } = await comesToWork(maya, mayasRoom);
  const before = await aConsole();
  typist.write('\nprint([1][2])\n');
  await soon(() => before.tile(maya).lines).toContain('print([1][2])');
  for (const n of [1, 2, 3]) {
    await ask(client, 'run.start', { roomId: mayasRoom, fileId: typist.fileId });
    await soon(() => before.tile(maya).run?.n).toBe(n);
  }
  const shown = before.tile(maya);
  await world.close();
  world = await startLive(database.db, runner);
  const after = await aConsole();
  const { lines, file, status, reason, run, line } = after.tile(maya);
  expect({ lines, file, status, reason }).toEqual({
    ...{ lines: shown.lines, file: 'main.py', status: 'stuck' },
    reason: '3 × IndexError on line 2',
  });
  expect(run).toMatchObject({ n: 3, label: 'IndexError', ok: false });
  expect(line).toBe(2);
  expect(Object.values(after.tile(maya).bars).reduce((sum, edits) => sum + edits, 0)).toBe(1);
});

test('what a wall costs can be read from the metrics', async () => {
  const console = await aConsole();
  const { typist } = await comesToWork(maya, mayasRoom);
  typist.write('x = 1');
  await soon(() => console.tile(maya).lines).toEqual(['x = 1']);
  const text = await world.registry.metrics();
  const value = (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
  expect(value('live_sockets')).toBe(2);
  expect(value('wall_batches_total')).toBe(console.batches.length);
  const bytes = console.batches.reduce((sum, { batch }) => sum + JSON.stringify(batch).length, 0);
  expect(value('wall_bytes_sent_total')).toBe(bytes);
});
