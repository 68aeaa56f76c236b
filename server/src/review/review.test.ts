import { randomUUID } from 'node:crypto';
import { agents } from '@learnflow/agents';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { aStream, type TestStream } from '../bus/bus.fixture.ts';
import { getAttemptFiles, makeAttempt } from '../grade/attempt.service.ts';
import { starterFileId } from '../grade/starter.ts';
import { aWorkWorld, write, type WorkWorld } from '../grade/work.fixture.ts';
import { getRoomWork, openExercise } from '../grade/work.service.ts';
import { createReviewConsumer } from './review-consumer.ts';

const exercise = 'test/double';
const soon = { timeout: 20_000 };
let database: TestDatabase;
let world: WorkWorld;
let stream: TestStream;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
afterEach(async () => {
  await stream.close();
  await world.close();
});

async function handIn(kind: 'check' | 'submit', text: string): Promise<string> {
  const { deps, maya, mayasRoom } = world;
  await openExercise(deps, maya.caller, mayasRoom, exercise);
  await write(world, mayasRoom, starterFileId(exercise, 'double.py'), text);
  const made = await makeAttempt(deps, maya.caller, mayasRoom, {
    ...{ exercise, kind, clientKey: randomUUID() },
  });
  return made.id;
}
const attempts = async () => {
  const { exercises } = await getRoomWork(world.deps, world.maya.caller, world.mayasRoom);
  return exercises[0]?.attempts ?? [];
};
const reviewedEvents = () =>
  database.db
    .selectFrom('outbox')
    .where('type', '=', 'learnflow.attempt.reviewed.v1')
    .where('key', '=', world.mayasRoom)
    .select('event')
    .execute();

async function aWorld(): Promise<void> {
  world = await aWorkWorld(database.db);
  const announce = (id: string): Promise<void> => world.worker.announce(id);
  const consumer = createReviewConsumer({ agents, courses: world.deps.courses, announce });
  stream = aStream(database.db, [consumer]);
}

test('what was handed in is reviewed once, told in the same breath, and no mark changes', async () => {
  await aWorld();
  const heard: (number | null)[] = [];
  world.worker.events.on('attempt', ({ attempt }) => heard.push(attempt.reviewScore));
  const id = await handIn('submit', 'import os\ndef double(x):\n    return x * 2\n');
  await expect.poll(async () => (await attempts())[0]?.reviewScore, soon).toBeGreaterThan(50);
  const [attempt] = await attempts();
  expect(attempt?.result?.score).toBe(100);
  expect(heard.at(-1)).toBe(attempt?.reviewScore);
  const { maya, mayasRoom, deps, leo } = world;
  const { review } = await getAttemptFiles(deps, maya.caller, mayasRoom, id);
  expect(review?.findings.map(({ code }) => code)).toContain('F401');
  expect(review?.score).toBe(attempt?.reviewScore);
  // Staff see it, other students do not.
  const staff = await getAttemptFiles(deps, world.teacher.caller, mayasRoom, id);
  expect(staff.review).toEqual(review);
  await expect(getAttemptFiles(deps, leo.caller, mayasRoom, id)).rejects.toMatchObject({
    code: expect.stringMatching(/forbidden|not\.found/) as string,
  });
  const [event, ...others] = await reviewedEvents();
  expect(others).toEqual([]);
  expect(event?.event).toMatchObject({
    data: { attemptId: id, score: review?.score, quality: review?.quality },
  });
});

test('a check is not reviewed', async () => {
  await aWorld();
  const id = await handIn('check', 'def double(x):\n    return x * 2\n');
  await expect.poll(async () => (await attempts())[0]?.result?.score, soon).toBe(100);
  const submitted = await handIn('submit', 'def double(x):\n    return x * 2\n');
  await expect.poll(async () => (await reviewedEvents()).length, soon).toBe(1);
  const all = await attempts();
  expect(all.find((one) => one.id === id)?.reviewScore).toBeNull();
  expect(all.find((one) => one.id === submitted)?.reviewScore).toBe(100);
});
