import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { aClass, aLesson, aRoom, aStudent, createTestDatabase } from '../../test/world.ts';
import { openSynced, readLog, startServer, type TestClient, TestDoor } from './collab.fixture.ts';
import { createRandom, editAtRandom } from './random-edits.fixture.ts';
import { expectSameDocument } from './same-document.fixture.ts';

/**
 * The random test of Yjs (`applyRandomTests`: five users, 2 % cuts, messages delivered at random, then every struct
 * compared), with the real server, real sockets and the real log in place of its test connector. The seed decides the
 * edits and cuts, the network the rest. A seed that ever fails is added to `keptSeeds`.
 */
const keptSeeds = [1, 20261120];

for (const seed of [...keptSeeds, randomInt(2 ** 31)]) {
  test(`U1, O3: five people who edit at random and lose their connection now and then end with the same structs as the log (seed ${seed})`, async () => {
    const { random, below } = createRandom(seed);
    const database = await createTestDatabase();
    const { id: classId } = await aClass(database.db);
    const owner = await aStudent(database.db, { classId });
    const lesson = await aLesson(database.db, { classId });
    const room = await aRoom(database.db, { lessonId: lesson.id, ownerId: owner.memberId });
    const door = new TestDoor();
    const server = await startServer(database.db, {
      door,
      limits: { snapshotEvery: 60, unloadAfterMs: 20 },
    });
    const people = ['Maya', 'Leo', 'Zoe', 'Ben', 'Ida'].map((name) => door.person(name));
    for (const person of people) door.allow(person, room.id);
    const clients = await Promise.all(
      people.map((person) => openSynced(server, { roomId: room.id, person })),
    );
    const one = (): TestClient => clients[below(clients.length)] ?? expect.fail();
    const held = new Set<WebSocket>();

    for (let step = 0; step < 1500; step++) {
      const choice = random();
      if (choice < 0.02) {
        const { provider } = one();
        if (provider.shouldConnect) provider.disconnect();
        else provider.connect();
      } else if (choice < 0.03) one().provider.ws?.close();
      else if (choice < 0.08) hold(one(), held);
      else if (choice < 0.13) deliver(one());
      editAtRandom(one().doc, step, below);
      if (random() < 0.2) await new Promise((resolve) => setTimeout(resolve, below(6)));
    }

    // Also those whose client hung up meanwhile: they have not read the answer to that.
    for (const socket of held) if (socket.isPaused) socket.resume();
    for (const client of clients) client.provider.connect();
    const isSettled = (): boolean =>
      clients.every((client) => client.provider.synced && client.isSaved());
    await expect.poll(isSettled, { timeout: 60_000 }).toBe(true);
    const live = server.collab.documents.peek(room.id) ?? expect.fail();
    // Deletions move no state vector: the last of them may still be on its way.
    await expect
      .poll(() => clients.map(({ doc }) => isSame(doc, live)), { timeout: 30_000 })
      .toEqual(clients.map(() => true));
    for (const { doc } of clients) expectSameDocument(doc, live);
    await expect
      .poll(async () => isSame(await readLog(database.db, room.id), live), { timeout: 30_000 })
      .toBe(true);

    const before = await readLog(database.db, room.id);
    for (const client of clients) client.leave();
    await expect
      .poll(() => server.collab.documents.peek(room.id), { timeout: 30_000 })
      .toBeUndefined();
    await server.collab.documents.files(room.id);
    expectSameDocument(server.collab.documents.peek(room.id) ?? expect.fail(), before);
    await server.close();
    await database.close();
  }, 180_000);
}

/** Nothing reaches this client until `deliver`: what comes meanwhile arrives later than what others get. */
function hold({ provider }: TestClient, held: Set<WebSocket>): void {
  const socket = provider.ws as unknown as WebSocket | null;
  if (socket?.readyState !== socket?.OPEN) return;
  socket?.pause();
  if (socket) held.add(socket);
}
function deliver({ provider }: TestClient): void {
  const socket = provider.ws as unknown as WebSocket | null;
  if (socket?.isPaused) socket.resume();
}

function isSame(...docs: Parameters<typeof expectSameDocument>): boolean {
  try {
    expectSameDocument(...docs);
    return true;
  } catch {
    return false;
  }
}
