import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { inject } from 'vitest';
import * as Y from 'yjs';
import {
  aClass,
  aLesson,
  aRoom,
  aStudent,
  createTestDatabase,
  type TestDatabase,
} from '../../../test/world.ts';
import {
  openSynced,
  readLog,
  startServer,
  type TestClient,
  type TestServer,
} from '../../collab/collab.fixture.ts';
import { StartError } from '../../start-error.ts';
import { type Db, openDatabase } from '../database.ts';
import { ArchiveWriter, checkArchive } from './archive-file.ts';
import { backUp } from './backup.ts';
import { openArchive, refuseNonEmpty, restore } from './restore.ts';
import { sessionSecretFile } from './secret.ts';

let database: TestDatabase;
let server: TestServer;
let dir: string;
let empty = 0;
const made: string[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database.db);
  dir = await mkdtemp(join(tmpdir(), 'learnflow-backup-'));
});
afterAll(async () => {
  await server.close();
  await database.close();
  for (const name of made) await asAdmin(`drop database ${name} with (force)`);
  await rm(dir, { recursive: true, force: true });
});

async function asAdmin(statement: string): Promise<void> {
  const admin = new pg.Client(inject('postgresUrl'));
  await admin.connect();
  await admin.query(statement).finally(() => admin.end());
}
async function anEmptyDatabase(): Promise<string> {
  const name = `restored_${process.pid}_${empty++}`;
  await asAdmin(`create database ${name}`);
  made.push(name);
  const url = new URL(database.url);
  url.pathname = `/${name}`;
  return url.href;
}
async function aRoomIn(db: Db): Promise<string> {
  const { id: classId } = await aClass(db);
  const { memberId } = await aStudent(db, { classId });
  const lesson = await aLesson(db, { classId });
  return (await aRoom(db, { lessonId: lesson.id, ownerId: memberId })).id;
}
async function aTypist(): Promise<TestClient & { roomId: string }> {
  const roomId = await aRoomIn(database.db);
  const person = server.door.person('Maya');
  server.door.allow(person, roomId);
  return { ...(await openSynced(server, { roomId, person })), roomId };
}

test('R20: a backup while six people type restores to one moment, with everything acknowledged before it in it', async () => {
  await writeFile(join(dir, sessionSecretFile), 'a secret of sessions');
  const typists = await Promise.all(Array.from({ length: 6 }, aTypist));
  let isTyping = true;
  const typing = typists.map(async (typist, n) => {
    for (let key = 0; isTyping; key++) {
      typist.text().insert(typist.text().length, `${n}.${key} `);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  });
  await expect
    .poll(() => typists.every((typist) => typist.text().length > 400), { timeout: 30_000 })
    .toBe(true);
  const acknowledged = typists.map(({ heard }) => {
    const last = heard.saved.at(-1)?.stateVector;
    return last ? Y.decodeStateVector(last) : new Map<number, number>();
  });
  const path = join(dir, 'under-load.backup');
  const report = await backUp({ url: database.url, dataDir: dir, path });
  await expect.poll(() => typists.every(({ heard }) => heard.saved.length > 5)).toBe(true);
  isTyping = false;
  await Promise.all(typing);
  expect(report.damage).toEqual([]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);

  const url = await anEmptyDatabase();
  const target = await mkdtemp(join(dir, 'restored-'));
  const head = await openArchive(path);
  const restored = await restore({ path, head, url, dataDir: target });
  expect(restored.digests).toEqual(report.digests);
  expect(restored.updates).toBe(report.updates);
  expect(await readFile(join(target, sessionSecretFile), 'utf8')).toBe('a secret of sessions');

  const { db, close } = openDatabase(url, () => undefined);
  try {
    for (const [n, { roomId }] of typists.entries()) {
      const there = await readLog(db, roomId);
      const now = await readLog(database.db, roomId);
      for (const [client, clock] of acknowledged[n] ?? []) {
        expect(Y.getState(there.store, client)).toBeGreaterThanOrEqual(clock);
      }
      // What is there is a beginning of what went on: nothing torn, nothing doubled.
      const text = (doc: Y.Doc): string => String(textOf(doc));
      expect(text(now).startsWith(text(there))).toBe(true);
      expect(text(there).length).toBeGreaterThan(0);
    }
    // Numbers go on after the last one handed out.
    const { seq } = await db
      .insertInto('room_update')
      .values({ room_id: typists[0]?.roomId ?? '', bytes: Buffer.of(0, 0) })
      .returning('seq')
      .executeTakeFirstOrThrow();
    const { last } = await database.db
      .selectFrom('room_update')
      .select((eb) => eb.fn.max('seq').as('last'))
      .executeTakeFirstOrThrow();
    expect(Number(seq)).toBeGreaterThan(0);
    expect(Number(last)).toBeGreaterThan(0);
  } finally {
    await close();
  }
  for (const typist of typists) typist.leave();
}, 120_000);

test('a flipped byte anywhere in the file, or a missing end, is found before anything is restored', async () => {
  const path = join(dir, 'whole.backup');
  await backUp({ url: database.url, dataDir: dir, path });
  const whole = await readFile(path);
  for (let n = 0; n < 40; n++) {
    const bytes = Buffer.from(whole);
    const at = 20 + Math.floor(((bytes.length - 20) * n) / 40);
    bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (n % 8)), at);
    const damaged = join(dir, 'flipped.backup');
    await writeFile(damaged, bytes);
    await expect(openArchive(damaged)).rejects.toThrow(/damaged or cut short.*another copy/);
  }
  await writeFile(join(dir, 'short.backup'), whole.subarray(0, -1));
  await expect(checkArchive(join(dir, 'short.backup'))).rejects.toThrow(StartError);
  await appendFile(join(dir, 'short.backup'), Buffer.of(0, 0));
  await expect(checkArchive(join(dir, 'short.backup'))).rejects.toThrow(/damaged/);
  await writeFile(join(dir, 'other.backup'), Buffer.alloc(500, 'x'));
  await expect(openArchive(join(dir, 'other.backup'))).rejects.toThrow(/no backup of LearnFlow/);
});

test('a newer schema and a database that is not empty are refused in one sentence', async () => {
  const path = join(dir, 'newer.backup');
  const writer = await ArchiveWriter.create(path);
  const migrations = ['20261120_1400_create_classroom', '20991231_0000_add_telepathy'];
  await writer.add({ kind: 'head', head: { madeAt: 'then', migrations, files: {} } });
  await writer.add({ kind: 'end', end: { sequences: [], rooms: {}, updates: 0 } });
  await writer.finish();
  await expect(openArchive(path)).rejects.toThrow(/newer LearnFlow.*telepathy/);
  await expect(refuseNonEmpty(database.url)).rejects.toThrow(/not empty/);
  await expect(ArchiveWriter.create(path)).rejects.toThrow(/exists already/);
});

test('a backup of an older schema is brought up to date', async () => {
  const url = await anEmptyDatabase();
  const { db, close } = openDatabase(url, () => undefined);
  const { migrate } = await import('../migrate.ts');
  await migrate(db, '20261120_1400_create_classroom');
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`insert into classroom (name) values ('Year 9')`);
  await client.end();
  await close();
  const path = join(dir, 'older.backup');
  await backUp({ url, dataDir: join(dir, 'nowhere'), path });

  const fresh = await anEmptyDatabase();
  const target = await mkdtemp(join(dir, 'older-'));
  await restore({ path, head: await openArchive(path), url: fresh, dataDir: target });
  const opened = openDatabase(fresh, () => undefined);
  expect(await opened.db.selectFrom('classroom').select('name').execute()).toEqual([
    { name: 'Year 9' },
  ]);
  expect(await opened.db.selectFrom('room_damage').selectAll().execute()).toEqual([]);
  await opened.close();
});

test('a damaged row is named by the backup, which holds the rest', async () => {
  const { roomId } = await aTypist();
  await database.db
    .insertInto('room_update')
    .values({ room_id: roomId, bytes: Buffer.of(0, 0), crc: 12345 })
    .execute();
  const path = join(dir, 'damage.backup');
  const report = await backUp({ url: database.url, dataDir: dir, path });
  expect(report.damage).toMatchObject([{ roomId, what: 'update' }]);
  const url = await anEmptyDatabase();
  const target = await mkdtemp(join(dir, 'damage-'));
  const restored = await restore({ path, head: await openArchive(path), url, dataDir: target });
  expect(restored.damage).toEqual(report.damage);
});

test('after a restore, what was written after the backup is taken from whoever still has it', async () => {
  const own = await createTestDatabase();
  const roomId = await aRoomIn(own.db);
  const { door } = server;
  const [maya, leo] = [door.person('Maya'), door.person('Leo')];
  for (const person of [maya, leo]) door.allow(person, roomId);
  const first = await startServer(own.db, { door });
  const mayaDoc = new Y.Doc();
  const before = await openSynced(first, { roomId, person: maya, doc: mayaDoc });
  before.text().insert(0, 'before\n');
  await expect.poll(() => before.isSaved()).toBe(true);
  before.leave();
  // In order, so that this server itself has nothing to recover.
  await first.close();
  const path = join(dir, 'in-order.backup');
  await backUp({ url: own.url, dataDir: dir, path });
  await own.close();
  // The lesson went on after the backup; Leo saw it.
  mayaDoc.getText('after').insert(0, 'hers');
  const leoDoc = new Y.Doc();
  Y.applyUpdate(leoDoc, Y.encodeStateAsUpdate(mayaDoc));

  const url = await anEmptyDatabase();
  const target = await mkdtemp(join(dir, 'in-order-'));
  await restore({ path, head: await openArchive(path), url, dataDir: target });
  const { db, close } = openDatabase(url, () => undefined);
  const second = await startServer(db, { door });
  try {
    const again = await openSynced(second, { roomId, person: leo, doc: leoDoc });
    const stored = async (): Promise<string> =>
      (await readLog(db, roomId)).getText('after').toString();
    await expect.poll(async () => [again.heard.refusals, await stored()]).toEqual([[], 'hers']);
    again.leave();
  } finally {
    await second.close();
    await close();
  }
});

function textOf(doc: Y.Doc): Y.Text {
  return doc.getMap<Y.Map<unknown>>('files').get('main')?.get('text') as Y.Text;
}
