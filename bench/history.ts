import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import * as Y from 'yjs';
import { chanceFrom } from '../demo/src/random.ts';
import { planSteps } from '../demo/src/plan.ts';
import { insertUpdates, seedRoom, type UpdateRow } from '../server/src/collab/persistence.ts';
import { compactRoom } from '../server/src/history/compact-rooms.ts';
import { type Db, openDatabase } from '../server/src/storage/database.ts';
import { EmbeddedPostgres } from '../server/src/storage/embedded-postgres.ts';
import { migrate } from '../server/src/storage/migrate.ts';
import type { Figure } from './report.ts';

const students = 10;
const lessonMs = 60 * 60_000;
const aim = { what: 'the aim of', value: 200 };

/** What an hour of typing of simulated students takes on disk, with indexes: as it is stored, and merged after the lesson. */
export async function benchHistory(): Promise<Figure[]> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'learnflow-history-'));
  const postgres = await EmbeddedPostgres.start({ dataDir });
  const { db, close } = openDatabase(postgres.url, () => undefined);
  try {
    await migrate(db);
    let rows = 0;
    const rooms: string[] = [];
    for (let n = 0; n < students; n += 1) {
      const roomId = await aRoom(db, `Student ${n}`);
      rooms.push(roomId);
      rows += await typeForAnHour(db, roomId, n);
    }
    const fresh = await sizeOf(db);
    const startedAt = performance.now();
    let after = 0;
    for (const roomId of rooms) after += (await compactRoom(db, roomId))?.after ?? 0;
    const mergeMs = performance.now() - startedAt;
    const merged = await sizeOf(db);
    return [
      { name: 'rows per student-hour as typed', value: rows / students, unit: 'rows' },
      { name: 'rows per student-hour merged', value: after / students, unit: 'rows' },
      {
        name: 'per student-hour as typed',
        value: fresh / students / 1000,
        unit: 'kB',
        against: aim,
      },
      {
        name: 'per student-hour merged',
        value: merged / students / 1000,
        unit: 'kB',
        against: aim,
      },
      { name: 'merging a student-hour', value: mergeMs / students, unit: 'ms' },
    ];
  } finally {
    await close();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function aRoom(db: Db, name: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with c as (insert into classroom (name) values ('Bench') returning id),
    m as (insert into class_member (classroom_id, role, name, name_key)
      select id, 'student', ${name}, ${name} from c returning id, classroom_id),
    l as (insert into lesson (classroom_id, title, code, state, ended_at)
      select classroom_id, 'Bench', ${name}, 'ended', now() from m returning id)
    insert into room (lesson_id, owner_id) select l.id, m.id from l, m returning id`.execute(db);
  const id = rows[0]?.id ?? '';
  await seedRoom(db, id);
  return id;
}

/** The demo's plan at human speed, without waiting: one row per key, as the server stores typing. */
async function typeForAnHour(db: Db, roomId: string, seed: number): Promise<number> {
  const { rows: seeds } = await sql<{ bytes: Buffer; owner: string }>`
    select u.bytes, r.owner_id as owner from room_update u join room r on r.id = u.room_id
    where r.id = ${roomId}`.execute(db);
  const [first] = seeds;
  if (!first) throw new Error('No seed');
  const doc = new Y.Doc();
  Y.applyUpdate(doc, first.bytes);
  let rows: UpdateRow[] = [];
  const startAt = Date.now() - 2 * lessonMs;
  let at = startAt;
  let count = 0;
  doc.on('update', (bytes: Uint8Array) => {
    rows.push({ roomId, at, memberId: first.owner, bytes });
    count += 1;
  });
  const text = doc.getMap<Y.Map<unknown>>('files').get('main')?.get('text') as Y.Text;
  let caret = 0;
  for (const step of planSteps(chanceFrom(seed))) {
    if (at - startAt > lessonMs) break;
    if (step.kind === 'wait') at += step.ms;
    else if (step.kind === 'open') caret = text.length;
    else if (step.kind === 'key') {
      text.insert(caret, step.text);
      caret += step.text.length;
    } else if (step.kind === 'erase') {
      const from = Math.max(0, caret - step.count);
      text.delete(from, caret - from);
      caret = from;
    } else if (step.kind === 'seek') {
      const found = String(text).lastIndexOf(step.line);
      if (found >= 0) caret = found + step.line.length;
    }
    if (rows.length >= 200) {
      await insertUpdates(db, rows, new AbortController().signal);
      rows = [];
    }
  }
  if (rows.length > 0) await insertUpdates(db, rows, new AbortController().signal);
  return count;
}

/** Table, index and large values together, without the holes that merging leaves for the next lesson. */
async function sizeOf(db: Db): Promise<number> {
  await sql`vacuum full room_update`.execute(db);
  const { rows } = await sql<{ size: string }>`
    select pg_total_relation_size('room_update') as size`.execute(db);
  return Number(rows[0]?.size);
}
