import { nameKey, type Me } from '@learnflow/shared';
import type { Db } from '../storage/database.ts';

/** The demo's teacher is nobody's account: it neither counts as the first teacher nor signs in by passphrase. */
export const demoEmail = 'demo@teacher.invalid';
const maxRejoins = 5;

export interface Teacher {
  id: string;
  name: string;
  email: string;
}

/** People with a passphrase, oldest first. */
export function listTeachers(db: Db): Promise<Teacher[]> {
  return db
    .selectFrom('user')
    .select(['id', 'name', 'email'])
    .where((where) =>
      where.or([where('isAnonymous', 'is', null), where('isAnonymous', '=', false)]),
    )
    .where('email', '!=', demoEmail)
    .orderBy('createdAt')
    .execute();
}

/** @param name  undefined picks the only teacher there is */
export async function findTeacher(db: Db, name: string | undefined): Promise<Teacher | undefined> {
  const teachers = await listTeachers(db);
  if (name === undefined) return teachers.length === 1 ? teachers[0] : undefined;
  const key = nameKey(name);
  return teachers.find((teacher) => nameKey(teacher.name) === key);
}

export function findUserByEmail(db: Db, email: string): Promise<{ id: string } | undefined> {
  return db.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst();
}

/** Rooms this user can go back to, the latest first. */
export async function listRejoins(db: Db, userId: string): Promise<Me['rejoin']> {
  const rows = await db
    .selectFrom('seat')
    .innerJoin('class_member', 'class_member.id', 'seat.member_id')
    .innerJoin('classroom', 'classroom.id', 'class_member.classroom_id')
    .select(['seat.lesson_id', 'seat.room_id', 'seat.seen_at'])
    .select(['class_member.name', 'class_member.ink', 'classroom.name as class_name'])
    .where('class_member.user_id', '=', userId)
    .where('class_member.removed_at', 'is', null)
    .orderBy('seat.seen_at', 'desc')
    .limit(maxRejoins)
    .execute();
  return rows.map((row) => ({
    lessonId: row.lesson_id,
    roomId: row.room_id,
    className: row.class_name,
    name: row.name,
    ink: row.ink,
    leftAt: row.seen_at.getTime(),
  }));
}

export async function insertSetupLink(db: Db, tokenHash: string, expiresAt: Date): Promise<void> {
  await db
    .insertInto('setup_link')
    .values({ token_hash: tokenHash, kind: 'setup', expires_at: expiresAt })
    .execute();
}

/**
 * Spends the link, and with it every other one that is still open, in one statement: of two people with a link each,
 * the rows' locks let one through.
 * @returns false when it is unknown, spent or too old
 */
export async function spendSetupLink(db: Db, tokenHash: string, now: Date): Promise<boolean> {
  const spent = await db
    .updateTable('setup_link')
    .set({ used_at: now })
    .where('kind', '=', 'setup')
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('setup_link as asked')
          .select('asked.token_hash')
          .where('asked.token_hash', '=', tokenHash)
          .where('asked.kind', '=', 'setup')
          .where('asked.used_at', 'is', null)
          .where('asked.expires_at', '>', now),
      ),
    )
    .returning('token_hash')
    .execute();
  return spent.some((link) => link.token_hash === tokenHash);
}

/** Gives a link back whose account could not be made after all. */
export async function reopenSetupLink(db: Db, tokenHash: string): Promise<void> {
  await db
    .updateTable('setup_link')
    .set({ used_at: null })
    .where('token_hash', '=', tokenHash)
    .execute();
}
