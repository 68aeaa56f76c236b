import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import {
  aClassId,
  aConsumer,
  allOut,
  anEvent,
  aStream,
  questionOf,
  tell,
  type TestStream,
} from './bus.fixture.ts';
import type { Consumer } from './consumer.ts';
import { appendEvents } from './outbox.store.ts';
import { listAside, tryAgain } from './stream.service.ts';

let database: TestDatabase;
const streams: TestStream[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const stream of streams.splice(0)) await stream.close();
  await database.db.deleteFrom('dead_letter').execute();
  await database.db.deleteFrom('outbox').execute();
});
afterAll(() => database.close());

function start(consumers: readonly Consumer[]): TestStream {
  const stream = aStream(database.db, consumers);
  streams.push(stream);
  return stream;
}

test('a transaction that commits late is not overlooked, and each key comes in its order', async () => {
  const { db } = database;
  const heard: string[] = [];
  start([aConsumer((_trx, event) => Promise.resolve(void heard.push(questionOf(event))))]);
  const [slow, quick] = [randomUUID(), randomUUID()];
  let commit = (): void => undefined;
  const held = new Promise<void>((resolve) => (commit = resolve));
  let hasWritten = (): void => undefined;
  const written = new Promise<void>((resolve) => (hasWritten = resolve));
  const late = db.transaction().execute(async (trx) => {
    await appendEvents(trx, { classId: aClassId }, [
      anEvent(slow, 'late 1'),
      anEvent(slow, 'late 2'),
    ]);
    hasWritten();
    await held;
  });
  await written;
  // Written later, seen earlier: a relay that remembers the last id would never come back.
  await tell(db, anEvent(quick, 'early'));
  await expect.poll(() => heard).toEqual(['early']);
  commit();
  await late;
  await expect.poll(() => heard).toEqual(['early', 'late 1', 'late 2']);
});

test('an event that arrives five times has one effect', async () => {
  const heard: string[] = [];
  const stream = start([
    aConsumer((_trx, event) => Promise.resolve(void heard.push(questionOf(event)))),
  ]);
  await tell(database.db, anEvent(randomUUID(), 'one'), anEvent(randomUUID(), 'two'));
  for (let again = 0; again < 5; again++) {
    await allOut(database.db);
    await database.db.updateTable('outbox').set({ published_at: null }).execute();
    stream.relay.wake();
  }
  await allOut(database.db);
  expect(heard.sort()).toEqual(['one', 'two']);
});

test('two servers on one database do everything once', async () => {
  const heard: string[] = [];
  const take = aConsumer((_trx, event) => Promise.resolve(void heard.push(questionOf(event))));
  start([take]);
  start([take]);
  const room = randomUUID();
  const all = Array.from({ length: 20 }, (_, n) => String(n));
  for (const n of all) await tell(database.db, anEvent(room, n));
  await allOut(database.db);
  expect(heard).toEqual(all);
});

test('what cannot be taken is put aside after five tries with its reason, and its key goes on', async () => {
  const { db } = database;
  const heard: string[] = [];
  let tries = 0;
  let isMended = false;
  const stream = start([
    aConsumer((_trx, event) => {
      if (questionOf(event) === 'poison' && !isMended) {
        tries += 1;
        return Promise.reject(new Error('I choke on this.'));
      }
      heard.push(questionOf(event));
      return Promise.resolve();
    }),
  ]);
  const room = randomUUID();
  await tell(db, anEvent(room, 'before'), anEvent(room, 'poison'), anEvent(room, 'after'));
  await allOut(db);
  expect(heard).toEqual(['before', 'after']);
  expect(tries).toBe(5);
  const [letter, ...others] = await listAside(db, aClassId);
  expect(others).toEqual([]);
  expect(letter).toMatchObject({ consumer: 'listener', reason: 'I choke on this.', tries: 5 });

  expect(await tryAgain(stream, aClassId, letter?.id ?? '')).toMatchObject({ done: false });
  expect(await listAside(db, aClassId)).toMatchObject([{ tries: 6 }]);
  isMended = true;
  expect(await tryAgain(stream, aClassId, letter?.id ?? '')).toEqual({ done: true, reason: '' });
  expect(await listAside(db, aClassId)).toEqual([]);
  expect(heard).toEqual(['before', 'after', 'poison']);
});

test('what is no event at all lies aside at once, and the others go on', async () => {
  const { db } = database;
  const heard: string[] = [];
  start([aConsumer((_trx, event) => Promise.resolve(void heard.push(questionOf(event))))]);
  const room = randomUUID();
  await db.transaction().execute(async (trx) => {
    await appendEvents(trx, { classId: aClassId }, [anEvent(room, 'torn'), anEvent(room, 'whole')]);
    const torn = JSON.stringify({ type: 'nothing known' });
    await trx.updateTable('outbox').set({ event: torn }).where('key_seq', '=', '1').execute();
  });
  await allOut(db);
  expect(heard).toEqual(['whole']);
  expect(await listAside(db, aClassId)).toMatchObject([{ consumer: 'relay', tries: 1 }]);
});

test('a database that is away is nobody’s fault: such tries do not count', async () => {
  const { db } = database;
  let tries = 0;
  start([
    aConsumer(() => {
      tries += 1;
      if (tries > 1) return Promise.resolve();
      return Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
    }),
  ]);
  await tell(db, anEvent(randomUUID()));
  await allOut(db);
  expect(tries).toBe(2);
  expect(await listAside(db, aClassId)).toEqual([]);
});
