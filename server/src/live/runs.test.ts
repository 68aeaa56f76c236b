import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRunner } from '@learnflow/runner';
import type { Runner } from '@learnflow/shared';
import { aSmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase, type TestPerson } from '../../test/world.ts';
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
let roomId: string;
let lessonId: string;
let client: LiveClient;
let typist: Typist;
/** What another connection is given, the server's document has. */
const settled = () => expect.poll(() => filesOnServer()).toBe(typist.text.toString());

beforeAll(async () => {
  database = await createTestDatabase();
  runner = await createRunner({ driver: 'auto' });
  world = await startLive(database.db, runner);
});
beforeEach(async () => {
  ({ teacher, maya, lessonId, mayasRoom: roomId } = await aSmallClass(database.db));
  const cookie = world.signIn(maya);
  client = await world.connect(cookie);
  await ask(client, 'room.enter', { roomId, as: 'work' });
  typist = await world.typist(cookie, roomId);
});
// Each open document listens for the end of this process.
afterEach(() => {
  typist.close();
  client.disconnect();
});
afterAll(async () => {
  await world.close();
  await runner.close();
  await database.close();
});

const come = (person: TestPerson) => world.connect(world.signIn(person));
async function filesOnServer(): Promise<string> {
  const reader = await world.typist(world.signIn(teacher), roomId);
  const text = reader.text.toString();
  reader.close();
  return text;
}
async function program(text: string): Promise<void> {
  typist.write(text);
  await settled();
}
const start = () => ask(client, 'run.start', { roomId, fileId: typist.fileId });

test('a program meets the limits of its class', async () => {
  const states = heard(client, 'run.state');
  await database.db
    .updateTable('classroom')
    .set({ run_limits: JSON.stringify({ seconds: 1, processes: 3 }) })
    .where('id', '=', teacher.classId)
    .execute();
  await program('while True: pass\n');
  await start();
  await expect.poll(() => states.at(-1)?.end?.reason, { timeout: 30_000 }).toBe('time');
  expect(states.at(-1)?.end?.durationMs).toBeLessThan(5_000);
});

test('everybody in the room sees one terminal, with the answers that were typed', async () => {
  const other = await come(teacher);
  await ask(other, 'room.enter', { roomId, as: 'coedit' });
  const heardBy = [client, other].map((one) => ({
    views: heard(one, 'run.view'),
    states: heard(one, 'run.state'),
    output: heard(one, 'run.output'),
  }));
  await program('name = input("Name? ")\nprint("Hi", name)\nprint([1][2])\n');
  const { runId } = await start();
  const [first] = heardBy;
  await expect.poll(() => first?.states.at(-1)?.state).toBe('input');
  // Who looks in to help may answer too.
  await ask(other, 'run.input', { roomId, runId, text: 'Leo' });
  await expect.poll(() => first?.states.at(-1)?.state).toBe('ended');
  for (const { views, states, output } of heardBy) {
    await expect.poll(() => states.at(-1)?.state).toBe('ended');
    expect(views).toHaveLength(1);
    expect(views[0]?.terminal).toMatchObject({
      ...{ runId, number: 1, entry: 'main.py', by: { name: 'Maya' } },
    });
    const chunks = output.flatMap((change) => change.chunks);
    const typed = chunks.filter((chunk) => chunk.stream === 'in').map((chunk) => chunk.text);
    expect(typed).toEqual(['Leo\n']);
    const out = chunks.filter((chunk) => chunk.stream !== 'err').map((chunk) => chunk.text);
    expect(out.join('')).toBe('Name? Leo\nHi Leo\n');
    expect(states.at(-1)?.end).toMatchObject({
      reason: 'error',
      error: { type: 'IndexError', line: 3 },
    });
  }
});

test('the end of a run is stored before anybody is told', async () => {
  await program('print("done")\n');
  const stored = new Promise<unknown>((resolve) => {
    client.on('run.state', ({ state, runId }) => {
      if (state !== 'ended') return;
      resolve(database.db.selectFrom('run').where('id', '=', runId).selectAll().executeTakeFirst());
    });
  });
  await start();
  expect(await stored).toMatchObject({
    ...{ reason: 'finished', exit_code: 0, output: 'done\n', number: 1, member_id: maya.memberId },
  });
});

test('a second program in the same room is refused until the first one ended', async () => {
  const states = heard(client, 'run.state');
  await program('input()\n');
  const [first, second] = await Promise.allSettled([start(), start()]);
  expect(first?.status).toBe('fulfilled');
  expect(second).toMatchObject({
    reason: {
      code: 'run.busy',
      message: 'A program is already running in this room. Stop it first.',
    },
  });
  if (first?.status !== 'fulfilled') return expect.fail();
  const { runId } = first.value;
  await ask(client, 'run.stop', { roomId, runId });
  await expect.poll(() => states.at(-1)?.end?.reason).toBe('stopped');
  await expect(ask(client, 'run.input', { roomId, runId, text: 'x' })).rejects.toMatchObject({
    code: 'not.found',
  });
  await start();
  await expect.poll(() => states.at(-1)?.state).toBe('input');
  const next = states.at(-1)?.runId ?? expect.fail();
  await ask(client, 'run.eof', { roomId, runId: next });
  await expect.poll(() => states.at(-1)?.end?.error?.type).toBe('EOFError');
});

test('a late joiner sees what was printed, and so does somebody after a restart', async () => {
  const states = heard(client, 'run.state');
  await program('print("a" * 10)\nprint([1][2])\n');
  await start();
  await expect.poll(() => states.at(-1)?.state).toBe('ended');
  const late = await ask(await come(teacher), 'room.enter', { roomId, as: 'peek' });
  expect(late.terminal).toMatchObject({ state: 'ended', number: 1, by: { name: 'Maya' } });
  expect(late.terminal.chunks[0]).toEqual({ stream: 'out', text: 'aaaaaaaaaa\n' });

  const again = await startLive(database.db, runner);
  const console = await again.connect(again.signIn(teacher));
  const { terminal } = await ask(console, 'room.enter', { roomId, as: 'peek' });
  expect(terminal.chunks).toEqual(late.terminal.chunks);
  expect(terminal.end).toMatchObject({ reason: 'error', error: { type: 'IndexError', line: 2 } });
  await again.close();
});

test('a program that ran when the server died is shown as ended, with the reason', async () => {
  const lostId = randomUUID();
  await database.db
    .insertInto('run')
    .values({
      ...{ id: lostId, room_id: roomId, member_id: maya.memberId },
      ...{ number: 7, entry: 'main.py', started_at: new Date() },
    })
    .execute();
  const again = await startLive(database.db, runner);
  const console = await again.connect(again.signIn(teacher));
  const { terminal } = await ask(console, 'room.enter', { roomId, as: 'peek' });
  expect(terminal).toMatchObject({
    ...{ runId: lostId, state: 'ended', number: 7 },
    end: {
      reason: 'crashed',
      message: 'The server restarted while this program was running. Run it again.',
    },
  });
  await again.close();
  const row = await database.db
    .selectFrom('run')
    .where('id', '=', lostId)
    .selectAll()
    .executeTakeFirst();
  expect(row).toMatchObject({ reason: 'crashed', ended_at: expect.any(Date) });
});

test('a program that prints without end leaves a bounded scrollback and a bounded row', async () => {
  const states = heard(client, 'run.state');
  await program('i = 0\nwhile True:\n    print("line", i)\n    i += 1\n');
  await start();
  await expect.poll(() => states.at(-1)?.state, { timeout: 15_000 }).toBe('ended');
  expect(states.at(-1)?.end?.reason).toBe('output');
  const { terminal } = await ask(await come(teacher), 'room.enter', { roomId, as: 'peek' });
  const [head, cut, ...tail] = terminal.chunks;
  expect(head?.text.slice(0, 7)).toBe('line 0\n');
  expect(head?.text.length).toBe(256 * 1024);
  expect(cut).toMatchObject({ stream: 'cut' });
  const last = tail.map((chunk) => chunk.text).join('');
  expect(last.length).toBeGreaterThan(60_000);
  expect(last.length).toBeLessThanOrEqual(64 * 1024);
  expect(last).toContain('[Output cut here: ');
  const row = await database.db
    .selectFrom('run')
    .where('room_id', '=', roomId)
    .select('output')
    .executeTakeFirstOrThrow();
  expect(row.output.length).toBeLessThanOrEqual(65 * 1024);
  expect(row.output.startsWith(head?.text.slice(0, 32_000) ?? '?')).toBe(true);
  expect(row.output.endsWith(last.slice(-32_000))).toBe(true);
});

test('nobody starts more than thirty programs within a minute', async () => {
  const fileId = randomUUID();
  const codes: string[] = [];
  for (let i = 0; i < 32; i += 1) {
    await ask(client, 'run.start', { roomId, fileId }).catch((error: { code: string }) =>
      codes.push(error.code),
    );
  }
  expect(codes.filter((code) => code === 'not.found')).toHaveLength(30);
  expect(codes.filter((code) => code === 'too.many')).toHaveLength(2);
});

test('a server that stops ends what runs, and stores that', async () => {
  const other = await startLive(database.db, runner);
  const cookie = other.signIn(maya);
  const mine = await other.connect(cookie);
  await ask(mine, 'room.enter', { roomId, as: 'work' });
  const document = await other.typist(cookie, roomId);
  document.write('input()\n');
  const states = heard(mine, 'run.state');
  // The server's document may be a moment behind; an empty program just ends.
  await expect
    .poll(async () => {
      await ask(mine, 'run.start', { roomId, fileId: document.fileId }).catch(() => undefined);
      return states.at(-1)?.state;
    })
    .toBe('input');
  const runId = states.at(-1)?.runId ?? expect.fail();
  await other.live.close();
  const row = await database.db
    .selectFrom('run')
    .where('id', '=', runId)
    .select('reason')
    .executeTakeFirst();
  expect(row).toEqual({ reason: 'stopped' });
  await other.close();
});

test('after the lesson a student runs nothing', async () => {
  await database.db
    .updateTable('lesson')
    .set({ state: 'ended' })
    .where('id', '=', lessonId)
    .execute();
  await expect(start()).rejects.toMatchObject({ code: 'lesson.ended' });
});
