import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, open, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { aClass, aLesson, aRoom, aStudent } from '../../test/world.ts';
import {
  openSynced,
  startServer,
  type TestClient,
  type TestDoor,
} from '../collab/collab.fixture.ts';
import { listDamage } from '../history/history.store.ts';
import { silentLog } from '../log.ts';
import { StartError } from '../start-error.ts';
import { openStorage } from './connect.ts';
import { whileUnused } from './database-use.ts';
import { rewriteTables } from './rewrite-tables.ts';

/**
 * Damage of the files of a real cluster: a stopped one with several rooms is copied, hurt at a place that chance chooses,
 * and started. `DAMAGE_SEED` repeats a run.
 */
const seed = Number(process.env['DAMAGE_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
const flips = Number(process.env['DAMAGE_FLIPS'] ?? 50);
const tears = Number(process.env['DAMAGE_TEARS'] ?? 20);
const roomCount = 6;
const keys = 150;

interface TypedRoom {
  roomId: string;
  text: string;
}
let folder: string;
let door: TestDoor | undefined;
let rooms: TypedRoom[] = [];
/** Files of the log's table, of its index, and what lies outside the row, relative to the cluster. */
let files: string[] = [];
let crashed: string;
/** Where the write-ahead log ended when everything was acknowledged. */
let acknowledged: { file: string; at: number };

beforeAll(async () => {
  console.log(`DAMAGE_SEED=${seed}`);
  folder = await mkdtemp(join(tmpdir(), 'learnflow-damage-'));
  await chmod(folder, 0o755);
  const whole = join(folder, 'whole');
  crashed = join(folder, 'crashed');
  const storage = await openStorage({ databaseUrl: undefined, dataDir: whole, log: silentLog });
  const server = await startServer(storage.db, { limits: { unloadAfterMs: 3_600_000 } });
  door = server.door;
  const clients: { roomId: string; client: TestClient }[] = [];
  for (let n = 0; n < roomCount; n++) {
    const { id: classId } = await aClass(storage.db);
    const { memberId } = await aStudent(storage.db, { classId });
    const lesson = await aLesson(storage.db, { classId });
    const { id: roomId } = await aRoom(storage.db, { lessonId: lesson.id, ownerId: memberId });
    const person = server.door.person('Maya');
    server.door.allow(person, roomId);
    clients.push({ roomId, client: await openSynced(server, { roomId, person }) });
  }
  for (let key = 0; key < keys; key++) {
    for (const { client } of clients) client.text().insert(client.text().length, `${key % 10}`);
    await new Promise((resolve) => setTimeout(resolve, 12));
  }
  await vi.waitFor(() => expect(clients.every(({ client }) => client.isSaved())).toBe(true), {
    timeout: 30_000,
  });
  rooms = clients.map(({ roomId, client }) => ({ roomId, text: String(client.text()) }));
  const { rows: ends } = await sql<{ file: string; at: number }>`
    select file_name as file, file_offset as at from pg_walfile_name_offset(pg_current_wal_flush_lsn())
  `.execute(storage.db);
  acknowledged = ends[0] ?? { file: '', at: 0 };
  // As a kill -9 of everything leaves it: nothing is written back from memory.
  execFileSync('cp', ['-a', '--reflink=auto', whole, crashed]);
  for (const { client } of clients) client.leave();
  await server.close();
  const { rows } = await sql<{ path: string }>`
    select pg_relation_filepath(oid) as path from pg_class
    where oid in ('room_update'::regclass, 'room_update_pkey'::regclass)
    order by relkind desc`.execute(storage.db);
  files = rows.map(({ path }) => path);
  await storage.close();
  await storage.embedded?.stop();
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const clusterOf = (dataDir: string) => join(dataDir, 'postgres', 'cluster');

/** @returns for each room its text, or why it could not be had, and whether damage of it is on record */
async function readRooms(dataDir: string) {
  const storage = await openStorage({ databaseUrl: undefined, dataDir, log: silentLog });
  const server = await startServer(storage.db, door ? { door } : {});
  try {
    const read = [];
    for (const { roomId } of rooms) {
      const ask = () => server.collab.documents.files(roomId);
      // A room that has just been repaired asks people to come again.
      const [file, refusal] = await ask()
        .catch(ask)
        .then(
          ([first]) => [first, undefined] as const,
          (error: unknown) => [undefined, error as Error & { code?: string }] as const,
        );
      const damage = await listDamage(storage.db, roomId).catch(() => []);
      read.push({ roomId, text: file?.text, refusal, isReported: damage.length > 0 });
    }
    return read;
  } finally {
    await server.close();
    await storage.close();
    await storage.embedded?.stop();
  }
}

async function repair(dataDir: string): Promise<void> {
  const storage = await openStorage({ databaseUrl: undefined, dataDir, log: silentLog });
  try {
    await whileUnused(storage.url, (client) => rewriteTables(client, () => undefined));
  } finally {
    await storage.close();
    await storage.embedded?.stop();
  }
}

async function flip(file: string, at: number, by: number): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
    buffer.writeUInt8(buffer.readUInt8(0) ^ by);
    await handle.write(buffer, 0, 1, at);
  } finally {
    await handle.close();
  }
}

test(`R12: of ${flips} flipped bytes in the files of the log each is harmless, or found and reported with its room`, async () => {
  const random = aRandom(seed);
  let refused = 0;
  let reported = 0;
  let backedUp = 0;
  for (let n = 0; n < flips; n++) {
    const hurt = join(folder, `flip-${n}`);
    execFileSync('cp', ['-a', '--reflink=auto', join(folder, 'whole'), hurt]);
    const file = join(clusterOf(hurt), (n % 5 === 4 ? files[1] : files[0]) ?? '');
    const { size } = await stat(file);
    const at = Math.floor(random() * size);
    const by = 1 + Math.floor(random() * 255);
    await flip(file, at, by);
    const where = `DAMAGE_SEED=${seed}, flip ${n}: byte ${at} of ${file}`;
    let read = await readRooms(hurt);
    for (const { refusal } of read) {
      // The database's own word for a damaged page or index, which the log of the server shows with the room.
      if (refusal) expect(refusal.code, `${where}: ${refusal.stack}`).toMatch(/^XX00[12]$/);
    }
    if (read.some(({ refusal }) => refusal)) {
      refused++;
      const failure: unknown = await repair(hurt).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failure !== undefined) {
        // Said in a sentence; no server starts on what such a repair leaves behind.
        expect(failure, where).toBeInstanceOf(StartError);
        backedUp++;
        await rm(hurt, { recursive: true, force: true });
        continue;
      }
      read = await readRooms(hurt);
    }
    const others = read.filter(
      ({ roomId, text }) => text !== rooms.find((room) => room.roomId === roomId)?.text,
    );
    for (const other of others) {
      expect(other.refusal, where).toBeUndefined();
      expect(other.isReported, `${where}: room ${other.roomId} is silently ${other.text}`).toBe(
        true,
      );
    }
    expect(others.length, where).toBeLessThanOrEqual(1);
    reported += others.length;
    await rm(hurt, { recursive: true, force: true });
  }
  console.log(
    `${flips} flips: ${refused} needed a repair, ${reported} cost a room text, ${backedUp} need a backup`,
  );
}, 1_800_000);

test(`R12: of ${tears} torn ends of the write-ahead log each loses only what was not acknowledged, or is named`, async () => {
  const random = aRandom(seed + 1);
  let named = 0;
  for (let n = 0; n < tears; n++) {
    const hurt = join(folder, `tear-${n}`);
    execFileSync('cp', ['-a', '--reflink=auto', crashed, hurt]);
    const file = join(clusterOf(hurt), 'pg_wal', acknowledged.file);
    // Half of them tear what a disk has promised to keep: then a room may be as it was before, and nothing else.
    const isBefore = n % 2 === 1;
    const at = isBefore
      ? acknowledged.at - Math.floor(random() * Math.min(acknowledged.at, 20_000))
      : acknowledged.at + Math.floor(random() * 8_192);
    if (n % 4 < 2) await truncate(file, at);
    else await scribble(file, at, random);
    const where = `DAMAGE_SEED=${seed}, tear ${n} at ${at} of ${acknowledged.file}`;
    const read = await readRooms(hurt).catch((error: unknown) => {
      expect(error, where).toBeInstanceOf(StartError);
      named++;
      return [];
    });
    for (const [place, { text, refusal }] of read.entries()) {
      expect(refusal, where).toBeUndefined();
      const whole = rooms[place]?.text ?? '';
      if (isBefore) expect(whole.startsWith(text ?? 'nothing'), `${where}: ${text}`).toBe(true);
      else expect(text, where).toBe(whole);
    }
    await rm(hurt, { recursive: true, force: true });
  }
  console.log(`${tears} torn ends: ${named} did not start and said so`);
}, 900_000);

/** What a sector that was being written when the power went may hold. */
async function scribble(file: string, at: number, random: () => number): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const noise = Buffer.from(Array.from({ length: 512 }, () => Math.floor(random() * 256)));
    await handle.write(noise, 0, noise.length, at);
  } finally {
    await handle.close();
  }
}

/** Numbers from 0 to 1 that repeat themselves for the same seed. */
function aRandom(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
