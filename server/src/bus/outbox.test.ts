import { randomUUID } from 'node:crypto';
import { parseEvent } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { aClassId, anEvent, tell } from './bus.fixture.ts';
import { appendEvents, deleteOldEvents } from './outbox.store.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const eventsOf = async (key: string) =>
  (
    await database.db
      .selectFrom('outbox')
      .where('key', '=', key)
      .orderBy('key_seq')
      .select('event')
      .execute()
  ).map(({ event }) => parseEvent(event));

test('an event is told with its change or not at all', async () => {
  const { db } = database;
  const room = randomUUID();
  const failed = db.transaction().execute(async (trx) => {
    await appendEvents(trx, { classId: aClassId }, [anEvent(room)]);
    throw new Error('the change was refused');
  });
  await expect(failed).rejects.toThrow('refused');
  expect(await eventsOf(room)).toEqual([]);
  await tell(db, anEvent(room));
  expect(await eventsOf(room)).toMatchObject([{ sequence: 1, subject: room }]);
});

test('the events of a key are numbered without a gap, however many write at once', async () => {
  const { db } = database;
  const rooms = [randomUUID(), randomUUID(), randomUUID()];
  await Promise.all(
    Array.from({ length: 60 }, (_, n) => {
      const events = rooms.map((room) => anEvent(room, String(n)));
      // In whatever order they are handed over, nobody waits for each other in a circle.
      return tell(db, ...(n % 2 ? events : events.reverse()));
    }),
  );
  for (const room of rooms) {
    const rows = await db
      .selectFrom('outbox')
      .where('key', '=', room)
      .orderBy('id')
      .select('key_seq')
      .execute();
    expect(rows.map((row) => Number(row.key_seq))).toEqual(rows.map((_, i) => i + 1));
    expect(rows).toHaveLength(60);
  }
});

test('the same happening told twice is one event and leaves no gap', async () => {
  const { db } = database;
  const room = randomUUID();
  const once = anEvent(room, 'once');
  await tell(db, once);
  await tell(db, once, anEvent(room, 'next'));
  expect((await eventsOf(room)).map(({ sequence }) => sequence)).toEqual([1, 2]);
});

test('text that no database takes is told all the same', async () => {
  const room = randomUUID();
  await tell(database.db, anEvent(room, 'why\0 \ud83d?'));
  expect(await eventsOf(room)).toMatchObject([{ data: { question: 'why\ufffd \ufffd?' } }]);
});

test('old events are deleted, those that have not gone out stay', async () => {
  const { db } = database;
  const [sent, waiting] = [randomUUID(), randomUUID()];
  await tell(db, anEvent(sent), anEvent(waiting));
  await db
    .updateTable('outbox')
    .set({ published_at: new Date() })
    .where('key', '=', sent)
    .execute();
  const later = new Date(Date.now() + 1_000);
  await deleteOldEvents(db, { activityBefore: later, before: later });
  expect(await eventsOf(sent)).toEqual([]);
  expect(await eventsOf(waiting)).toHaveLength(1);
});
