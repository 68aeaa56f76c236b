import type { AnsweringAgent, ExercisePolicy, ModelCall, ModelPolicy } from '@learnflow/shared';
import type { Insertable } from 'kysely';
import type { Db, Trx } from '../storage/database.ts';
import type { ModelCallTable } from './model.table.ts';

/** @returns what the class of a room allows, and what an exercise of it does differently */
export async function findPolicies(
  db: Db | Trx,
  roomId: string,
  exercise: string | undefined,
): Promise<{ ofClass: Partial<ModelPolicy>; ofExercise: ExercisePolicy | null } | undefined> {
  return db
    .selectFrom('room')
    .innerJoin('lesson', 'lesson.id', 'room.lesson_id')
    .innerJoin('classroom', 'classroom.id', 'lesson.classroom_id')
    .leftJoin('exercise_model_policy as own', (join) =>
      join.onRef('own.classroom_id', '=', 'classroom.id').on('own.exercise', '=', exercise ?? ''),
    )
    .where('room.id', '=', roomId)
    .select(['classroom.model_policy as ofClass', 'own.policy as ofExercise'])
    .executeTakeFirst();
}

export async function findClassPolicyRow(
  db: Db | Trx,
  classId: string,
): Promise<Partial<ModelPolicy> | undefined> {
  const row = await db
    .selectFrom('classroom')
    .where('id', '=', classId)
    .select('model_policy')
    .executeTakeFirst();
  return row?.model_policy;
}

export async function upsertExercisePolicy(
  db: Db,
  of: { classId: string; exercise: string },
  policy: string,
): Promise<void> {
  await db
    .insertInto('exercise_model_policy')
    .values({ classroom_id: of.classId, exercise: of.exercise, policy })
    .onConflict((conflict) =>
      conflict.columns(['classroom_id', 'exercise']).doUpdateSet({ policy }),
    )
    .execute();
}

export async function deleteExercisePolicy(
  db: Db,
  of: { classId: string; exercise: string },
): Promise<void> {
  await db
    .deleteFrom('exercise_model_policy')
    .where('classroom_id', '=', of.classId)
    .where('exercise', '=', of.exercise)
    .execute();
}

export function listExercisePolicies(
  db: Db,
  classId: string,
): Promise<{ exercise: string; policy: ExercisePolicy }[]> {
  return db
    .selectFrom('exercise_model_policy')
    .where('classroom_id', '=', classId)
    .orderBy('exercise')
    .select(['exercise', 'policy'])
    .execute();
}

export async function insertCalls(
  db: Db | Trx,
  calls: readonly Insertable<ModelCallTable>[],
): Promise<void> {
  if (calls.length > 0)
    await db
      .insertInto('model_call')
      .values([...calls])
      .execute();
}

/** @returns questions of a student in a lesson that went to a model */
export async function countQuestions(
  db: Db | Trx,
  { lessonId, memberId }: { lessonId: string; memberId: string },
): Promise<number> {
  const row = await db
    .selectFrom('model_call')
    .where('member_id', '=', memberId)
    .where('lesson_id', '=', lessonId)
    .where('about', '=', 'question')
    .select(({ fn }) => fn.count<string>('about_id').distinct().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** @returns tokens read and written for a class since then */
export async function sumTokens(db: Db | Trx, classId: string, since: Date): Promise<number> {
  const row = await db
    .selectFrom('model_call')
    .where('classroom_id', '=', classId)
    .where('asked_at', '>=', since)
    .select(({ fn }) => [
      fn.sum<string | null>('tokens_in').as('read'),
      fn.sum<string | null>('tokens_out').as('written'),
    ])
    .executeTakeFirstOrThrow();
  return Number(row.read ?? 0) + Number(row.written ?? 0);
}

/** Notes who let a text through to the student; the first one stays. */
export async function approveCalls(
  db: Db | Trx,
  { aboutId, byId, at }: { aboutId: string; byId: string; at: Date },
): Promise<void> {
  await db
    .updateTable('model_call')
    .set({ approved_by: byId, approved_at: at })
    .where('about_id', '=', aboutId)
    .where('verdict', '=', 'used')
    .where('approved_at', 'is', null)
    .execute();
}

/** A text was taken back: nobody has let it through. */
export async function unapproveCalls(db: Db | Trx, aboutId: string): Promise<void> {
  await db
    .updateTable('model_call')
    .set({ approved_by: null, approved_at: null })
    .where('about_id', '=', aboutId)
    .execute();
}

export interface ModelCallRow {
  id: string;
  lesson_id: string;
  room_id: string | null;
  member_id: string;
  name: string;
  about: 'question' | 'alert' | 'exercise';
  about_id: string;
  agent: AnsweringAgent;
  model: string;
  prompt_hash: string;
  body: string;
  tokens_in: number;
  tokens_out: number;
  latency_ms: number;
  verdict: ModelCall['verdict'];
  tool_runs: number;
  asked_at: Date;
  approved_at: Date | null;
  approver: string | null;
}

/** @returns calls of a class, the newest first, after the one with id `after` */
export function listCallRows(
  db: Db,
  classId: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<ModelCallRow[]> {
  return db
    .selectFrom('model_call')
    .innerJoin('class_member as student', 'student.id', 'model_call.member_id')
    .leftJoin('class_member as approver', 'approver.id', 'model_call.approved_by')
    .where('model_call.classroom_id', '=', classId)
    .$if(after !== undefined, (query) =>
      query.where(({ refTuple, selectFrom, eb }) =>
        eb(
          refTuple('model_call.asked_at', 'model_call.id'),
          '<',
          selectFrom('model_call as last')
            .where('last.id', '=', after ?? '')
            .select(['last.asked_at', 'last.id'])
            .$asTuple('asked_at', 'id'),
        ),
      ),
    )
    .orderBy('model_call.asked_at', 'desc')
    .orderBy('model_call.id', 'desc')
    .limit(limit)
    .selectAll('model_call')
    .select(['student.name', 'approver.name as approver'])
    .execute();
}

/** @returns how many exchanges there were since then by what became of them */
export async function countVerdicts(
  db: Db,
  since: Date,
): Promise<{ verdict: ModelCall['verdict']; count: number }[]> {
  const rows = await db
    .selectFrom('model_call')
    .where('asked_at', '>=', since)
    .groupBy('verdict')
    .select(({ fn }) => ['verdict' as const, fn.countAll<string>().as('count')])
    .execute();
  return rows.map(({ verdict, count }) => ({ verdict, count: Number(count) }));
}

export async function deleteOldCalls(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('model_call')
    .where('asked_at', '<', before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
