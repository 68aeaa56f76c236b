import type { LessonSummary } from '@learnflow/shared';
import type { Db } from '../storage/database.ts';
import { listLessons as listRows } from './lesson.store.ts';

/** @returns the lessons of each class, the newest first, by class id */
export async function listLessons(
  db: Db,
  classIds: string[],
): Promise<Map<string, LessonSummary[]>> {
  const byClass = new Map<string, LessonSummary[]>();
  for (const row of await listRows(db, classIds)) {
    const list = byClass.get(row.classroom_id) ?? [];
    list.push({
      id: row.id,
      title: row.title,
      state: row.state,
      code: row.code,
      openedAt: row.opened_at.getTime(),
    });
    byClass.set(row.classroom_id, list);
  }
  return byClass;
}
