import { randomBytes, randomUUID } from 'node:crypto';
import { makeJoinCode, nameKey, type LessonState, type Role } from '@learnflow/shared';
import pg from 'pg';
import { inject } from 'vitest';
import type { Caller } from '../src/room/access.port.ts';
import { type Db, openDatabase } from '../src/storage/database.ts';

/** A database of one's own with today's schema. */
export interface TestDatabase {
  db: Db;
  url: string;
  /** Closes the connections and drops the database, also when others still hold connections to it. */
  close(): Promise<void>;
}

/** Copies the migrated template; call it in `beforeAll` or at the start of a test, and `close()` it afterwards. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(`create database ${name} template learnflow_template`);
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${name}`;
  const opened = openDatabase(url.href, () => undefined);
  return {
    db: opened.db,
    url: url.href,
    close: async () => {
      await opened.close();
      await asAdmin(`drop database ${name} with (force)`);
    },
  };
}

async function asAdmin(statement: string): Promise<void> {
  const admin = new pg.Client(inject('postgresUrl'));
  await admin.connect();
  await admin.query(statement).finally(() => admin.end());
}

// ---- builders: each inserts rows and returns what tests ask about ------------------------------------------------

export interface TestPerson {
  userId: string;
  memberId: string;
  classId: string;
  name: string;
  role: Role;
  /** As if this person's session cookie had been read. */
  caller: Caller;
}

/** A class without members. */
export async function aClass(
  db: Db,
  { name = 'Year 9 Python', maxMembers = 60 }: { name?: string; maxMembers?: number } = {},
): Promise<{ id: string; name: string }> {
  return db
    .insertInto('classroom')
    .values({ name, max_members: maxMembers })
    .returning(['id', 'name'])
    .executeTakeFirstOrThrow();
}

interface PersonOptions {
  /** Absent: a class of their own is made. */
  classId?: string;
  name?: string;
  ink?: number;
}

/** A teacher with an account and a place in the class; `role` may be any other staff role. */
export function aTeacher(
  db: Db,
  { role = 'teacher', ...options }: PersonOptions & { role?: Role } = {},
): Promise<TestPerson> {
  return aPerson(db, 'teacher', role, options);
}

/** A student who joined as a guest. */
export function aStudent(db: Db, options: PersonOptions = {}): Promise<TestPerson> {
  return aPerson(db, 'student', 'student', options);
}

async function aPerson(
  db: Db,
  kind: Caller['kind'],
  role: Role,
  options: PersonOptions,
): Promise<TestPerson> {
  const classId = options.classId ?? (await aClass(db)).id;
  const name =
    options.name ?? `${kind === 'teacher' ? 'Ms' : 'Maya'} ${randomBytes(3).toString('hex')}`;
  const userId = randomUUID();
  const now = new Date();
  await db
    .insertInto('user')
    .values({
      id: userId,
      name,
      email: `${userId}@guest.invalid`,
      emailVerified: false,
      image: null,
      isAnonymous: kind === 'student',
      createdAt: now,
      updatedAt: now,
    })
    .execute();
  const member = await db
    .insertInto('class_member')
    .values({
      classroom_id: classId,
      user_id: userId,
      role,
      name,
      name_key: nameKey(name),
      ink: options.ink ?? 0,
      joined_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return {
    userId,
    memberId: member.id,
    classId,
    name,
    role,
    caller: aCaller({ userId, kind, name }),
  };
}

/** Somebody with a session, without any row behind it. */
export function aCaller(caller: Partial<Caller> = {}): Caller {
  return {
    userId: randomUUID(),
    sessionId: randomUUID(),
    kind: 'student',
    name: 'Maya',
    ...caller,
  };
}

/** A lesson of the class, running unless told otherwise. */
export async function aLesson(
  db: Db,
  {
    classId,
    state = 'running',
    title = 'Lesson',
    code = makeJoinCode(Math.random),
    ...rest
  }: {
    classId: string;
    state?: LessonState;
    title?: string;
    code?: string;
    locked?: boolean;
    work?: 'alone' | 'pairs';
  },
): Promise<{ id: string; classId: string; code: string; state: LessonState }> {
  const now = new Date();
  const { id } = await db
    .insertInto('lesson')
    .values({
      classroom_id: classId,
      title,
      code,
      state,
      ...rest,
      started_at: state === 'open' ? null : now,
      ended_at: state === 'ended' ? now : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, classId, code, state };
}

/**
 * The room of one student in a lesson, with the student (and `with`, the partners) seated in it. Without a lesson or an
 * owner these are made, of a class of their own.
 */
export async function aRoom(
  db: Db,
  {
    with: partners = [],
    ...place
  }:
    | { lessonId?: undefined; ownerId?: undefined; with?: string[] }
    | { lessonId: string; ownerId: string; with?: string[] } = {},
): Promise<{ id: string; lessonId: string; ownerId: string; epoch: string }> {
  const { lessonId, ownerId } = place.lessonId === undefined ? await aPlace(db) : place;
  const room = await db
    .insertInto('room')
    .values({ lesson_id: lessonId, owner_id: ownerId })
    .returning(['id', 'epoch'])
    .executeTakeFirstOrThrow();
  await db
    .insertInto('seat')
    .values(
      [ownerId, ...partners].map((memberId) => ({
        lesson_id: lessonId,
        member_id: memberId,
        room_id: room.id,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['lesson_id', 'member_id']).doUpdateSet({ room_id: room.id }),
    )
    .execute();
  return { id: room.id, lessonId, ownerId, epoch: room.epoch };
}

async function aPlace(db: Db): Promise<{ lessonId: string; ownerId: string }> {
  const { memberId, classId } = await aStudent(db);
  return { lessonId: (await aLesson(db, { classId })).id, ownerId: memberId };
}
