import { messageType } from '@learnflow/shared';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as awarenessProtocol from 'y-protocols/awareness';
import * as syncProtocol from 'y-protocols/sync';
import * as Y from 'yjs';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { insertUpdates, listUpdates } from './persistence.ts';
import {
  openRaw,
  readLogText,
  startServer,
  type TestPerson,
  type TestServer,
} from './collab.fixture.ts';
import { aRoomFor, enter } from './visit.fixture.ts';

/** The server beside y-protocols, the library that defines the wire, and the published y-websocket provider. */
let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database.db);
});
afterAll(async () => {
  await server.close();
  await database.close();
});

type Raw = Awaited<ReturnType<typeof openRaw>>;
const intrude = (roomId: string, person: TestPerson | undefined): Promise<Raw> =>
  openRaw(server, { roomId, person: person ?? expect.fail() });

function frame(type: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, type);
  write(encoder);
  return encoding.toUint8Array(encoder);
}
/** The payloads of this type among what has come, as decoders that stand behind the type. */
function payloads({ frames }: Raw, type: number): decoding.Decoder[] {
  return frames.flatMap((bytes) => {
    const decoder = decoding.createDecoder(bytes);
    return decoding.readVarUint(decoder) === type ? [decoder] : [];
  });
}

test('O3: what y-protocols asks for with step 1 is exactly what it misses, and its step 2 and updates are taken', async () => {
  const { roomId, people } = await aRoomFor(database.db, server.door, 'Maya', 'Leo');
  const maya = await enter(server, roomId, people[0]);
  maya.text().insert(0, 'first ');
  await expect.poll(() => maya.isSaved()).toBe(true);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(maya.doc));
  maya.text().insert(maya.text().length, 'second ');
  await expect.poll(() => maya.isSaved()).toBe(true);

  const raw = await intrude(roomId, people[1]);
  raw.socket.send(frame(messageType.sync, (to) => syncProtocol.writeSyncStep1(to, doc)));
  // The server's own step 1 and its step 2.
  await expect.poll(() => payloads(raw, messageType.sync).length).toBeGreaterThanOrEqual(2);
  const answers = encoding.createEncoder();
  const kinds = payloads(raw, messageType.sync).map((decoder) =>
    syncProtocol.readSyncMessage(decoder, answers, doc, 'server'),
  );
  expect(kinds.slice(0, 2)).toEqual([
    syncProtocol.messageYjsSyncStep1,
    syncProtocol.messageYjsSyncStep2,
  ]);
  expect(Y.encodeStateAsUpdate(doc)).toEqual(Y.encodeStateAsUpdate(maya.doc));

  const edited = new Y.Doc();
  Y.applyUpdate(edited, Y.encodeStateAsUpdate(doc));
  edited.getText('t').insert(0, 'as a whole');
  const since = (): Uint8Array => Y.encodeStateVector(maya.doc);
  raw.socket.send(
    frame(messageType.sync, (to) => syncProtocol.writeSyncStep2(to, edited, since())),
  );
  await expect.poll(() => maya.doc.getText('t').toString()).toBe('as a whole');
  edited.once('update', (update: Uint8Array) =>
    raw.socket.send(frame(messageType.sync, (to) => syncProtocol.writeUpdate(to, update))),
  );
  edited.getText('t').insert(0, 'and ');
  await expect.poll(() => maya.doc.getText('t').toString()).toBe('and as a whole');
  raw.socket.close();
});

test('O4: who asks for presence gets everybody, as y-protocols reads it', async () => {
  const { roomId, people } = await aRoomFor(database.db, server.door, 'Maya', 'Leo');
  const maya = await enter(server, roomId, people[0]);
  maya.awareness.setLocalStateField('file', 'main');
  const raw = await intrude(roomId, people[1]);
  const heard = new awarenessProtocol.Awareness(new Y.Doc());
  heard.setLocalState(null);
  const ask = async (): Promise<unknown> => {
    raw.frames.length = 0;
    raw.socket.send(frame(messageType.queryAwareness, () => undefined));
    await expect.poll(() => payloads(raw, messageType.awareness).length).toBeGreaterThan(0);
    for (const decoder of payloads(raw, messageType.awareness)) {
      awarenessProtocol.applyAwarenessUpdate(heard, decoding.readVarUint8Array(decoder), 'server');
    }
    return heard.getStates().get(maya.doc.clientID);
  };
  await expect.poll(ask).toMatchObject({ file: 'main', user: { name: 'Maya' } });
  heard.destroy();
  raw.socket.close();
});

test('U4: a client with nothing new is told Saved right after its step 2', async () => {
  const { roomId, people } = await aRoomFor(database.db, server.door, 'Maya');
  const maya = await enter(server, roomId, people[0]);
  await expect.poll(() => maya.heard.saved.map(({ frames }) => frames)).toEqual([1]);
  expect(Y.decodeStateVector(maya.heard.saved[0]?.stateVector ?? expect.fail())).toEqual(
    Y.decodeStateVector(Y.encodeStateVector(maya.doc)),
  );
});

test('R4: whose right cannot be asked after a change is sent away and may come back', async () => {
  const { roomId, people } = await aRoomFor(database.db, server.door, 'Maya');
  const [person = expect.fail()] = people;
  const raw = await intrude(roomId, person);
  await expect.poll(() => payloads(raw, messageType.right).length).toBe(1);
  server.door.slowness = Promise.reject(new Error('The database is away'));
  server.door.slowness.catch(() => undefined);
  await server.collab.documents.recheck({ memberId: person.memberId });
  expect(await raw.closed).toBe(1013);
  server.door.slowness = Promise.resolve();
  await enter(server, roomId, person);
});

test('R1, R7: who may not type at the moment reads, points with a selection, and changes nothing', async () => {
  for (const [right, reason] of [
    ['held', 'held'],
    ['navigate', 'navigating'],
  ] as const) {
    const { roomId, people } = await aRoomFor(database.db, server.door, 'Maya', 'Leo');
    server.door.allow(people[1] ?? expect.fail(), roomId, right);
    const maya = await enter(server, roomId, people[0]);
    const leo = await enter(server, roomId, people[1]);
    expect(leo.heard.rights).toEqual([right]);
    maya.text().insert(0, 'code');
    await expect.poll(() => leo.text().toString()).toBe('code');
    leo.awareness.setLocalStateField('selection', { anchor: null, head: null });
    await expect
      .poll(() => maya.awareness.getStates().get(leo.doc.clientID))
      .toMatchObject({ selection: { anchor: null }, user: { name: 'Leo' } });
    leo.text().delete(0, 4);
    leo.text().insert(0, 'mine');
    await expect
      .poll(() => leo.heard.refusals.map((each) => each.reason))
      .toEqual([reason, reason]);
    await expect.poll(() => maya.isSaved()).toBe(true);
    expect(maya.text().toString()).toBe('code');
    expect(await readLogText(database.db, roomId)).toBe('code');
    for (const client of [maya, leo]) client.leave();
  }
});

test('L3: a row that cannot be read is skipped, and costs neither its room nor another one', async () => {
  const { roomId, people } = await aRoomFor(database.db, server.door, 'Maya');
  const maya = await enter(server, roomId, people[0]);
  maya.text().insert(0, 'before');
  await expect.poll(() => maya.isSaved()).toBe(true);
  maya.leave();
  await server.close();
  const row = { roomId, at: Date.now(), memberId: null, bytes: Uint8Array.of(1, 1, 200, 9, 9) };
  await insertUpdates(database.db, [row], new AbortController().signal);
  server = await startServer(database.db, { door: server.door });
  const again = await enter(server, roomId, people[0]);
  expect(again.text().toString()).toBe('before');
  again.text().insert(6, ' and after');
  await expect.poll(() => again.isSaved()).toBe(true);
  const other = await aRoomFor(database.db, server.door, 'Leo');
  await enter(server, other.roomId, other.people[0]);
  const { updates } = await listUpdates(database.db, roomId, 0);
  expect(updates.some(({ bytes }) => Buffer.from(bytes).equals(Buffer.from(row.bytes)))).toBe(true);
});
