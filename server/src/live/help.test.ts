import { afterAll, beforeAll, expect, test } from 'vitest';
import { agents } from '@learnflow/agents';
import { createRunner } from '@learnflow/runner';
import type { Runner } from '@learnflow/shared';
import { aSmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { ask, heard, type LiveWorld, startLive } from './live.fixture.ts';

let database: TestDatabase;
let runner: Runner;
let world: LiveWorld;

beforeAll(async () => {
  database = await createTestDatabase();
  runner = await createRunner({ driver: 'auto' });
  world = await startLive(database.db, runner, undefined, agents);
});
afterAll(async () => {
  await world.close();
  await runner.close();
  await database.close();
});

test('a failing run tells everybody in the room what its error means, and hints open for all of them', async () => {
  const { teacher, maya, mayasRoom: roomId } = await aSmallClass(database.db);
  const cookie = world.signIn(maya);
  const client = await world.connect(cookie);
  expect(await ask(client, 'room.enter', { roomId, as: 'work' })).toMatchObject({ help: null });
  const typist = await world.typist(cookie, roomId);
  const watching = await world.connect(world.signIn(teacher));
  await ask(watching, 'room.enter', { roomId, as: 'peek' });
  const told = [client, watching].map((one) => heard(one, 'help'));

  const run = async (text: string): Promise<string> => {
    typist.write(text);
    const reader = await world.typist(world.signIn(teacher), roomId);
    await expect.poll(() => reader.text.toString()).toBe(typist.text.toString());
    reader.close();
    return (await ask(client, 'run.start', { roomId, fileId: typist.fileId })).runId;
  };
  const runId = await run('rain = [4, 8, 15]\nprint(rain[3])\n');
  for (const help of told) {
    await expect
      .poll(() => help.at(-1)?.help?.explanation.what, { timeout: 30_000 })
      .toContain('`rain`');
  }
  expect(told[0]?.at(-1)?.help).toMatchObject({
    runId,
    explanation: { family: 'list-index', line: 2, picture: { kind: 'list', length: 3 } },
    hints: [],
    nextInMs: 0,
  });

  await expect(ask(watching, 'help.hint', { roomId, runId, level: 1 })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const opened = await ask(client, 'help.hint', { roomId, runId, level: 1 });
  expect(opened.hints).toHaveLength(1);
  await expect.poll(() => told[1]?.at(-1)?.help?.hints).toEqual(opened.hints);
  await expect(ask(client, 'help.hint', { roomId, runId, level: 2 })).rejects.toMatchObject({
    code: 'request.invalid',
  });
  world.skip(90_000);
  expect((await ask(client, 'help.hint', { roomId, runId, level: 2 })).hints).toHaveLength(2);

  // Somebody who comes later, or reloads, finds it.
  const late = await world.connect(cookie);
  expect((await ask(late, 'room.enter', { roomId, as: 'work' })).help?.hints).toHaveLength(2);
}, 90_000);
