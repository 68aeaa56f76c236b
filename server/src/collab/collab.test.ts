import { randomUUID } from 'node:crypto';
import { collabVersion, messageType } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aRoom, createTestDatabase, type TestDatabase } from '../../test/world.ts';
import {
  type ClientOptions,
  openClient,
  openRaw,
  openSynced,
  readLogText,
  startServer,
  type TestClient,
  type TestPerson,
  type TestServer,
} from './collab.fixture.ts';
import { encodeStep2, encodeUpdate } from './protocol.ts';
import { aRoomFor, leaveAtEnd } from './visit.fixture.ts';
import * as Y from 'yjs';

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

const aNewRoom = async (): Promise<string> => (await aRoom(database.db)).id;
function open(options: ClientOptions): TestClient {
  return leaveAtEnd(openClient(server, options));
}
async function enter(options: ClientOptions): Promise<TestClient> {
  return leaveAtEnd(await openSynced(server, options));
}
async function aPair(): Promise<{ roomId: string; maya: TestClient; leo: TestClient }> {
  const { roomId, people } = await aRoomFor(database.db, server.door, 'Maya', 'Leo');
  const [person, partner] = people as [TestPerson, TestPerson];
  return {
    roomId,
    maya: await enter({ roomId, person }),
    leo: await enter({ roomId, person: partner }),
  };
}

test('two people type into the same file and see the same', async () => {
  const { maya, leo } = await aPair();
  maya.text().insert(0, 'print("hi")\n');
  await expect.poll(() => leo.text().toString()).toBe('print("hi")\n');
  leo.text().insert(0, 'x = 1\n');
  maya.text().insert(maya.text().length, 'y = 2\n');
  await expect.poll(() => maya.text().toString()).toBe('x = 1\nprint("hi")\ny = 2\n');
  await expect.poll(() => leo.text().toString()).toBe(maya.text().toString());
});

test('U3: Saved arrives only when the update is in the log', async () => {
  const { roomId, maya } = await aPair();
  await expect.poll(() => maya.heard.saved.length).toBeGreaterThan(0);
  const before = maya.heard.saved.length;
  const inLog: Promise<string>[] = [];
  const handler = maya.provider.messageHandlers[messageType.saved];
  maya.provider.messageHandlers[messageType.saved] = (...message) => {
    inLog.push(readLogText(database.db, roomId));
    handler?.(...message);
  };
  maya.text().insert(0, 'saved = True');
  expect(maya.isSaved()).toBe(false);
  await expect.poll(() => maya.isSaved()).toBe(true);
  expect(await inLog[0]).toBe('saved = True');
  expect(maya.heard.saved.length).toBe(before + 1);
});

test('U3: a deletion, which no state vector shows, is counted as saved too', async () => {
  const { roomId, maya } = await aPair();
  maya.text().insert(0, 'abc');
  await expect.poll(() => maya.isSaved()).toBe(true);
  const { frames } = maya.heard.saved.at(-1) ?? expect.fail();
  maya.text().delete(1, 1);
  await expect.poll(() => maya.heard.saved.at(-1)?.frames).toBe(frames + 1);
  expect(await readLogText(database.db, roomId)).toBe('ac');
});

test('O1, O3: the epoch comes first, then the right, then the documents are compared', async () => {
  const { maya } = await aPair();
  expect(maya.heard.order.slice(0, 2)).toEqual([messageType.epoch, messageType.right]);
  expect(maya.heard.epochs).toEqual([server.door.epoch]);
  expect(maya.heard.rights).toEqual(['write']);
});

test('O4: a late joiner gets the text and everybody who is there', async () => {
  const { roomId, maya } = await aPair();
  maya.text().insert(0, 'early = 1');
  maya.awareness.setLocalState({ user: { name: 'Ms Teacher', role: 'teacher' }, file: 'main' });
  await expect.poll(() => maya.isSaved()).toBe(true);
  const zoePerson = server.door.person('Zoe');
  server.door.allow(zoePerson, roomId);
  const zoe = await enter({ roomId, person: zoePerson });
  expect(zoe.text().toString()).toBe('early = 1');
  await expect
    .poll(() => zoe.awareness.getStates().get(maya.doc.clientID))
    .toMatchObject({ file: 'main', user: { name: 'Maya', role: 'student', ink: 'azure' } });
  maya.leave();
  await expect.poll(() => zoe.awareness.getStates().has(maya.doc.clientID)).toBe(false);
});

test('P1: staff are shown with the pen', async () => {
  const { roomId, maya } = await aPair();
  const teacherPerson = server.door.person('Ms Lind', 'teacher');
  server.door.allow(teacherPerson, roomId);
  const teacher = await enter({ roomId, person: teacherPerson });
  await expect
    .poll(() => maya.awareness.getStates().get(teacher.doc.clientID))
    .toMatchObject({ user: { name: 'Ms Lind', role: 'teacher', ink: 'pen' } });
});

test('C1, C2, C4, C5: nobody gets in without a session, a place, the right page or the right version', async () => {
  const roomId = await aNewRoom();
  const person = server.door.person('Maya');
  server.door.allow(person, roomId);
  const removed = server.door.person('Leo');
  server.door.allow(removed, roomId, 'removed');
  const stranger = server.door.person('Stranger');
  const expected: [ClientOptions, number, string][] = [
    [{ roomId }, 4401, 'session.missing'],
    [{ roomId, person: stranger }, 4404, 'not.found'],
    [{ roomId, person: removed }, 4403, 'member.removed'],
    [{ roomId: randomUUID(), person }, 4404, 'not.found'],
    [{ roomId: 'my-room', person }, 4404, 'not.found'],
    [{ roomId, person, origin: 'http://evil.test' }, 4403, 'origin.refused'],
    [{ roomId, person, origin: '' }, 4403, 'origin.refused'],
    [{ roomId, person, version: String(collabVersion + 1) }, 4426, 'client.old'],
  ];
  for (const [options, code, reason] of expected) {
    const client = open(options);
    expect(await client.closed).toEqual({ code, reason });
    expect(client.heard.order).toEqual([]);
    expect(client.doc.store.clients.size).toBe(0);
  }
});

test('a room that was deleted is not found even for those who may enter it', async () => {
  const person = server.door.person('Maya');
  const roomId = randomUUID();
  server.door.allow(person, roomId);
  expect(await open({ roomId, person }).closed).toMatchObject({ code: 4404 });
});

test('C3, R1, U5: who watches sees everything and changes nothing, and is told so', async () => {
  const { roomId, maya } = await aPair();
  maya.text().insert(0, 'x = 1');
  const watcherPerson = server.door.person('Ms Lind', 'teacher');
  server.door.allow(watcherPerson, roomId);
  const watcher = await enter({ roomId, person: watcherPerson, mode: 'watch' });
  expect(watcher.heard.rights).toEqual(['watch']);
  expect(watcher.text().toString()).toBe('x = 1');
  expect(watcher.heard.refusals).toEqual([]);
  watcher.text().insert(0, 'mine ');
  await expect.poll(() => watcher.heard.refusals.map(({ reason }) => reason)).toEqual(['watching']);

  // Sync step 2 is the other way in.
  const doc = new Y.Doc();
  doc.getText('smuggled').insert(0, 'in');
  const raw = await openRaw(server, { roomId, person: watcherPerson, query: 'v=1&mode=watch' });
  raw.socket.send(encodeStep2(Y.encodeStateAsUpdate(doc)));
  raw.socket.send(encodeUpdate(Y.encodeStateAsUpdate(doc)));
  await expect
    .poll(() => raw.frames.filter(([type]) => type === messageType.refused).length)
    .toBe(2);
  raw.socket.close();
  expect(maya.text().toString()).toBe('x = 1');
  expect(await readLogText(database.db, roomId)).toBe('x = 1');
  expect(server.collab.documents.peek(roomId)?.getText('smuggled').length).toBe(0);
});

test('R2: rights change on open connections, and who is removed is out at once', async () => {
  const roomId = await aNewRoom();
  const person = server.door.person('Maya');
  server.door.allow(person, roomId);
  const maya = await enter({ roomId, person });
  server.door.allow(person, roomId, 'watch');
  await server.collab.documents.recheck({ memberId: person.memberId });
  await expect.poll(() => maya.heard.rights).toEqual(['write', 'watch']);
  maya.text().insert(0, 'too late');
  await expect.poll(() => maya.heard.refusals.length).toBe(1);
  server.door.allow(person, roomId, 'removed');
  await server.collab.documents.recheck({ roomId });
  expect(await maya.closed).toEqual({ code: 4403, reason: 'member.removed' });
});

test('R2: signing out closes the sockets of that session', async () => {
  const roomId = await aNewRoom();
  const person = server.door.person('Maya');
  server.door.allow(person, roomId);
  const maya = await enter({ roomId, person });
  server.door.people.delete(person.cookie);
  await server.collab.documents.recheck({ userId: person.caller.userId });
  expect(await maya.closed).toEqual({ code: 4401, reason: 'session.missing' });
});

test('R3: a right that is taken away while it is being checked is not granted', async () => {
  const roomId = await aNewRoom();
  const { door } = server;
  const person = door.person('Maya');
  door.allow(person, roomId);
  const asked = door.asked;
  let answer = (): void => undefined;
  door.slowness = new Promise((resolve) => (answer = resolve));
  const client = open({ roomId, person });
  await expect.poll(() => door.asked).toBe(asked + 1);
  door.allow(person, roomId, 'removed');
  await server.collab.documents.recheck({ roomId });
  answer();
  expect(await client.closed).toMatchObject({ code: 4403 });
  expect(client.heard.order).toEqual([]);
});

test('the rest of the server hears who is here, what is edited and where carets are', async () => {
  const { roomId, maya, leo } = await aPair();
  const edited: unknown[] = [];
  const cursors: { line: number }[] = [];
  const presence: boolean[] = [];
  const { events } = server.collab.documents;
  const mine = (event: { roomId: string }): boolean => event.roomId === roomId;
  events.on('edited', (event) => mine(event) && edited.push([event.fileId, event.line]));
  events.on('cursor', (event) => mine(event) && cursors.push(event));
  events.on('presence', (event) => mine(event) && presence.push(event.here));
  maya.text().insert(0, 'a\nb\nc');
  await expect.poll(() => edited).toEqual([['main', 3]]);
  for (const index of [0, 1, 2, 3, 4]) {
    const head = Y.createRelativePositionFromTypeIndex(maya.text(), index);
    maya.awareness.setLocalState({ file: 'main', selection: { anchor: head, head } });
  }
  await expect.poll(() => cursors.at(-1)).toMatchObject({ roomId, fileId: 'main', line: 3 });
  expect(cursors.length).toBeLessThanOrEqual(3);
  leo.leave();
  await expect.poll(() => presence).toEqual([false]);
  expect(await server.collab.documents.files(roomId)).toEqual([
    { id: 'main', name: 'main.py', text: 'a\nb\nc' },
  ]);
});

test('the metrics page shows rooms, connections and stored updates', async () => {
  const { maya } = await aPair();
  maya.text().insert(0, 'x');
  await expect.poll(() => maya.isSaved()).toBe(true);
  const page = await server.registry.metrics();
  expect(page).toMatch(/collab_connections 2/);
  expect(page).toMatch(/collab_rooms_open [1-9]/);
  expect(page).toMatch(/collab_unsaved_updates 0/);
  expect(page).toMatch(/collab_updates_stored_total [1-9]/);
  expect(page).toMatch(/collab_store_duration_seconds_count [1-9]/);
  expect(page).toMatch(/collab_frames_refused_total\{reason="watching"\} [1-9]/);
});
