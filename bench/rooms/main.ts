import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileFields, filesKey, nameKey } from '@learnflow/shared';
import * as Y from 'yjs';
import { createAuth } from '../../server/src/account/auth.ts';
import { createGuests } from '../../server/src/account/guests.ts';
import { silentLog } from '../../server/src/log.ts';
import type { Db } from '../../server/src/storage/database.ts';
import { School } from '../collab/school.ts';
import { type Figure, percentile } from '../report.ts';
import type { Holding, ServerTask } from './server.ts';
import { visit, type Visitor } from './visitor.ts';

const rooms = 2_000;
/** Opened and left before anything is counted: code is loaded and pools are filled by then. */
const warmRooms = 200;
/** A class that opens its rooms at once. */
const atOnce = 30;
const program = 'total = total + numbers[index] * 2\n'.repeat(100);
const forgottenWithinMs = 120_000;

interface Place {
  cookie: string;
  roomId: string;
}

/** What two thousand rooms leave behind when everybody has gone, and how long it takes to open one again. */
export async function benchRooms(): Promise<Figure[]> {
  const school = await School.open();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'learnflow-rooms-'));
  const secret = 'bench'.repeat(8);
  const child = fork(path.join(import.meta.dirname, 'server.ts'), { execArgv: ['--expose-gc'] });
  try {
    const port = await startServer(child, { databaseUrl: school.url, dataDir, secret });
    const url = `http://127.0.0.1:${port}`;
    const { db } = school.opened;
    const places = await seat(db, secret, warmRooms + rooms);
    const warm = places.slice(0, warmRooms);
    const counted = places.slice(warmRooms);
    const look = async (): Promise<Holding> => {
      child.send('look');
      const [holding] = (await once(child, 'message')) as [Holding];
      return holding;
    };
    for (let round = 0; round < 2; round++) {
      await leaveAll(url, (await openAll(url, warm)).visitors);
    }
    const before = await look();

    const first = await openAll(url, counted);
    await inLots(first.visitors, (visitor) => visitor.write(typeProgram));
    const open = await look();
    await leaveAll(url, first.visitors);
    const left = await look();
    const rowsLeft = await countRows(db);

    const again = await openAll(url, counted);
    const wrong = again.visitors.filter(({ doc }) => textOf(doc) !== program).length;
    if (wrong > 0) throw new Error(`${wrong} rooms came back with another text`);
    await leaveAll(url, again.visitors);
    const leftAgain = await look();
    const rowsAgain = await countRows(db);

    const kept = (holding: Holding): number => holding.heapBytes / 1024 / 1024;
    const ratioTo = (what: string, holding: Holding) => ({ what, value: kept(holding) });
    return [
      {
        name: 'heap with all rooms open',
        value: kept(open),
        unit: 'MiB',
        against: ratioTo('before', before),
      },
      {
        name: 'heap after all were left',
        value: kept(left),
        unit: 'MiB',
        against: ratioTo('before', before),
      },
      {
        name: 'heap after all were left a second time',
        value: kept(leftAgain),
        unit: 'MiB',
        against: ratioTo('after the first time', left),
      },
      {
        name: 'heap kept per left room, second time',
        value: Math.max(0, (leftAgain.heapBytes - left.heapBytes) / rooms / 1024),
        unit: 'KiB',
        against: { what: 'the aim of', value: 3 },
      },
      {
        name: 'heap per open room, with its socket',
        value: (open.heapBytes - before.heapBytes) / rooms / 1024,
        unit: 'KiB',
        against: { what: 'the aim of', value: 60 },
      },
      {
        name: 'descriptors after all were left',
        value: leftAgain.descriptors,
        unit: 'files',
        against: { what: 'before', value: before.descriptors },
      },
      {
        name: 'timers after all were left',
        value: leftAgain.timers,
        unit: 'timers',
        against: { what: 'before', value: before.timers },
      },
      { name: 'rows the second time added', value: rowsAgain - rowsLeft, unit: 'rows' },
      {
        name: 'opening p95, thirty at a time',
        value: percentile(first.openedMs, 0.95),
        unit: 'ms',
      },
      {
        name: 'opening again p95, thirty at a time',
        value: percentile(again.openedMs, 0.95),
        unit: 'ms',
        against: { what: 'the aim of', value: 500 },
      },
      { name: 'opening again p50', value: percentile(again.openedMs, 0.5), unit: 'ms' },
    ];
  } finally {
    child.kill('SIGKILL');
    await school.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function startServer(child: ChildProcess, task: ServerTask): Promise<number> {
  child.send({ start: task });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  return port;
}

/** One student with a real sign-in in a room of their own, as often as asked. */
async function seat(db: Db, secret: string, count: number): Promise<Place[]> {
  const guests = createGuests(createAuth({ db, secret, log: silentLog }));
  const classroom = await db
    .insertInto('classroom')
    .values({ name: 'Bench', max_members: 10_000 })
    .returning('id')
    .executeTakeFirstOrThrow();
  const lesson = await db
    .insertInto('lesson')
    .values({
      classroom_id: classroom.id,
      ...{ title: 'Bench', code: 'BENCH1', state: 'running', started_at: new Date() },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const numbers = Array.from({ length: count }, (_, n) => n);
  return inLots(numbers, async (n) => {
    const name = `Student ${n}`;
    const { userId, cookies } = await guests.create(name, {});
    const member = await db
      .insertInto('class_member')
      .values({
        ...{ classroom_id: classroom.id, user_id: userId, role: 'student', name },
        name_key: nameKey(name),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const place = { lesson_id: lesson.id };
    const room = await db
      .insertInto('room')
      .values({ ...place, owner_id: member.id })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('seat')
      .values({ ...place, member_id: member.id, room_id: room.id })
      .execute();
    return { cookie: cookies.map((line) => line.split(';')[0]).join('; '), roomId: room.id };
  });
}

async function openAll(url: string, places: readonly Place[]) {
  const visitors = await inLots(places, ({ cookie, roomId }) => visit({ url, cookie }, roomId));
  return { visitors, openedMs: visitors.map(({ openedMs }) => openedMs) };
}

/** Resolves when the server holds no room any more. */
async function leaveAll(url: string, visitors: readonly Visitor[]): Promise<void> {
  await inLots(visitors, (visitor) => visitor.leave());
  const endAt = performance.now() + forgottenWithinMs;
  for (;;) {
    const page = await (await fetch(`${url}/metrics`)).text();
    if (/collab_rooms_open 0\b/.test(page) && /collab_connections 0\b/.test(page)) break;
    if (performance.now() > endAt) throw new Error('Rooms that everybody has left are still open');
    await delay(200);
  }
  for (const { doc } of visitors) doc.destroy();
  // Connections that were kept for the next request are closed by then.
  await delay(7_000);
}

/** `atOnce` side by side. */
async function inLots<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < all.length; at += atOnce) {
    done.push(...(await Promise.all(all.slice(at, at + atOnce).map(work))));
  }
  return done;
}

function typeProgram(doc: Y.Doc): void {
  const file = [...doc.getMap<Y.Map<unknown>>(filesKey).values()][0];
  const text = file?.get(fileFields.text);
  if (text instanceof Y.Text) text.insert(0, program);
}
function textOf(doc: Y.Doc): string {
  const file = [...doc.getMap<Y.Map<unknown>>(filesKey).values()][0];
  return String(file?.get(fileFields.text));
}

/** Rows of everything a visit could leave. */
async function countRows(db: Db): Promise<number> {
  const tables = ['room_update', 'room_snapshot', 'room_visit', 'run', 'chat_message'] as const;
  let rows = 0;
  for (const table of tables) {
    const { count } = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<string>().as('count'))
      .executeTakeFirstOrThrow();
    rows += Number(count);
  }
  return rows;
}
