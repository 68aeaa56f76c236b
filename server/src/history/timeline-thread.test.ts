import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { aRoom, createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { silentLog } from '../log.ts';
import { aTypedRoom } from './long-log.fixture.ts';
import { Timelines } from './timelines.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

function someTimelines(): Timelines {
  const timelines = new Timelines({
    db: database.db,
    log: silentLog,
    documents: { repair: () => Promise.reject(new Error('Nothing is damaged')) },
  });
  onTestFinished(() => timelines.close());
  return timelines;
}

test('many questions about many rooms at once are each answered from their own room', async () => {
  const timelines = someTimelines();
  const rooms = await Promise.all(
    [120, 700, 1, 1_300].map((edits) => aTypedRoom(database.db, edits)),
  );
  const answers = await Promise.all(
    rooms.flatMap(({ roomId }) =>
      Array.from({ length: 5 }, () => timelines.ask(roomId, 'text', { moment: {} })),
    ),
  );
  for (const [n, { files }] of answers.entries()) {
    expect(files[0]?.text).toBe(rooms[Math.floor(n / 5)]?.text);
  }
  const empty = (await aRoom(database.db)).id;
  expect((await timelines.ask(empty, 'text', { moment: {} })).files).toEqual([]);
});

test('a thread that ends is told to whoever waits, and the next question is answered by a new one', async () => {
  const workers: Worker[] = [];
  const keep = (worker: Worker): number => workers.push(worker);
  process.on('worker', keep);
  onTestFinished(() => void process.off('worker', keep));
  const timelines = someTimelines();
  const { roomId, text } = await aTypedRoom(database.db, 1_500);
  const asked = timelines.ask(roomId, 'text', { moment: {} });
  await expect.poll(() => workers.length).toBe(1);
  await workers[0]?.terminate();
  await expect(asked).rejects.toMatchObject({ code: 'unavailable' });
  const { files } = await timelines.ask(roomId, 'text', { moment: {} });
  expect(files[0]?.text).toBe(text);
  expect(workers.length).toBe(2);
});
