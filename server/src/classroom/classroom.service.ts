import type { classBody } from '@learnflow/shared';
import type { z } from 'zod';
import type { Db } from '../storage/database.ts';
import { listClasses, type TaughtClass, updateClass } from './classroom.store.ts';

/** Classes this user teaches or helps in, the newest first. */
export function listTaughtClasses(db: Db, userId: string): Promise<TaughtClass[]> {
  return listClasses(db, userId);
}

/** Lowering the number of places takes nobody out; it only keeps the next one outside. */
export async function changeClass(
  db: Db,
  classId: string,
  { name, maxMembers, runLimits }: z.infer<typeof classBody>,
): Promise<void> {
  await updateClass(db, classId, {
    ...(name === undefined ? {} : { name }),
    ...(maxMembers === undefined ? {} : { max_members: maxMembers }),
    ...(runLimits === undefined ? {} : { run_limits: JSON.stringify(runLimits) }),
  });
}
