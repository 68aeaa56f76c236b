import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { aClass, aLesson, aRoom, aStudent, createTestDatabase } from '../../test/world.ts';
import type { TestDatabase } from '../../test/world.ts';
import { openSynced, startServer, TestDoor, type TestServer } from './collab.fixture.ts';

const rounds = 3;
const roomsPerRound = 40;

let database: TestDatabase;
let server: TestServer;
const door = new TestDoor();
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database.db, { door, limits: { unloadAfterMs: 20 } });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What a room could leave behind in the process: timers, sockets and whatever else it waits for, and open files. */
function held(): Record<string, number> {
  const counts: Record<string, number> = { files: readdirSync('/proc/self/fd').length };
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

async function openAndLeave(roomIds: readonly string[]): Promise<WeakRef<Y.Doc>[]> {
  const clients = await Promise.all(
    roomIds.map(async (roomId, n) => {
      const person = door.person(`Student ${n}`);
      door.allow(person, roomId);
      const client = await openSynced(server, { roomId, person });
      client.text().insert(0, 'for n in range(10):\n    print(n)\n');
      client.awareness.setLocalState({ file: 'main' });
      return client;
    }),
  );
  await expect
    .poll(() => clients.every((client) => client.isSaved()), { timeout: 30_000 })
    .toBe(true);
  const documents = roomIds.map(
    (roomId) => new WeakRef(server.collab.documents.peek(roomId) ?? expect.fail('not open')),
  );
  for (const client of clients) client.leave();
  return documents;
}

const gauge = async (name: string): Promise<number | undefined> =>
  (await server.registry.getSingleMetric(name)?.get())?.values[0]?.value;

test('rooms that everybody has left leave nothing: no document, no timer, no socket, no open file, no row that waits', async () => {
  const { id: classId } = await aClass(database.db);
  const { id: lessonId } = await aLesson(database.db, { classId });
  const roomIds: string[] = [];
  for (let n = 0; n < roomsPerRound; n++) {
    const owner = await aStudent(database.db, { classId });
    roomIds.push((await aRoom(database.db, { lessonId, ownerId: owner.memberId })).id);
  }
  const isEmpty = async () => [
    await gauge('collab_rooms_open'),
    await gauge('collab_connections'),
    await gauge('collab_unsaved_updates'),
  ];
  // The first time warms up: pools of connections, code that is loaded when it is needed.
  await openAndLeave(roomIds);
  await expect.poll(isEmpty, { timeout: 30_000 }).toEqual([0, 0, 0]);
  const before = held();
  const documents: WeakRef<Y.Doc>[] = [];
  for (let round = 0; round < rounds; round++) {
    documents.push(...(await openAndLeave(roomIds)));
    await expect.poll(isEmpty, { timeout: 30_000 }).toEqual([0, 0, 0]);
  }
  const alive = (): number => {
    collectGarbage();
    return documents.filter((document) => document.deref()).length;
  };
  await expect.poll(alive, { timeout: 30_000, interval: 100 }).toBe(0);
  // Connections of the database come and go; nothing else may be more than before.
  const more = (): string[] =>
    Object.entries(held()).flatMap(([kind, count]) =>
      count > (before[kind] ?? 0) + 12 ? [`${kind}: ${before[kind] ?? 0} → ${count}`] : [],
    );
  await expect.poll(more, { timeout: 30_000 }).toEqual([]);
  const { count } = await database.db
    .selectFrom('room_visit')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  expect(Number(count)).toBe(0);
}, 120_000);
