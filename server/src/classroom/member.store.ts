import { nameKey } from '@learnflow/shared';
import type { Selectable } from 'kysely';
import type { Db, Trx } from '../storage/database.ts';
import type { ClassMemberTable } from './classroom.table.ts';

export type Member = Selectable<ClassMemberTable>;

/** Everybody of a class who was not removed. */
export function listMembers(db: Db, classroomId: string): Promise<Member[]> {
  return db
    .selectFrom('class_member')
    .selectAll()
    .where('classroom_id', '=', classroomId)
    .where('removed_at', 'is', null)
    .orderBy('name_key')
    .execute();
}

/** Students who were removed, by name. */
export function listRemoved(db: Db, classroomId: string): Promise<Member[]> {
  return db
    .selectFrom('class_member')
    .selectAll()
    .where('classroom_id', '=', classroomId)
    .where('role', '=', 'student')
    .where('removed_at', 'is not', null)
    .orderBy('name_key')
    .execute();
}

export function findMember(db: Db, memberId: string): Promise<Member | undefined> {
  return db.selectFrom('class_member').selectAll().where('id', '=', memberId).executeTakeFirst();
}

/** The member of this name; somebody who was removed only when nobody else has the name now. */
export function findMemberByName(
  db: Db,
  classroomId: string,
  name: string,
): Promise<Member | undefined> {
  return db
    .selectFrom('class_member')
    .selectAll()
    .where('classroom_id', '=', classroomId)
    .where('name_key', '=', nameKey(name))
    .orderBy('removed_at', (order) => order.desc().nullsFirst())
    .limit(1)
    .executeTakeFirst();
}

/** Students who have joined and were not removed: those who take a place. */
export async function countJoined(db: Db, classroomId: string): Promise<number> {
  const row = await db
    .selectFrom('class_member')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('classroom_id', '=', classroomId)
    .where('role', '=', 'student')
    .where('joined_at', 'is not', null)
    .where('removed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** The ink for the next student: in the order of arrival, round the twelve. */
export async function nextInk(db: Db, classroomId: string): Promise<number> {
  const row = await db
    .selectFrom('class_member')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('classroom_id', '=', classroomId)
    .where('role', '=', 'student')
    .where('joined_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(row.count) % 12;
}

export function insertStudent(
  trx: Trx,
  student: { classroom_id: string; name: string; on_roster: boolean },
): Promise<Member> {
  return trx
    .insertInto('class_member')
    .values({
      ...student,
      user_id: null,
      role: 'student',
      name_key: nameKey(student.name),
      secret_hash: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Removes a guest account that nobody became, e.g. after a lost race for a name; its session goes with it. */
export async function deleteUnusedGuest(db: Db, userId: string): Promise<void> {
  await db
    .deleteFrom('user')
    .where('id', '=', userId)
    .where('isAnonymous', '=', true)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('class_member').select('id').where('user_id', '=', userId))),
    )
    .execute();
}

export interface MemberChange {
  user_id?: string | null;
  ink?: number;
  secret_hash?: string | null;
  joined_at?: Date;
  removed_at?: Date | null;
  on_roster?: boolean;
}

export async function updateMember(db: Db, memberId: string, change: MemberChange): Promise<void> {
  await db.updateTable('class_member').set(change).where('id', '=', memberId).execute();
}

/** The lesson of the class that has not ended, where its board is watched. */
export async function findLiveLessonId(db: Db, classroomId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('lesson')
    .select('id')
    .where('classroom_id', '=', classroomId)
    .where('state', '!=', 'ended')
    .executeTakeFirst();
  return row?.id;
}
