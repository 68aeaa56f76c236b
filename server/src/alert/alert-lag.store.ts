import type { EventType } from '@learnflow/shared';
import { sql } from 'kysely';
import type { Db } from '../storage/database.ts';

/** @returns lessons with events of these types that have waited since before `before`, and the oldest of each */
export async function listLate(
  db: Db,
  types: readonly EventType[],
  before: Date,
): Promise<{ lessonId: string; since: Date }[]> {
  const rows = await db
    .selectFrom('outbox')
    .where('published_at', 'is', null)
    .where('lesson_id', 'is not', null)
    .where('created_at', '<', before)
    .where(sql<boolean>`type = any(${[...types]}::text[])`)
    .groupBy('lesson_id')
    .select(['lesson_id', sql<Date>`min(created_at)`.as('since')])
    .execute();
  return rows.flatMap(({ lesson_id: lessonId, since }) =>
    lessonId === null ? [] : [{ lessonId, since }],
  );
}
