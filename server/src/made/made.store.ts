import { type Exercise, exercise } from '@learnflow/shared';
import type { Db, Trx } from '../storage/database.ts';

export interface MadeRow {
  classId: string;
  exercise: Exercise;
  /** Name of the model that wrote it; null: made from a template. */
  draftedBy: string | null;
}

/** @returns exercises made for a class, the newest first; of all classes when there is no `classId` */
export async function listMade(db: Db, classId?: string): Promise<MadeRow[]> {
  const rows = await db
    .selectFrom('made_exercise')
    .$if(classId !== undefined, (query) => query.where('class_id', '=', classId ?? ''))
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .select(['class_id', 'content', 'drafted_by'])
    .execute();
  return rows.map(({ class_id, content, drafted_by }) => ({
    classId: class_id,
    exercise: exercise.parse(content),
    draftedBy: drafted_by,
  }));
}

export async function insertMade(
  trx: Trx,
  rows: readonly MadeRow[],
  of: { request: string; memberId: string; at: Date },
): Promise<void> {
  await trx
    .insertInto('made_exercise')
    .values(
      rows.map(({ classId, exercise: one, draftedBy }) => ({
        ...{ id: one.id, class_id: classId, title: one.title, request: of.request },
        drafted_by: draftedBy,
        ...{ content: JSON.stringify(one), made_by: of.memberId, made_at: of.at },
      })),
    )
    .execute();
}

/** Who of the class is a student, whether or not they have ever been here. */
export async function listStudents(db: Db, classId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('class_member')
    .where('classroom_id', '=', classId)
    .where('role', '=', 'student')
    .where('removed_at', 'is', null)
    .select('id')
    .execute();
  return rows.map(({ id }) => id);
}
