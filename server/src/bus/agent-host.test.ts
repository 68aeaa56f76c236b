import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { silentLog } from '../log.ts';
import {
  aFailingClass,
  agent,
  alertsOf,
  hashOf,
  hashOfStates,
  tellFailure,
  theAgent,
} from '../../test/agent-class.ts';
import { makeReadable, replay } from './agent-host.ts';
import { lockStates } from './agent-state.store.ts';
import { allOut, aStream, type TestStream } from './bus.fixture.ts';
import type { ConsumerStep } from './consumer.ts';

let database: TestDatabase;
const streams: TestStream[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const stream of streams.splice(0)) await stream.close();
});
afterAll(() => database.close());

function start(onStep?: (step: ConsumerStep, eventId: string) => void): void {
  streams.push(aStream(database.db, [theAgent()], (step, { id }) => onStep?.(step, id)));
}

test.each(['taken', 'done', 'committed'] as const)(
  'when taking an event breaks once it is %s, the alert is there once',
  async (broken) => {
    const { db } = database;
    const people = await aFailingClass(db);
    const last = await tellFailure(db, people, 2);
    let breaks = 1;
    start((step, id) => {
      if (step === broken && id === last.id && breaks-- > 0) throw new Error('broken');
    });
    await allOut(db);
    expect(breaks).toBeLessThan(1);
    expect(await alertsOf(db, people)).toHaveLength(1);
  },
);

test('replaying everything the agent has taken gives the state that is stored', async () => {
  const { db } = database;
  const classes = [await aFailingClass(db), await aFailingClass(db)];
  start();
  for (let n = 2; n < 9; n++) for (const people of classes) await tellFailure(db, people, n);
  await allOut(db);
  const states = await replay(db, agent);
  expect(states.size).toBeGreaterThanOrEqual(4);
  expect(hashOf(states)).toBe(await hashOfStates(db));
});

test('an agent that cannot read what an earlier version has stored learns it again, and tells nothing twice', async () => {
  const { db } = database;
  const people = await aFailingClass(db);
  await tellFailure(db, people, 2);
  start();
  await allOut(db);
  const before = await hashOfStates(db);
  await db
    .updateTable('agent_state')
    .set({ state: '{"kind":"of another version"}' })
    .where('key', '=', people.lessonId)
    .execute();
  await makeReadable(db, agent, silentLog);
  expect(await hashOfStates(db)).toBe(before);
  expect(await alertsOf(db, people)).toHaveLength(1);
});

test('two processes that hold the same state wait for each other', async () => {
  const { db } = database;
  const order: string[] = [];
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let isHeld = (): void => undefined;
  const holding = new Promise<void>((resolve) => (isHeld = resolve));
  const first = db.transaction().execute(async (trx) => {
    await lockStates(trx, 'x', ['lesson', 'lesson/maya']);
    isHeld();
    await held;
    order.push('first');
  });
  await holding;
  const second = db.transaction().execute(async (trx) => {
    await lockStates(trx, 'x', ['lesson', 'lesson/leo']);
    order.push('second');
  });
  release();
  await Promise.all([first, second]);
  expect(order).toEqual(['first', 'second']);
});
