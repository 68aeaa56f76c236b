import { afterAll, beforeAll, expect, test } from 'vitest';
import { aFailingClass } from '../../test/agent-class.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { allOut, aStream } from '../bus/bus.fixture.ts';
import { silentLog } from '../log.ts';
import { AlertLag } from './alert-lag.ts';
import { createAlertNews } from './alert-news.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('while nobody takes the events of a lesson its consoles hear how late alerts are, and when that is over', async () => {
  const { db } = database;
  const { lessonId } = await aFailingClass(db);
  let skippedMs = 0;
  const clock = { now: () => Date.now() + skippedMs };
  const news = createAlertNews();
  const told: number[] = [];
  news.on('late', (late) => {
    if (late.lessonId === lessonId) told.push(late.seconds);
  });
  const types = ['learnflow.run.finished.v1'] as const;
  const lag = new AlertLag({ db, types, news, clock, log: silentLog });
  skippedMs = 30_000;
  await expect.poll(() => told.at(-1), { timeout: 20_000 }).toBeGreaterThanOrEqual(30);
  const stream = aStream(db, []);
  await allOut(db);
  await expect.poll(() => told.at(-1), { timeout: 20_000 }).toBe(0);
  await stream.close();
  await lag.close();
});
