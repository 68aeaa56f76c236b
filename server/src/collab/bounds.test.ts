import type { Socket } from 'node:net';
import { messageType } from '@learnflow/shared';
import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import {
  goodOrigin,
  readLog,
  readLogText,
  startServer,
  TestDoor,
  type TestServer,
} from './collab.fixture.ts';
import { encodeUpdate } from './protocol.ts';
import { aRoomFor, enter, intrude, updatesOf } from './visit.fixture.ts';

let database: TestDatabase;
let server: TestServer;
const door = new TestDoor();
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database.db, { door, limits: { unloadAfterMs: 300 } });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

/** Frames that leave in one packet, so that they arrive in one turn of the server's event loop. */
function sendTogether(socket: WebSocket, frames: readonly Uint8Array[]): void {
  const line = (socket as unknown as { _socket: Socket })._socket;
  line.cork();
  for (const frame of frames) socket.send(frame);
  line.uncork();
}
/** Puts a letter behind every second one of the author's first ones, and deletes the ones between. */
function aBomb(author: number, count: number): Uint8Array {
  const encoder = encoding.createEncoder();
  const write = (...numbers: number[]): void => {
    for (const number of numbers) encoding.writeVarUint(encoder, number);
  };
  const stringWithOrigin = 128 | 4;
  write(1, count, 77, 0);
  for (let n = 0; n < count; n++) {
    encoding.writeUint8(encoder, stringWithOrigin);
    write(author, 2 * n);
    encoding.writeVarString(encoder, 'y');
  }
  write(1, author, count);
  for (let n = 0; n < count; n++) write(2 * n + 1, 1);
  return encoding.toUint8Array(encoder);
}
const relayed = (frames: Uint8Array[]): Uint8Array[] =>
  frames.filter(([type, kind]) => type === messageType.sync && kind === 2);

test('U1: what arrives in one turn is one frame for the others and one row for its author, and all of it is acknowledged', async () => {
  const { roomId, people } = await aRoomFor(database.db, door, 'Maya', 'Leo');
  const reader = await intrude(server, roomId, people[1]);
  const writer = await intrude(server, roomId, people[0]);
  await expect.poll(() => server.collab.documents.peek(roomId)).toBeDefined();
  const doc = new Y.Doc();
  const updates = updatesOf(doc, () => {
    for (let n = 0; n < 100; n++) doc.getText('t').insert(n, 'x');
  });
  sendTogether(writer.socket, updates.map(encodeUpdate));
  await expect.poll(() => server.collab.documents.peek(roomId)?.getText('t').length).toBe(100);
  await expect.poll(() => relayed(reader.frames).length).toBeGreaterThan(0);
  const saved = encoding.createEncoder();
  encoding.writeVarUint(saved, 100);
  const ending = encoding.toUint8Array(saved).join();
  await expect
    .poll(() =>
      writer.frames.some((frame) => frame[0] === 100 && frame.slice(-1).join() === ending),
    )
    .toBe(true);
  expect(relayed(reader.frames).length).toBeLessThan(10);
  const rows = await database.db
    .selectFrom('room_update')
    .select('member_id')
    .where('room_id', '=', roomId)
    .execute();
  expect(rows.length).toBeLessThan(12);
  expect((await readLog(database.db, roomId)).getText('t').length).toBe(100);
});

test('U1: edits of several people in the same turns all arrive, in every direction, once', async () => {
  const { roomId, people } = await aRoomFor(database.db, door, 'A', 'B', 'C');
  const typists = await Promise.all(people.map((person) => enter(server, roomId, person)));
  for (let round = 0; round < 60; round++) {
    for (const [who, typist] of typists.entries()) typist.text().insert(0, `<${who}.${round}>`);
    if (round % 9 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await expect.poll(() => typists.every((typist) => typist.isSaved())).toBe(true);
  const text = await readLogText(database.db, roomId);
  for (const typist of typists) await expect.poll(() => typist.text().toString()).toBe(text);
  const tokens = text.match(/<\d\.\d+>/g) ?? [];
  expect([tokens.length, new Set(tokens).size]).toEqual([180, 180]);
});

test('B1: a megabyte of tiny parts is worked off in slices while others type', async () => {
  const { roomId, people } = await aRoomFor(database.db, door, 'Mallory');
  const quiet = await aRoomFor(database.db, door, 'Maya');
  const maya = await enter(server, quiet.roomId, quiet.people[0]);
  const attacker = await intrude(server, roomId, people[0]);
  const doc = new Y.Doc();
  const text = doc.getText('t');
  text.insert(0, 'x'.repeat(200_000));
  const seed = Y.encodeStateAsUpdate(doc);
  const bomb = aBomb(doc.clientID, 40_000);
  expect(bomb.byteLength).toBeLessThan(1024 * 1024);
  const alone = process.cpuUsage();
  Y.applyUpdate(doc, bomb);
  const { user: userUs, system: systemUs } = process.cpuUsage(alone);
  const inOneTurnMs = (userUs + systemUs) / 1000;
  const expected = text.toString();
  expect(expected.length).toBe(200_000);
  // Processor time between two looks: other processes on the machine do not count.
  let longestMs = 0;
  let before = process.cpuUsage();
  const look = setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    longestMs = Math.max(longestMs, (user + system) / 1000);
    before = process.cpuUsage();
  }, 1);
  attacker.socket.send(encodeUpdate(seed));
  attacker.socket.send(encodeUpdate(bomb));
  maya.text().insert(0, 'meanwhile');
  await expect
    .poll(() => attacker.frames.findLast(([type]) => type === messageType.saved)?.at(-1), {
      timeout: 120_000,
      interval: 200,
    })
    .toBe(2);
  await expect.poll(() => maya.isSaved()).toBe(true);
  clearInterval(look);
  // Beside what Yjs alone needs for all of it in one turn, on this machine, in this minute.
  expect(longestMs).toBeLessThan(inOneTurnMs);
  const live = server.collab.documents.peek(roomId)?.getText('t').toString();
  expect(live === expected).toBe(true);
  expect((await readLog(database.db, roomId)).getText('t').toString() === expected).toBe(true);
}, 180_000);

test('B2: a room that gets more frames than a lecture hall can type sends the senders away for a while', async () => {
  const small = await startServer(database.db, { door, limits: { maxRoomFramesPerSecond: 20 } });
  const { roomId, people } = await aRoomFor(database.db, door, 'Mallory');
  const attacker = await intrude(small, roomId, people[0]);
  const frames = updatesOf(new Y.Doc(), (doc) => {
    for (let n = 0; n < 150; n++) doc.getText('t').insert(0, 'x');
  });
  for (const frame of frames) attacker.socket.send(encodeUpdate(frame));
  expect(await attacker.closed).toBe(1013);
  await small.close();
});

test('U5: text that is replaced over and over is no growth: a small document is never called full', async () => {
  const { roomId, people } = await aRoomFor(database.db, door, 'Maya');
  const maya = await enter(server, roomId, people[0]);
  // Six times what a document may hold.
  for (let n = 0; n < 120; n++) {
    maya.doc.transact(() => {
      maya.text().delete(0, maya.text().length);
      maya.text().insert(0, String(n % 10).repeat(200_000));
    });
    if (n % 60 === 59) await expect.poll(() => maya.isSaved(), { timeout: 60_000 }).toBe(true);
  }
  expect(maya.heard.refusals).toEqual([]);
  expect(maya.provider.wsUnsuccessfulReconnects).toBe(0);
  await expect.poll(() => maya.isSaved(), { timeout: 60_000 }).toBe(true);
  const live = server.collab.documents.peek(roomId) ?? expect.fail();
  expect(Y.encodeStateAsUpdate(live).byteLength).toBeLessThan(250_000);
}, 120_000);

test('B3: compression is not agreed to, so a small frame cannot become a large one', async () => {
  const { roomId, people } = await aRoomFor(database.db, door, 'Maya');
  const socket = new WebSocket(`${server.url}/${roomId}?v=1`, {
    perMessageDeflate: true,
    headers: { origin: goodOrigin, cookie: people[0]?.cookie },
  });
  onTestFinished(() => socket.terminate());
  await new Promise((resolve) => socket.once('open', resolve));
  expect(socket.extensions).toBe('');
});
