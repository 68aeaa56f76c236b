import { setImmediate as nextTurn } from 'node:timers/promises';
import { filesKey } from '@learnflow/shared';
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import {
  aClass,
  aLesson,
  aRoom,
  aStudent,
  createTestDatabase,
  type TestDatabase,
} from '../../test/world.ts';
import {
  openSynced,
  readLog,
  startServer,
  type TestClient,
  type TestServer,
} from '../collab/collab.fixture.ts';
import { readFiles } from '../collab/edits.ts';
import { systemClock } from '../clock.ts';
import { compactAfterMs, compactOldRooms, compactRoom } from './compact-rooms.ts';
import { readWholeLog, storeMerged } from './compact.store.ts';
import { Timelines } from './timelines.ts';

/** Four real clients over real sockets, all typing, pasting and removing in several files at the same time. */
const wanted = 10_000;
const log = pino({ level: 'silent' });
let database: TestDatabase;
let server: TestServer;
let roomId: string;
let lessonId: string;
/** What was live after each row of the log, in order. */
const live: string[] = [];
let numbers: number[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const plenty = 1_000_000;
  server = await startServer(database.db, {
    limits: { maxFramesPerSecond: plenty, maxRoomFramesPerSecond: plenty, unloadAfterMs: 50 },
  });
  const { id: classId } = await aClass(database.db);
  const { memberId } = await aStudent(database.db, { classId });
  const lesson = await aLesson(database.db, { classId });
  lessonId = lesson.id;
  roomId = (await aRoom(database.db, { lessonId, ownerId: memberId })).id;
  const clients: TestClient[] = [];
  for (const name of ['Maya', 'Leo', 'Amir', 'Zoe']) {
    const person = server.door.person(name);
    server.door.allow(person, roomId);
    clients.push(await openSynced(server, { roomId, person }));
  }
  const doc = server.collab.documents.peek(roomId);
  if (!doc) throw new Error('The room is not open');
  live.push(JSON.stringify(readFiles(doc)));
  doc.on('update', () => live.push(JSON.stringify(readFiles(doc))));
  await Promise.all(
    clients.map(async (client, n) => {
      const random = aRandom(20261125 + n);
      for (let edit = 0; live.length < wanted; edit++) {
        editAtRandom(client.doc, random, `${n}${edit}`);
        await nextTurn();
        if (random() < 0.3) await nextTurn();
      }
    }),
  );
  await vi.waitFor(() => expect(clients.every((each) => each.isSaved())).toBe(true), 60_000);
  for (const client of clients) client.leave();
  await vi.waitFor(() => expect(server.collab.documents.peek(roomId)).toBeUndefined(), 30_000);
  const { rows } = await readWholeLog(database.db, roomId);
  numbers = rows.map(({ seq }) => seq);
}, 240_000);
afterAll(async () => {
  await server.close();
  await database.close();
});

async function expectAsLive(): Promise<number> {
  const timelines = new Timelines({
    db: database.db,
    log,
    documents: server.collab.documents,
  });
  const there = (await readWholeLog(database.db, roomId)).rows.map(({ seq }) => seq);
  for (const seq of there) {
    const { files } = await timelines.ask(roomId, 'text', { moment: { seq } });
    const expected = live[numbers.indexOf(seq)];
    if (JSON.stringify(files) !== expected) expect(JSON.stringify(files), `${seq}`).toBe(expected);
  }
  await timelines.close();
  return there.length;
}

test('ten thousand states of concurrent editing read back byte for byte as they were live', async () => {
  expect(numbers.length).toBe(live.length);
  expect(await expectAsLive()).toBeGreaterThanOrEqual(wanted);
}, 300_000);

test('a log that was added to while it was merged stays as it is', async () => {
  const before = await readWholeLog(database.db, roomId);
  const merged = [
    { gone: [numbers[5] ?? 0], seq: numbers[6] ?? 0, edits: 2, bytes: Uint8Array.of(0, 0) },
  ];
  const expected = { count: before.rows.length - 1, lastSeq: numbers.at(-1) ?? 0 };
  expect(await storeMerged(database.db, roomId, merged, expected)).toBe(false);
  expect(await readWholeLog(database.db, roomId)).toEqual(before);
});

test('the typing of an old lesson is merged: every moment that is kept reads the same, and so does the end', async () => {
  const deps = { db: database.db, log, clock: systemClock, isOpen: () => false };
  expect((await compactOldRooms(deps)).rooms).toBe(0);
  const ended_at = new Date(Date.now() - compactAfterMs - 1000);
  await database.db
    .updateTable('lesson')
    .set({ state: 'ended', ended_at })
    .where('id', '=', lessonId)
    .execute();
  expect((await compactOldRooms({ ...deps, isOpen: () => true })).rooms).toBe(0);

  const whole = await readLog(database.db, roomId);
  const edits = async () =>
    (await readWholeLog(database.db, roomId)).rows.reduce((sum, row) => sum + row.edits, 0);
  const editsBefore = await edits();
  const report = await compactOldRooms(deps);
  expect(report).toMatchObject({ rooms: 1, before: numbers.length });
  expect(report.after).toBeLessThan(report.before);
  expect(await expectAsLive()).toBe(report.after);
  const now = await readLog(database.db, roomId);
  expect(Y.encodeStateVector(now)).toEqual(Y.encodeStateVector(whole));
  expect(Y.equalSnapshots(Y.snapshot(now), Y.snapshot(whole))).toBe(true);
  expect(JSON.stringify(readFiles(now))).toBe(live.at(-1));
  expect(await edits()).toBe(editsBefore);
  // The snapshot and the merged log make the same room.
  expect(JSON.stringify(await server.collab.documents.files(roomId))).toBe(live.at(-1));
  expect((await compactOldRooms(deps)).rooms).toBe(0);
}, 300_000);

test('a damaged log is not merged: that would give damage a checksum that fits', async () => {
  const { rows } = await readWholeLog(database.db, roomId);
  const victim = rows[100];
  await database.db
    .updateTable('room_update')
    .set({ crc: 1 })
    .where('room_id', '=', roomId)
    .where('seq', '=', String(victim?.seq))
    .execute();
  expect(await compactRoom(database.db, roomId)).toBeUndefined();
  expect((await readWholeLog(database.db, roomId)).damaged).toEqual([victim?.seq]);
});

const letters = [
  'a',
  'b',
  '\n',
  'ä',
  '中',
  '🙂',
  '👩‍🏫',
  'print(1)\n',
  'x = 2 ** 8\nfor i in range(10):\n    print(i)\n',
];

function editAtRandom(doc: Y.Doc, random: () => number, name: string): void {
  const files = doc.getMap<Y.Map<unknown>>(filesKey);
  const ids = [...files.keys()];
  if (random() < 0.01 && ids.length < 6) {
    const file = new Y.Map<unknown>();
    file.set('name', `f${name}.py`);
    file.set('text', new Y.Text('# new\n'));
    file.set('order', ids.length);
    files.set(`file${name}`, file);
    return;
  }
  if (random() < 0.004 && ids.length > 2) {
    files.delete(ids.filter((id) => id !== 'main')[Math.floor(random() * (ids.length - 1))] ?? '');
    return;
  }
  const id = ids[Math.floor(random() * ids.length)] ?? 'main';
  const text = files.get(id)?.get('text');
  if (!(text instanceof Y.Text)) return;
  const at = Math.floor(random() * (text.length + 1));
  // Short texts, so that what is measured ten thousand times is the history and not the comparing.
  if (random() < 0.5 && text.length > 60) {
    text.delete(Math.min(at, text.length - 30), 1 + Math.floor(random() * 29));
  } else text.insert(at, letters[Math.floor(random() * letters.length)] ?? 'z');
}

function aRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
