import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { aWorkWorld, type WorkWorld } from '../grade/work.fixture.ts';
import { openWritten } from './open-written.ts';

let database: TestDatabase;
let world: WorkWorld;
beforeAll(async () => {
  database = await createTestDatabase();
  world = await aWorkWorld(database.db);
});
afterAll(async () => {
  await world.close();
  await database.close();
});

test('of two people who open a written file at the same moment one makes it, and the other is told', async () => {
  const { deps, maya, mayasRoom } = world;
  const open = (text: string, replace = false) =>
    openWritten(deps.documents, mayasRoom, {
      ...{ name: 'results.csv', text, replace, by: maya.memberId },
    });
  const tries = await Promise.allSettled([open('first'), open('second')]);
  expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const written = async () =>
    (await deps.documents.files(mayasRoom)).filter((file) => file.name === 'results.csv');
  expect(await written()).toHaveLength(1);
  await Promise.all([open('third', true), open('third', true)]);
  expect((await written()).map((file) => file.text)).toEqual(['third']);
});
