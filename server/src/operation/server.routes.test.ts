import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerView } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGuests } from '../account/guests.ts';
import { storeRepairs } from '../collab/repair.store.ts';
import { storeCalls } from '../model/model-log.service.ts';
import { noteBackup } from '../storage/archive/last-backup.ts';
import { openDatabase } from '../storage/database.ts';
import { Device, startTestServer, type TestServer } from '../../test/http.ts';
import {
  aClass,
  aLesson,
  aRoom,
  aStudent,
  createTestDatabase,
  type TestDatabase,
} from '../../test/world.ts';
import { exampleServer } from './server.examples.ts';
import { serverRoutes } from './server.routes.ts';
import { ServerViews, type ServerViewDeps } from './server-view.service.ts';

let database: TestDatabase;
let server: TestServer;
let dataDir: string;
let views: ServerViews;
const told = {
  isUp: true,
  waiting: 0,
  isStoring: true,
};

function someViews(deps: Partial<ServerViewDeps> = {}): ServerViews {
  return new ServerViews({
    ...{ db: database.db, clock: { now: () => Date.now() }, version: '9.9.9', dataDir },
    ...{ databaseUrl: undefined, runnerUrl: undefined, model: null },
    runner: { isUp: () => told.isUp, report: () => exampleServer.runner.report },
    addresses: () => ['http://192.0.2.7:4000', 'http://localhost:4000'],
    collab: () => ({
      ...{ rooms: 3, unsaved: 2, isStoring: told.isStoring },
      ...{ store: { count: 4, p50: 2, p95: 5 }, lastStore: undefined },
    }),
    live: () => ({
      ...{ people: 7, running: 1, waiting: told.waiting, start: undefined, lastStart: undefined },
    }),
    ...deps,
  });
}

beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), 'learnflow-server-view-'));
  views = someViews();
  server = await startTestServer({ db: database.db, routes: () => serverRoutes({ views }) });
});
afterAll(async () => {
  views.close();
  await server.close();
  await database.close();
  await rm(dataDir, { recursive: true });
});

async function signedIn(kind: 'teacher' | 'student'): Promise<{ device: Device; userId: string }> {
  const device = new Device(server.url);
  const { userId, cookies } = await createGuests(server.account.auth).create('Ms Adeyemi', {});
  if (kind === 'teacher') {
    const { db } = database;
    await db.updateTable('user').set({ isAnonymous: false }).where('id', '=', userId).execute();
  }
  device.keep(cookies);
  return { device, userId };
}

test('a teacher of this server sees it, a student and a stranger do not', async () => {
  const student = (await signedIn('student')).device;
  expect((await student.call('GET', '/api/server')).status).toBe(403);
  expect((await new Device(server.url).call('GET', '/api/server')).status).toBe(401);

  const { device } = await signedIn('teacher');
  const { status, body } = await device.call<ServerView>('GET', '/api/server');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    version: '9.9.9',
    addresses: ['http://192.0.2.7:4000', 'http://localhost:4000'],
    people: 7,
    rooms: 3,
    database: { kind: 'embedded', host: null, isUp: true, isStoring: true, unsaved: 2 },
    runner: { where: 'here', isUp: true, running: 1, waiting: 0, ungraded: 0 },
  });
  expect(body.database.version).toMatch(/^\d+/);
  expect(body.database.sizeBytes).toBeGreaterThan(1_000_000);
  expect(body.database.freeBytes).toBeGreaterThan(0);
  expect(body.database.backup).toBeNull();
  expect(body.hour.at(-1)?.parts).toMatchObject({ runner: 'ok', database: 'ok' });
});

test('lessons that go on and the last backup are counted', async () => {
  const { db } = database;
  const { id: classId } = await aClass(db);
  await aLesson(db, { classId, state: 'running' });
  await aLesson(db, { classId: (await aClass(db)).id, state: 'open' });
  await aLesson(db, { classId, state: 'ended' });
  const backup = { at: 1_795_000_000_000, sizeBytes: 1234, damaged: 0 };
  await noteBackup(dataDir, backup);
  const view = await views.view((await signedIn('teacher')).userId);
  expect(view.lessons).toEqual({ open: 2, classes: 2 });
  expect(view.database.backup).toEqual(backup);
});

test('a language model is told with how often it answered in the last hour, and how often it did not', async () => {
  const { db } = database;
  expect((await views.view('nobody')).model).toBeNull();
  const maya = await aStudent(db);
  const { id: lessonId } = await aLesson(db, { classId: maya.classId });
  const { id: roomId } = await aRoom(db, { lessonId, ownerId: maya.memberId });
  const place = { ...maya, lessonId, roomId, about: { kind: 'question' as const, id: roomId } };
  const call = {
    ...{ agent: 'debug' as const, model: 'm', promptHash: '', text: '', tokensIn: 1 },
    ...{ tokensOut: 1, latencyMs: 1, toolRuns: 0 },
  };
  const verdicts = ['used', 'used', 'leak', 'slow', 'cancelled'] as const;
  const calls = verdicts.map((verdict) => ({ ...call, verdict }));
  await storeCalls(db, place, calls, Date.now());
  await storeCalls(db, place, calls, Date.now() - 7_200_000);
  const other = someViews({ model: 'm' });
  expect((await other.view('nobody')).model).toEqual({
    name: 'm',
    hour: { answered: 2, fellBack: 2 },
  });
  other.close();
});

test('damaged rooms are named to the teacher of their class only', async () => {
  const { db } = database;
  const own = await signedIn('teacher');
  const maya = await aStudent(db, { name: 'Maya' });
  const lesson = await aLesson(db, { classId: maya.classId });
  const { id: roomId } = await aRoom(db, { lessonId: lesson.id, ownerId: maya.memberId });
  const piece = { was: Uint8Array.of(1), bytes: Uint8Array.of(0, 0) };
  await storeRepairs(
    db,
    roomId,
    [
      { seq: 1, remedy: 'mended', ...piece },
      { seq: 2, remedy: 'filled', ...piece },
    ],
    { dropSnapshot: false, newEpoch: false },
  );
  expect((await views.view(own.userId)).damage).toEqual({ own: [], elsewhere: 1 });

  await db
    .insertInto('class_member')
    .values({
      ...{ classroom_id: maya.classId, user_id: own.userId, role: 'teacher' as const },
      ...{ name: 'Ms Adeyemi', name_key: 'ms adeyemi', ink: 0, joined_at: new Date() },
    })
    .execute();
  const { damage } = await views.view(own.userId);
  expect(damage?.elsewhere).toBe(0);
  expect(damage?.own).toMatchObject([
    { roomId, lessonId: lesson.id, memberId: maya.memberId, owner: 'Maya', pieces: 2, lost: 1 },
  ]);
});

test('a runner that is away, a line and a database that does not store are seen', async () => {
  const other = someViews();
  Object.assign(told, { isUp: true, waiting: 3 });
  expect((await other.view('nobody')).hour.at(-1)?.parts.runner).toBe('slow');
  Object.assign(told, { isUp: false, waiting: 0, isStoring: false });
  const view = await other.view('nobody');
  expect(view.hour.at(-1)?.parts).toMatchObject({ rooms: 'down', runner: 'down' });
  Object.assign(told, { isUp: true, isStoring: true });
  other.close();
});

test('without a database the rest is still told, and the host of an external one without its password', async () => {
  const url = 'postgres://teacher:secret@127.0.0.1:9/none';
  const gone = openDatabase(url, () => undefined);
  const other = someViews({ db: gone.db, databaseUrl: url });
  const view = await other.view('nobody');
  other.close();
  await gone.close();
  expect(view).toMatchObject({
    lessons: null,
    damage: null,
    people: 7,
    database: { kind: 'external', host: '127.0.0.1:9', isUp: false, sizeBytes: null },
    runner: { ungraded: null },
  });
  expect(view.hour.at(-1)?.parts.database).toBe('down');
  expect(JSON.stringify(view)).not.toContain('secret');
});
