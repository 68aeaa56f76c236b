import { messageType } from '@learnflow/shared';
import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { readLog, readLogText, startServer, TestDoor, type TestServer } from './collab.fixture.ts';
import { encodeAwareness, encodeStep2, encodeUpdate } from './protocol.ts';
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

test('A1: nobody can write under the client id of somebody who is here', async () => {
  const { roomId, people } = await aRoomFor(database.db, door, 'Maya', 'Mallory');
  const maya = await enter(server, roomId, people[0]);
  maya.text().insert(0, 'a = 1\n');
  await expect.poll(() => maya.isSaved()).toBe(true);
  const attacker = await intrude(server, roomId, people[1]);
  const forged = new Y.Doc();
  Y.applyUpdate(forged, Y.encodeStateAsUpdate(maya.doc));
  forged.clientID = maya.doc.clientID;
  const updates = updatesOf(forged, () => forged.getText('t').insert(0, 'not hers'));
  attacker.socket.send(encodeUpdate(updates[0] ?? expect.fail()));
  attacker.socket.send(encodeStep2(Y.encodeStateAsUpdate(forged)));
  await expect.poll(() => attacker.refusals().length).toBe(2);
  expect(attacker.refusals()[0]).toContain('"invalid"');
  maya.text().insert(0, 'b = 2\n');
  await expect.poll(() => maya.isSaved()).toBe(true);
  expect(await readLogText(database.db, roomId)).toBe('b = 2\na = 1\n');
  expect(server.collab.documents.peek(roomId)?.getText('t').length).toBe(0);
});

test('A1: a caret claimed under the id of an absent author does not keep the author out', async () => {
  const { roomId, people } = await aRoomFor(database.db, door, 'Maya', 'Mallory');
  const doc = new Y.Doc();
  const maya = await enter(server, roomId, people[0], doc);
  maya.text().insert(0, 'mine');
  await expect.poll(() => maya.isSaved()).toBe(true);
  maya.leave();
  doc.getText('offline').insert(0, 'later');
  const thief = await intrude(server, roomId, people[1]);
  const claim = encoding.createEncoder();
  for (const part of [1, doc.clientID, 1]) encoding.writeVarUint(claim, part);
  encoding.writeVarString(claim, '{}');
  thief.socket.send(encodeStep2(new Uint8Array([0, 0])));
  thief.socket.send(encodeAwareness(encoding.toUint8Array(claim)));
  await expect.poll(() => thief.frames.some(([type]) => type === messageType.saved)).toBe(true);
  const again = await enter(server, roomId, people[0], doc);
  await expect.poll(() => again.isSaved()).toBe(true);
  expect(again.heard.refusals).toEqual([]);
  expect((await readLog(database.db, roomId)).getText('offline').toString()).toBe('later');
});

test('A1: nobody can write under the client id of a member who is away, also after the room was put away', async () => {
  const { roomId, people } = await aRoomFor(database.db, door, 'Maya', 'Mallory');
  const doc = new Y.Doc();
  const maya = await enter(server, roomId, people[0], doc);
  maya.text().insert(0, 'a = 1\n');
  await expect.poll(() => maya.isSaved()).toBe(true);
  const known = Y.encodeStateAsUpdate(doc);
  maya.leave();
  doc.getText('offline').insert(0, 'on the train');
  for (const isReloaded of [false, true]) {
    if (isReloaded) {
      // From here on whose id it is comes out of the snapshot.
      await expect
        .poll(() => server.collab.documents.peek(roomId), { timeout: 45_000, interval: 500 })
        .toBeUndefined();
    }
    const attacker = await intrude(server, roomId, people[1]);
    const forged = new Y.Doc();
    Y.applyUpdate(forged, known);
    forged.clientID = doc.clientID;
    const updates = updatesOf(forged, () => forged.getText('offline').insert(0, 'not hers'));
    attacker.socket.send(encodeStep2(new Uint8Array([0, 0])));
    attacker.socket.send(encodeUpdate(updates[0] ?? expect.fail()));
    attacker.socket.send(encodeStep2(Y.encodeStateAsUpdate(forged)));
    await expect.poll(() => attacker.refusals().length).toBe(2);
    attacker.socket.close();
  }
  const again = await enter(server, roomId, people[0], doc);
  await expect.poll(() => again.isSaved()).toBe(true);
  expect(again.heard.refusals).toEqual([]);
  expect((await readLog(database.db, roomId)).getText('offline').toString()).toBe('on the train');
}, 120_000);

test('A2: a second tab, a reload while offline and ids nobody knows are welcome', async () => {
  const { roomId, people } = await aRoomFor(database.db, door, 'Maya', 'Leo');
  const maya = await enter(server, roomId, people[0]);
  // An earlier page of hers, with work that never reached the server.
  const earlier = new Y.Doc();
  Y.applyUpdate(earlier, Y.encodeStateAsUpdate(maya.doc));
  earlier.getText('offline').insert(0, 'from the last page');
  const second = await enter(server, roomId, people[0], new Y.Doc());
  Y.applyUpdate(second.doc, Y.encodeStateAsUpdate(earlier));
  await expect.poll(() => second.heard.saved.at(-1)?.frames).toBe(2);
  // That page had been here before, and goes on after a reload under its old id.
  earlier.getText('offline').insert(0, 'more ');
  Y.applyUpdate(maya.doc, Y.encodeStateAsUpdate(earlier));
  await expect.poll(() => maya.heard.saved.at(-1)?.frames).toBe(2);
  const stranger = new Y.Doc();
  stranger.getText('heard').insert(0, 'from nobody known');
  const leo = await enter(server, roomId, people[1], stranger);
  await expect.poll(() => leo.heard.saved.length).toBeGreaterThan(0);
  expect([...maya.heard.refusals, ...second.heard.refusals, ...leo.heard.refusals]).toEqual([]);
  const log = await readLog(database.db, roomId);
  expect(log.getText('offline').toString()).toBe('more from the last page');
  expect(log.getText('heard').toString()).toBe('from nobody known');
});

test('A2: what only a killed server knew is taken from whoever heard it, and its author goes on', async () => {
  const { roomId, people } = await aRoomFor(database.db, door, 'Maya', 'Leo');
  const mayaDoc = new Y.Doc();
  const maya = await enter(server, roomId, people[0], mayaDoc);
  maya.text().insert(0, 'stored\n');
  await expect.poll(() => maya.isSaved()).toBe(true);
  const leoDoc = new Y.Doc();
  Y.applyUpdate(leoDoc, Y.encodeStateAsUpdate(mayaDoc));
  maya.leave();
  // The last moment before the kill: told to Leo, never stored.
  mayaDoc.getText('last').insert(0, 'heard');
  Y.applyUpdate(leoDoc, Y.encodeStateAsUpdate(mayaDoc));
  await server.close();
  // As a kill leaves it.
  await database.db.updateTable('server_run').set({ ended_at: null }).execute();
  server = await startServer(database.db, { door });
  const leo = await enter(server, roomId, people[1], leoDoc);
  await expect.poll(() => leo.isSaved() && leo.heard.saved.length > 0).toBe(true);
  mayaDoc.getText('last').insert(5, ', and on');
  const again = await enter(server, roomId, people[0], mayaDoc);
  await expect.poll(() => again.isSaved()).toBe(true);
  expect([...leo.heard.refusals, ...again.heard.refusals]).toEqual([]);
  expect((await readLog(database.db, roomId)).getText('last').toString()).toBe('heard, and on');
});

test('A3: one connection cannot bring clients without end', async () => {
  const { roomId, people } = await aRoomFor(database.db, door, 'Mallory');
  const attacker = await intrude(server, roomId, people[0]);
  const crowd = new Y.Doc();
  for (let n = 0; n < 300; n++) {
    const one = new Y.Doc();
    one.getMap('m').set('k', n);
    Y.applyUpdate(crowd, Y.encodeStateAsUpdate(one));
  }
  attacker.socket.send(encodeUpdate(Y.encodeStateAsUpdate(crowd)));
  await expect.poll(() => attacker.refusals().length).toBe(1);
  expect(server.collab.documents.peek(roomId)?.store.clients.size).toBe(1);
});
