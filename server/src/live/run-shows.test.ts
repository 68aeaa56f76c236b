import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRunner } from '@learnflow/runner';
import { runDetail, type Runner } from '@learnflow/shared';
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

const patience = { timeout: 30_000 };
let database: TestDatabase;
let runner: Runner;
let world: LiveWorld;
let maya: TestPerson;
let leo: TestPerson;
let roomId: string;
let client: LiveClient;
let typist: Typist;

beforeAll(async () => {
  database = await createTestDatabase();
  runner = await createRunner({ driver: 'auto' });
  world = await startLive(database.db, runner);
});
beforeEach(async () => {
  ({ maya, leo, mayasRoom: roomId } = await aSmallClass(database.db));
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

/** Runs `text` and resolves with the run's number once it has ended; `answer` goes to its question. */
async function run(text: string, answer?: string): Promise<string> {
  const states = heard(client, 'run.state');
  typist.write(text);
  const reader = await world.typist(world.signIn(maya), roomId);
  await expect.poll(() => reader.text.toString(), patience).toBe(text);
  reader.close();
  const { runId } = await ask(client, 'run.start', { roomId, fileId: typist.fileId });
  if (answer !== undefined) {
    await expect.poll(() => states.at(-1)?.state, patience).toBe('input');
    await ask(client, 'run.input', { roomId, runId, text: answer });
  }
  await expect.poll(() => states.at(-1)?.state, patience).toBe('ended');
  return runId;
}
const view = async () => (await ask(client, 'room.enter', { roomId, as: 'work' })).terminal;

test('an answer that must not be seen is dots for everybody, and nowhere in what is stored', async () => {
  const states = heard(client, 'run.state');
  const output = heard(client, 'run.output');
  const runId = await run('import getpass\nx = getpass.getpass()\nraise KeyError(1)\n', 'hunter22');
  expect(states.find((change) => change.state === 'input')).toMatchObject({ secret: true });
  const typed = output.flatMap((change) => change.chunks).filter((chunk) => chunk.stream === 'in');
  expect(typed.map((chunk) => chunk.text)).toEqual(['••••••\n']);
  const row = await database.db
    .selectFrom('run')
    .where('id', '=', runId)
    .selectAll()
    .executeTakeFirst();
  expect(JSON.stringify(row)).not.toContain('hunter22');
  expect(row?.output).toContain('Password: ••••••\n');
  expect(runDetail.parse(row?.detail).error).toMatchObject({ type: 'KeyError', line: 3 });
});

test('pictures are there for late joiners of the room and for nobody else', async () => {
  const runId = await run('import turtle\nturtle.forward(40)\n');
  const terminal = await view();
  expect(terminal.pictures).toMatchObject([{ width: 640, height: 480, alt: 'Turtle drawing' }]);
  const picture = await ask(client, 'run.picture', { roomId, runId, n: 0 });
  expect(Buffer.from(picture.base64, 'base64').toString()).toContain('points="0,0 40,0"');
  const other = await world.connect(world.signIn(leo));
  await expect(ask(other, 'run.picture', { roomId, runId, n: 0 })).rejects.toThrow();
  await expect(ask(client, 'run.picture', { roomId, runId, n: 1 })).rejects.toThrow('no longer');
  const next = await run('print(2)\n');
  expect(await view()).toMatchObject({ runId: next, pictures: [], written: [] });
  await expect(ask(client, 'run.picture', { roomId, runId, n: 0 })).rejects.toThrow('Another');
});

test('a file that a program wrote becomes a tab when somebody asks, and replaces one only on request', async () => {
  const text = 'open("results.csv", "w").write("a,b\\n1,2\\n")\n';
  const runId = await run(text);
  expect((await view()).written).toEqual(['results.csv']);
  const file = { roomId, runId, name: 'results.csv' };
  const other = await world.connect(world.signIn(leo));
  await expect(ask(other, 'run.open', { ...file, replace: true })).rejects.toThrow();
  await ask(client, 'run.open', { ...file, replace: false });
  expect((await view()).written).toEqual([]);
  await expect(ask(client, 'run.open', { ...file, replace: false })).rejects.toThrow('no longer');
  const again = await run('open("results.csv", "w").write("new")\n');
  const second = { roomId, runId: again, name: 'results.csv' };
  await expect(ask(client, 'run.open', { ...second, replace: false })).rejects.toThrow('already');
  await ask(client, 'run.open', { ...second, replace: true });
  const reader = await run('print(open("results.csv").read())\n');
  await expect
    .poll(async () => (await view()).chunks.map((chunk) => chunk.text).join(''), patience)
    .toBe('new\n');
  expect(reader).not.toBe(again);
});

test('Ctrl C reaches the program, which may tidy up', async () => {
  const states = heard(client, 'run.state');
  typist.write('import time\ntry:\n    input()\nfinally:\n    print("tidied")\n');
  await expect.poll(() => typist.text.toString(), patience).toContain('tidied');
  const reader = await world.typist(world.signIn(maya), roomId);
  await expect.poll(() => reader.text.toString(), patience).toContain('tidied');
  const { runId } = await ask(client, 'run.start', { roomId, fileId: typist.fileId });
  await expect.poll(() => states.at(-1)?.state, patience).toBe('input');
  await ask(client, 'run.interrupt', { roomId, runId });
  await expect.poll(() => states.at(-1)?.end?.reason, patience).toBe('stopped');
  if (runner.report().driver === 'pyodide') return;
  expect((await view()).chunks.map((chunk) => chunk.text).join('')).toContain('tidied\n');
});
