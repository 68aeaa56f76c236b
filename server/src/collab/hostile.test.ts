import { randomBytes, randomInt } from 'node:crypto';
import { messageType } from '@learnflow/shared';
import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import {
  openRaw,
  openSynced,
  readLogText,
  startServer,
  type TestClient,
  TestDoor,
  type TestPerson,
  type TestServer,
} from './collab.fixture.ts';
import { encodeAwareness, encodeUpdate } from './protocol.ts';
import { aRoomFor, enter, leaveAtEnd } from './visit.fixture.ts';

let database: TestDatabase;
let server: TestServer;
let door: TestDoor;
beforeAll(async () => {
  database = await createTestDatabase();
  door = new TestDoor();
  server = await startServer(database.db, {
    door,
    limits: { maxDocumentBytes: 100_000, maxSocketFrameBytes: 2 * 1024 * 1024 },
  });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

interface Scene {
  roomId: string;
  victim: TestClient;
  attacker: TestPerson;
}
/** A room with an honest client, and somebody with the right to write there. */
async function aScene(): Promise<Scene> {
  const { roomId, people } = await aRoomFor(database.db, door, 'Maya', 'Mallory');
  const [maya, attacker = expect.fail()] = people;
  return { roomId, victim: await enter(server, roomId, maya), attacker };
}
/** The honest client still works and its work is stored. */
async function expectUnharmed({ roomId, victim }: Scene): Promise<void> {
  const mark = `# ${randomBytes(4).toString('hex')}\n`;
  victim.text().insert(0, mark);
  await expect.poll(() => victim.isSaved()).toBe(true);
  expect(await readLogText(database.db, roomId)).toBe(victim.text().toString());
  expect(victim.provider.wsUnsuccessfulReconnects).toBe(0);
}
async function refusalsOf(frames: Uint8Array[], count: number): Promise<string[]> {
  const refused = (): Uint8Array[] => frames.filter(([type]) => type === messageType.refused);
  await expect.poll(() => refused().length).toBe(count);
  return refused().map((frame) => Buffer.from(frame).toString());
}
function anUpdate(change: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  change(doc);
  return Y.encodeStateAsUpdate(doc);
}

test('U7: random, cut and twisted frames close their sender and hurt nobody', async () => {
  const scene = await aScene();
  const honest = encodeUpdate(anUpdate((doc) => doc.getText('t').insert(0, 'some honest text')));
  for (let n = 0; n < 300; n++) {
    const { socket, closed } = await openRaw(server, {
      roomId: scene.roomId,
      person: scene.attacker,
    });
    if (n % 3 === 0) socket.send(randomBytes(randomInt(1, 200)));
    else if (n % 3 === 1) socket.send(honest.subarray(0, randomInt(0, honest.length)));
    else {
      const twisted = honest.slice();
      for (let flips = 0; flips < 3; flips++) twisted[randomInt(twisted.length)] = randomInt(256);
      socket.send(twisted);
    }
    socket.send('text is never right');
    expect(await closed).toBe(4400);
  }
  await expectUnharmed(scene);
}, 60_000);

test('C6: what arrives before the check is through is bounded', async () => {
  const scene = await aScene();
  let answer = (): void => undefined;
  door.slowness = new Promise((resolve) => (answer = resolve));
  const { socket, closed } = await openRaw(server, {
    roomId: scene.roomId,
    person: scene.attacker,
  });
  for (let n = 0; n < 100; n++) socket.send(Uint8Array.of(3));
  expect(await closed).toBe(1013);
  answer();
  await expectUnharmed(scene);
});

test('U5: a frame over a megabyte is refused with a sentence, one far over it closes for good', async () => {
  const scene = await aScene();
  const { socket, frames, closed } = await openRaw(server, {
    roomId: scene.roomId,
    person: scene.attacker,
  });
  socket.send(new Uint8Array(1024 * 1024 + 1));
  expect((await refusalsOf(frames, 1))[0]).toContain('larger than 1 MB');
  socket.send(new Uint8Array(3 * 1024 * 1024));
  expect(await closed).toBe(4413);
  await expectUnharmed(scene);
});

test('U5: a full room refuses more text with a sentence, takes deletions, and has space again afterwards', async () => {
  const scene = await aScene();
  const { victim } = scene;
  for (let n = 0; n < 9; n++) victim.text().insert(0, randomBytes(5000).toString('hex'));
  await expect.poll(() => victim.isSaved()).toBe(true);
  const before = victim.text().toString();
  const { socket, frames } = await openRaw(server, {
    roomId: scene.roomId,
    person: scene.attacker,
  });
  socket.send(encodeUpdate(anUpdate((doc) => doc.getText('t').insert(0, 'x'.repeat(20_000)))));
  expect((await refusalsOf(frames, 1))[0]).toContain('This room is full');
  expect(await readLogText(database.db, scene.roomId)).toBe(before);
  victim.text().delete(0, 60_000);
  await expect.poll(() => readLogText(database.db, scene.roomId)).toBe(before.slice(60_000));
  const more = encodeUpdate(anUpdate((doc) => doc.getText('t').insert(0, 'y'.repeat(20_000))));
  const taken = (): number | undefined => {
    socket.send(more);
    return server.collab.documents.peek(scene.roomId)?.getText('t').length;
  };
  await expect.poll(taken, { timeout: 5000, interval: 200 }).toBe(20_000);
  socket.close();
  await expectUnharmed(scene);
});

test('U6: updates without their predecessors wait nowhere: the server asks for the rest and keeps nothing', async () => {
  const scene = await aScene();
  const { socket, frames } = await openRaw(server, {
    roomId: scene.roomId,
    person: scene.attacker,
  });
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let n = 0; n < 50; n++) doc.getText('t').insert(n, 'x');
  for (const update of updates.slice(1)) socket.send(encodeUpdate(update));
  const asked = (): number => frames.filter(([type, kind]) => type === 0 && kind === 0).length;
  // Once in the handshake, once more for all of them.
  await expect.poll(asked).toBe(2);
  socket.send(encodeUpdate(anUpdate((other) => other.getText('done').insert(0, '!'))));
  await expect
    .poll(() => server.collab.documents.peek(scene.roomId)?.getText('done').length)
    .toBe(1);
  const store = server.collab.documents.peek(scene.roomId)?.store;
  expect([store?.pendingStructs, store?.pendingDs]).toEqual([null, null]);
  expect(frames.some(([type]) => type === messageType.saved)).toBe(false);
  // The whole comes as an answer: now it is stored, and only now acknowledged.
  const encoder = encoding.createEncoder();
  for (const part of [messageType.sync, 1]) encoding.writeVarUint(encoder, part);
  encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(doc));
  socket.send(encoding.toUint8Array(encoder));
  await expect.poll(() => frames.some(([type]) => type === messageType.saved)).toBe(true);
  socket.close();
  await expectUnharmed(scene);
});

test('U7: an update that can be read but breaks the document is thrown out with its sender; the others stay and go on with what was stored', async () => {
  const scene = await aScene();
  let drops = 0;
  scene.victim.provider.on('connection-close', () => drops++);
  scene.victim.text().insert(0, 'kept = True\n');
  const poisons = [
    '010605002701016d016b01270005000174020100050101840502016228000500016e017d01c40502054001780105010201',
    '010205002701016d016b01270005000174020100050101840502016228000500016e017d01c40502050301780150010201',
  ];
  for (const poison of poisons) {
    const { socket, closed } = await openRaw(server, {
      roomId: scene.roomId,
      person: scene.attacker,
    });
    socket.send(encodeUpdate(Buffer.from(poison, 'hex')));
    scene.victim.text().insert(0, '# typed meanwhile\n');
    expect(await closed).toBe(4400);
    await expect.poll(() => scene.victim.isSaved()).toBe(true);
  }
  expect(drops).toBe(0);
  scene.victim.text().insert(0, 'more = True\n');
  await expect.poll(() => scene.victim.isSaved()).toBe(true);
  expect(await readLogText(database.db, scene.roomId)).toBe(
    'more = True\n# typed meanwhile\n# typed meanwhile\nkept = True\n',
  );
  expect(server.collab.documents.peek(scene.roomId)?.getMap('m').size).toBe(0);
});

test('P1, P2: nobody can speak as another: forged names, foreign ids and floods of ids reach nobody', async () => {
  const scene = await aScene();
  scene.victim.awareness.setLocalState({ file: 'main' });
  const { socket } = await openRaw(server, { roomId: scene.roomId, person: scene.attacker });
  const speakAs = (id: number, clock: number, state: unknown): void => {
    const encoder = encoding.createEncoder();
    for (const part of [1, id, clock]) encoding.writeVarUint(encoder, part);
    encoding.writeVarString(encoder, JSON.stringify(state));
    socket.send(encodeAwareness(encoding.toUint8Array(encoder)));
  };
  const watcher = await openSynced(server, {
    roomId: scene.roomId,
    person: door.people.get(scene.attacker.cookie) ?? expect.fail(),
  });
  leaveAtEnd(watcher);
  speakAs(7, 1, { user: { name: 'Ms Lind', role: 'teacher', ink: 'pen' } });
  speakAs(scene.victim.doc.clientID, 1000, null);
  speakAs(scene.victim.doc.clientID, 1001, { user: { name: 'Ms Lind' } });
  for (let id = 100; id < 400; id++) speakAs(id, 1, {});
  await expect
    .poll(() => scene.victim.awareness.getStates().get(7))
    .toMatchObject({ user: { name: 'Mallory', role: 'student' } });
  await expect
    .poll(() => watcher.awareness.getStates().get(scene.victim.doc.clientID))
    .toMatchObject({ file: 'main', user: { name: 'Maya' } });
  // The victim itself, the watcher, and two ids of the flood.
  expect(scene.victim.awareness.getStates().size).toBeLessThanOrEqual(4);
  socket.close();
  await expect.poll(() => scene.victim.awareness.getStates().has(7)).toBe(false);
  await expectUnharmed(scene);
});

test('who sends faster than anybody types is closed for good', async () => {
  const scene = await aScene();
  const { socket, closed } = await openRaw(server, {
    roomId: scene.roomId,
    person: scene.attacker,
  });
  for (let n = 0; n < 1500; n++) socket.send(Uint8Array.of(3));
  expect(await closed).toBe(4429);
  await expectUnharmed(scene);
});

test('a reader that does not read is closed and does not fill the memory', async () => {
  const slowServer = await startServer(database.db, {
    door,
    limits: { maxBufferedBytes: 200_000, closeTimeoutMs: 200 },
  });
  const scene = await aScene();
  const { socket, closed } = await openRaw(slowServer, {
    roomId: scene.roomId,
    person: scene.attacker,
  });
  const writer = await openSynced(slowServer, {
    roomId: scene.roomId,
    person: door.people.get(scene.attacker.cookie) ?? expect.fail(),
  });
  leaveAtEnd(writer);
  socket.pause();
  // Inserted and deleted again: much to send, but never a large document.
  const typing = setInterval(() => {
    writer.text().insert(0, randomBytes(40_000).toString('hex'));
    writer.text().delete(0, 80_000);
  }, 10);
  const page = (): Promise<string> => slowServer.registry.metrics();
  await expect.poll(page, { timeout: 15_000 }).toMatch(/collab_connections 1/);
  clearInterval(typing);
  socket.resume();
  expect([1006, 1013]).toContain(await closed);
  expect(writer.provider.wsconnected).toBe(true);
  writer.leave();
  await slowServer.close();
});

test('P6, P7: a peer that has gone silent is found and its caret removed, one that only listens is kept', async () => {
  const quick = await startServer(database.db, {
    door,
    limits: { beatMs: 100, silentAfterMs: 400, keepAliveMs: 300 },
  });
  const scene = await aScene();
  const person = door.people.get(scene.attacker.cookie) ?? expect.fail();
  const listener = await openSynced(quick, { roomId: scene.roomId, person });
  leaveAtEnd(listener);
  const { socket, frames } = await openRaw(quick, { roomId: scene.roomId, person });
  const encoder = encoding.createEncoder();
  for (const part of [1, 77, 1]) encoding.writeVarUint(encoder, part);
  encoding.writeVarString(encoder, '{}');
  socket.send(encodeAwareness(encoding.toUint8Array(encoder)));
  await expect.poll(() => listener.awareness.getStates().has(77)).toBe(true);
  // A sign of life for silent clients: an awareness frame without states.
  await expect.poll(() => frames.some((frame) => frame.join() === '1,1,0')).toBe(true);
  socket.pause();
  await expect.poll(() => listener.awareness.getStates().has(77), { timeout: 3000 }).toBe(false);
  expect(listener.provider.wsUnsuccessfulReconnects).toBe(0);
  socket.terminate();
  listener.leave();
  await quick.close();
});
