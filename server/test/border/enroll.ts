import { nameKey, type Role } from '@learnflow/shared';
import type { Db } from '../../src/storage/database.ts';

/** Gives somebody with an account a place in a class. @returns their id as a member */
export async function enrollGuest(
  db: Db,
  { classId, role, userId, name }: { classId: string; role: Role; userId: string; name: string },
): Promise<string> {
  if (role !== 'student') {
    await db.updateTable('user').set({ isAnonymous: false }).where('id', '=', userId).execute();
  }
  const { id } = await db
    .insertInto('class_member')
    .values({ classroom_id: classId, user_id: userId, role, name, name_key: nameKey(name) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
