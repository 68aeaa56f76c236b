import type { GradeReport } from '@learnflow/shared';
import type { Db } from '../storage/database.ts';

/** The last verdict of each room of a lesson at one exercise, with who works there. */
export async function listLastReports(
  db: Db,
  lessonId: string,
  exercise: string,
): Promise<{ roomId: string; name: string; report: GradeReport | null }[]> {
  const rows = await db
    .selectFrom('seat')
    .innerJoin('class_member', 'class_member.id', 'seat.member_id')
    .where('seat.lesson_id', '=', lessonId)
    .where('class_member.removed_at', 'is', null)
    .where('class_member.role', '=', 'student')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('attempt')
          .innerJoin('verdict', 'verdict.attempt_id', 'attempt.id')
          .whereRef('attempt.room_id', '=', 'seat.room_id')
          .where('attempt.exercise', '=', exercise)
          .orderBy('attempt.at', 'desc')
          .limit(1)
          .select('verdict.report')
          .as('last'),
      (join) => join.onTrue(),
    )
    .orderBy('class_member.name')
    .select(['seat.room_id', 'class_member.name', 'last.report'])
    .execute();
  return rows.map((row) => ({ roomId: row.room_id, name: row.name, report: row.report }));
}
