import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRunner } from '@learnflow/runner';
import type { Runner } from '@learnflow/shared';
import { aSmallClass, seat, type SmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase, type TestPerson } from '../../test/world.ts';
import { ask, heard, type LiveWorld, startLive } from './live.fixture.ts';
import { aConsole, comesToWork } from './wall.fixture.ts';

let database: TestDatabase;
let runner: Runner;
let world: LiveWorld;
let small: SmallClass;
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
  small = await aSmallClass(database.db);
  ({ maya, leo, lessonId, mayasRoom, leosRoom } = small);
});
afterEach(() => world.close());
afterAll(async () => {
  await runner.close();
  await database.close();
});

/** A text may take a second, a status as long again. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 5_000 });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ten = Array.from({ length: 10 }, (_, i) => `x${i} = ${i}`).join('\n');

describe('the text of a tile', () => {
  test('is the lines around what the student types, not what a partner types', async () => {
    await seat(database.db, leo, mayasRoom);
    const a = await comesToWork(world, maya, mayasRoom);
    a.typist.write(`${ten}\n${ten}\n${ten}`);
    const b = await comesToWork(world, leo, mayasRoom);
    const console = await aConsole(world, small);
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
    const console = await aConsole(world, small);
    const both = [
      await comesToWork(world, maya, mayasRoom),
      await comesToWork(world, leo, leosRoom),
    ];
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
    const console = await aConsole(world, small);
    const a = await comesToWork(world, maya, mayasRoom);
    const b = await comesToWork(world, leo, leosRoom);
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
    const fresh = await aConsole(world, small);
    expect([...console.tiles.values()]).toEqual([...fresh.tiles.values()]);
    expect(console.tile(maya).lines.join('\n')).not.toBe('');
  });

  test('nothing is sent once nobody watches', async () => {
    const console = await aConsole(world, small);
    const { typist } = await comesToWork(world, maya, mayasRoom);
    await ask(console.client, 'wall.unwatch', { lessonId });
    const { length } = console.batches;
    typist.write('x = 1');
    await pause(600);
    expect(console.batches.length).toBe(length);
    await console.watch(lessonId);
    await soon(() => console.tile(maya).lines).toEqual(['x = 1']);
  });
});

describe('the status of a tile', () => {
  test('is stuck after three equal errors and flowing again after a run that works', async () => {
    const { client, typist } = await comesToWork(world, maya, mayasRoom);
    const console = await aConsole(world, small);
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
    const { typist } = await comesToWork(world, maya, mayasRoom);
    typist.write('x');
    const console = await aConsole(world, small);
    await soon(() => console.tile(maya).lines).toEqual(['x']);
    expect(console.tile(maya).status).toBe('flowing');
    world.skip(180_000);
    await soon(() => console.tile(maya).status).toBe('idle');
    typist.write('xy');
    await soon(() => console.tile(maya).status).toBe('flowing');
  });

  test('is offline twenty seconds after the last connection closed, not before', async () => {
    const { client, typist } = await comesToWork(world, maya, mayasRoom);
    typist.write('x');
    const console = await aConsole(world, small);
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
    await comesToWork(world, maya, mayasRoom);
    await soon(() => console.tile(maya).status).toBe('flowing');
  });

  test('is help while a hand is up', async () => {
    const { client } = await comesToWork(world, maya, mayasRoom);
    const console = await aConsole(world, small);
    await ask(client, 'hand.set', { lessonId, up: true, question: 'What is a list?' });
    await soon(() => console.tile(maya)).toMatchObject({
      status: 'help',
      question: 'What is a list?',
    });
    await ask(client, 'hand.set', { lessonId, up: false });
    await soon(() => console.tile(maya)).toMatchObject({ status: 'flowing', handAt: 0 });
  });
});

test('tiles are the same after the server was restarted', async () => {
  const { client, typist } = await comesToWork(world, maya, mayasRoom);
  const before = await aConsole(world, small);
  typist.write('\nprint([1][2])\n');
  await soon(() => before.tile(maya).lines).toContain('print([1][2])');
  for (const n of [1, 2, 3]) {
    await ask(client, 'run.start', { roomId: mayasRoom, fileId: typist.fileId });
    await soon(() => before.tile(maya).run?.n).toBe(n);
  }
  const shown = before.tile(maya);
  await world.close();
  world = await startLive(database.db, runner);
  const after = await aConsole(world, small);
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
  const console = await aConsole(world, small);
  const { typist } = await comesToWork(world, maya, mayasRoom);
  typist.write('x = 1');
  await soon(() => console.tile(maya).lines).toEqual(['x = 1']);
  const text = await world.registry.metrics();
  const value = (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
  expect(value('live_sockets')).toBe(2);
  expect(value('wall_batches_total')).toBe(console.batches.length);
  const bytes = console.batches.reduce((sum, { batch }) => sum + JSON.stringify(batch).length, 0);
  expect(value('wall_bytes_sent_total')).toBe(bytes);
});
