import { type AttemptView, personOf, presentReport, workLimits } from '@learnflow/shared';
import type { Courses } from '../course/courses.ts';
import type { Db } from '../storage/database.ts';
import { type AttemptRow, listAttempts } from './attempt.store.ts';

/** @returns the attempt as everybody in its room sees it */
export function presentAttempt(row: AttemptRow, courses: Pick<Courses, 'find'>): AttemptView {
  const now = courses.find(row.exercise);
  return {
    id: row.id,
    roomId: row.room_id,
    exercise: row.exercise,
    kind: row.kind,
    at: row.at.getTime(),
    by: personOf({ memberId: row.member_id, name: row.name, role: row.role, ink: row.ink }),
    result: row.report && presentReport(row.report, row.judged_by),
    reviewScore: row.review_score,
    outdated: now !== undefined && now.version !== row.version,
  };
}

/** @returns the newest attempts at these exercises by exercise, newest first */
export async function attemptsOf(
  { db, courses }: { db: Db; courses: Pick<Courses, 'find'> },
  roomId: string,
  exercises: readonly string[],
): Promise<Map<string, AttemptView[]>> {
  const rows = await listAttempts(db, roomId, exercises, workLimits.listedAttempts);
  const byExercise = new Map<string, AttemptView[]>();
  for (const row of rows) {
    const list = byExercise.get(row.exercise) ?? [];
    list.push(presentAttempt(row, courses));
    byExercise.set(row.exercise, list);
  }
  return byExercise;
}
