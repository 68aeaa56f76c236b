import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nameKey } from '@learnflow/shared';
import { sql } from 'kysely';
import type { Caller } from '../../server/src/room/access.port.ts';
import { type OpenDatabase, openDatabase } from '../../server/src/storage/database.ts';
import { EmbeddedPostgres } from '../../server/src/storage/embedded-postgres.ts';
import { migrate } from '../../server/src/storage/migrate.ts';

/** Somebody with a place in the class, as the server will find them by their cookie. */
export interface Guest {
  cookie: string;
  caller: Caller;
  roomId: string;
}

/** The product's own Postgres with its default settings, so every commit is forced to the disk. */
export class School {
  readonly url: string;
  readonly pid: number;
  readonly opened: OpenDatabase;
  readonly #postgres: EmbeddedPostgres;
  readonly #folder: string;

  private constructor(
    postgres: EmbeddedPostgres,
    opened: OpenDatabase,
    folder: string,
    pid: number,
  ) {
    this.url = postgres.url;
    this.#postgres = postgres;
    this.opened = opened;
    this.#folder = folder;
    this.pid = pid;
  }

  static async open(): Promise<School> {
    const folder = mkdtempSync(path.join(tmpdir(), 'learnflow-bench-'));
    const postgres = await EmbeddedPostgres.start({ dataDir: folder });
    // Postgres outlives a server that is stopped in the middle; a bench takes it along.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        postgres.abandon();
        process.exit(130);
      });
    }
    const opened = openDatabase(postgres.url, () => undefined);
    await migrate(opened.db);
    const { rows } = await sql<{ pid: number; fsync: string }>`
      select split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int as pid, current_setting('fsync') as fsync
    `.execute(opened.db);
    const [found] = rows;
    if (found?.fsync !== 'on') throw new Error('The database does not force its log to the disk');
    return new School(postgres, opened, folder, found.pid);
  }

  /** Fills `rooms` rooms of a running lesson with `perRoom` students each. */
  async seat(rooms: number, perRoom: number): Promise<Guest[]> {
    const { db } = this.opened;
    const now = new Date();
    const classroom = await db
      .insertInto('classroom')
      .values({ name: 'Year 9 Python', max_members: 10_000 })
      .returning('id')
      .executeTakeFirstOrThrow();
    const lesson = await db
      .insertInto('lesson')
      .values({
        classroom_id: classroom.id,
        title: 'Lists and loops',
        code: randomUUID().slice(0, 6).toUpperCase(),
        state: 'running',
        started_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const people = Array.from({ length: rooms * perRoom }, (_, n) => ({
      name: `Student ${n}`,
      userId: randomUUID(),
      sessionId: randomUUID(),
      memberId: randomUUID(),
    }));
    const roomIds = Array.from({ length: rooms }, () => randomUUID());
    const roomOf = (n: number): string => roomIds[Math.floor(n / perRoom)] ?? '';
    await inLots(people, (lot) =>
      db
        .insertInto('user')
        .values(
          lot.map(({ userId, name }) => ({
            id: userId,
            name,
            email: `${userId}@guest.invalid`,
            emailVerified: false,
            image: null,
            isAnonymous: true,
            createdAt: now,
            updatedAt: now,
          })),
        )
        .execute(),
    );
    await inLots(people, (lot) =>
      db
        .insertInto('session')
        .values(
          lot.map(({ userId, sessionId }) => ({
            id: sessionId,
            userId,
            token: sessionId,
            expiresAt: new Date(now.getTime() + 86_400_000),
            createdAt: now,
            updatedAt: now,
            ipAddress: null,
            userAgent: null,
          })),
        )
        .execute(),
    );
    await inLots(people, (lot) =>
      db
        .insertInto('class_member')
        .values(
          lot.map(({ memberId, userId, name }) => ({
            id: memberId,
            classroom_id: classroom.id,
            user_id: userId,
            role: 'student' as const,
            name,
            name_key: nameKey(name),
            ink: 0,
            joined_at: now,
          })),
        )
        .execute(),
    );
    const owners = people.filter((_, n) => n % perRoom === 0);
    await inLots(
      owners.map(({ memberId }, at) => ({
        id: roomIds[at] ?? '',
        lesson_id: lesson.id,
        owner_id: memberId,
      })),
      (lot) => db.insertInto('room').values(lot).execute(),
    );
    await inLots(
      people.map(({ memberId }, n) => ({
        lesson_id: lesson.id,
        member_id: memberId,
        room_id: roomOf(n),
      })),
      (lot) => db.insertInto('seat').values(lot).execute(),
    );
    return people.map(({ userId, sessionId, name }, n) => ({
      cookie: `who=${sessionId}`,
      caller: { userId, sessionId, kind: 'student', name },
      roomId: roomOf(n),
    }));
  }

  async close(): Promise<void> {
    await this.opened.close();
    await this.#postgres.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** One statement takes a limited number of parameters. */
async function inLots<Row>(
  rows: readonly Row[],
  insert: (lot: Row[]) => Promise<unknown>,
): Promise<void> {
  const lotSize = 1000;
  for (let at = 0; at < rows.length; at += lotSize) await insert(rows.slice(at, at + lotSize));
}
