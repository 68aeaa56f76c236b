import {
  modelPolicy,
  type ModelPolicy,
  nameKey,
  type RunSettings,
  type StruggleRules,
} from '@learnflow/shared';
import type { Caller } from '../room/access.port.ts';
import type { Db, Trx } from '../storage/database.ts';

/** @returns the id of the new class */
export async function insertClass(trx: Trx, name: string): Promise<string> {
  const row = await trx
    .insertInto('classroom')
    .values({ name })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export async function insertTeacher(
  trx: Trx,
  classroomId: string,
  teacher: Caller,
  now: Date,
): Promise<void> {
  await trx
    .insertInto('class_member')
    .values({
      classroom_id: classroomId,
      user_id: teacher.userId,
      role: 'teacher',
      name: teacher.name,
      name_key: nameKey(teacher.name),
      secret_hash: null,
      joined_at: now,
    })
    .execute();
}

export interface TaughtClass {
  id: string;
  name: string;
  maxMembers: number;
  runLimits: RunSettings;
  struggleRules: Partial<StruggleRules>;
  looksFirst: boolean;
  modelPolicy: ModelPolicy;
  timeZone: string | null;
  students: number;
}

/** Classes this user teaches or helps in, the newest first, with their number of students. */
export function listClasses(db: Db, userId: string): Promise<TaughtClass[]> {
  return db
    .selectFrom('classroom')
    .innerJoin('class_member', 'class_member.classroom_id', 'classroom.id')
    .where('class_member.user_id', '=', userId)
    .where('class_member.removed_at', 'is', null)
    .where('class_member.role', 'in', ['teacher', 'tutor', 'admin'])
    .select([
      'classroom.id',
      'classroom.name',
      'classroom.max_members as maxMembers',
      'classroom.run_limits as runLimits',
      'classroom.struggle_rules as struggleRules',
      'classroom.looks_first as looksFirst',
      'classroom.model_policy as modelPolicy',
      'classroom.time_zone as timeZone',
    ])
    .select(({ selectFrom }) =>
      selectFrom('class_member as student')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .whereRef('student.classroom_id', '=', 'classroom.id')
        .where('student.role', '=', 'student')
        .where('student.removed_at', 'is', null)
        .$asScalar()
        .as('students'),
    )
    .orderBy('classroom.created_at', 'desc')
    .execute()
    .then((rows) =>
      rows.map((row) => ({
        ...row,
        modelPolicy: modelPolicy.parse(row.modelPolicy),
        students: Number(row.students),
      })),
    );
}

export async function updateClass(
  db: Db,
  classroomId: string,
  change: {
    name?: string;
    max_members?: number;
    run_limits?: string;
    struggle_rules?: string;
    looks_first?: boolean;
    model_policy?: string;
    time_zone?: string | null;
  },
): Promise<void> {
  if (Object.keys(change).length === 0) return;
  await db.updateTable('classroom').set(change).where('id', '=', classroomId).execute();
}

/** Holds the class's row until the transaction ends: names and the number of places are given out one at a time. */
export async function lockClass(trx: Trx, classroomId: string): Promise<{ max_members: number }> {
  return trx
    .selectFrom('classroom')
    .select('max_members')
    .where('id', '=', classroomId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}
