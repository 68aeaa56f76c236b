import { agents } from '@learnflow/agents';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { aFailingClass, theAgent } from '../../test/agent-class.ts';
import { allOut, aStream } from '../bus/bus.fixture.ts';
import { touchSeat } from '../wall/wall.store.ts';
import { listNeeds } from './needs.service.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('those who are here are listed with how they get on, from what the server told', async () => {
  const { db } = database;
  const people = await aFailingClass(db);
  const { lessonId, maya, leo } = people;
  for (const { memberId } of [maya, leo]) {
    await touchSeat(db, { lessonId, memberId }, true, new Date());
  }
  const stream = aStream(db, [theAgent()]);
  await allOut(db);
  const clock = { now: () => Date.now() };
  const deps = { db, clock, agents };
  expect(await listNeeds(deps, lessonId)).toMatchObject([
    { memberId: maya.memberId, signal: 'working', place: 1, errorQuotient: 1 },
    { memberId: leo.memberId, signal: 'not_started', place: 2, reason: '' },
  ]);
  await stream.close();
});
