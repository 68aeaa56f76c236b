import { randomUUID } from 'node:crypto';
import type { Role } from '@learnflow/shared';
import type { Db, Trx } from '../storage/database.ts';

export interface NoticeRow {
  id: string;
  exercise: string;
  at: Date;
  by_id: string;
  name: string;
  role: Role;
  ink: number;
}

/** One notice for each student and exercise of a lesson, however often it is given. */
export async function insertNotices(
  trx: Trx,
  {
    lessonId,
    exercises,
    memberIds,
    byId,
    at,
  }: {
    lessonId: string;
    exercises: readonly string[];
    memberIds: readonly string[];
    byId: string;
    at: Date;
  },
): Promise<void> {
  if (memberIds.length === 0) return;
  await trx
    .insertInto('notice')
    .values(
      memberIds.flatMap((memberId) =>
        exercises.map((exercise) => ({
          ...{ id: randomUUID(), lesson_id: lessonId, member_id: memberId },
          ...{ exercise, by_id: byId, at },
        })),
      ),
    )
    .onConflict((conflict) => conflict.columns(['lesson_id', 'member_id', 'exercise']).doNothing())
    .execute();
}

/** @returns what a student was given in a lesson and has not seen, the oldest first, those of one moment in the lesson's order */
export function listUnseen(db: Db, lessonId: string, memberId: string): Promise<NoticeRow[]> {
  return db
    .selectFrom('notice')
    .innerJoin('class_member', 'class_member.id', 'notice.by_id')
    .leftJoin('lesson_exercise', (join) =>
      join
        .onRef('lesson_exercise.lesson_id', '=', 'notice.lesson_id')
        .onRef('lesson_exercise.exercise', '=', 'notice.exercise'),
    )
    .where('notice.lesson_id', '=', lessonId)
    .where('notice.member_id', '=', memberId)
    .where('notice.seen_at', 'is', null)
    .orderBy('notice.at')
    .orderBy('lesson_exercise.position')
    .select(['notice.id', 'notice.exercise', 'notice.at', 'notice.by_id'])
    .select(['class_member.name', 'class_member.role', 'class_member.ink'])
    .execute();
}

/** A notice that was seen never comes again. */
export async function markSeen(
  db: Db,
  { lessonId, memberId, until, at }: { lessonId: string; memberId: string; until: Date; at: Date },
): Promise<void> {
  await db
    .updateTable('notice')
    .set({ seen_at: at })
    .where('lesson_id', '=', lessonId)
    .where('member_id', '=', memberId)
    .where('at', '<=', until)
    .where('seen_at', 'is', null)
    .execute();
}
