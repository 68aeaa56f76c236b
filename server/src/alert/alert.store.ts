import type { Role } from '@learnflow/shared';
import type { Db, Trx } from '../storage/database.ts';

export interface AlertRow {
  id: string;
  lesson_id: string;
  room_id: string;
  member_id: string;
  name: string;
  said: unknown;
  raised_at: Date;
  draft: string | null;
  action: 'sent' | 'joined' | 'dismissed' | null;
  action_at: Date | null;
  action_by_name: string | null;
  fixed_at: Date | null;
  ended_at: Date | null;
}

const withNames = (db: Db | Trx) =>
  db
    .selectFrom('alert')
    .innerJoin('class_member as student', 'student.id', 'alert.member_id')
    .leftJoin('class_member as actor', 'actor.id', 'alert.action_by')
    .select([
      'alert.id',
      'alert.lesson_id',
      'alert.room_id',
      'alert.member_id',
      'student.name',
      'alert.said',
      'alert.raised_at',
      'alert.draft',
      'alert.action',
      'alert.action_at',
      'actor.name as action_by_name',
      'alert.fixed_at',
      'alert.ended_at',
    ]);

export function findAlert(db: Db | Trx, id: string): Promise<AlertRow | undefined> {
  return withNames(db).where('alert.id', '=', id).executeTakeFirst();
}

/** Holds the alert until the transaction ends: two who act at once act one after the other. */
export async function lockAlert(
  trx: Trx,
  lessonId: string,
  id: string,
): Promise<AlertRow | undefined> {
  const held = await trx
    .selectFrom('alert')
    .where('id', '=', id)
    .where('lesson_id', '=', lessonId)
    .forUpdate()
    .select('id')
    .executeTakeFirst();
  return held && findAlert(trx, id);
}

/** @returns the alerts of a lesson, the newest first */
export function listAlerts(db: Db, lessonId: string, limit: number): Promise<AlertRow[]> {
  return withNames(db)
    .where('alert.lesson_id', '=', lessonId)
    .orderBy('alert.raised_at', 'desc')
    .limit(limit)
    .execute();
}

export async function getMemberName(trx: Trx, memberId: string): Promise<string> {
  const row = await trx
    .selectFrom('class_member')
    .where('id', '=', memberId)
    .select('name')
    .executeTakeFirstOrThrow();
  return row.name;
}

/** @returns false when it was stored before */
export async function insertAlert(
  trx: Trx,
  alert: {
    id: string;
    lesson_id: string;
    room_id: string;
    member_id: string;
    said: string;
    raised_at: Date;
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('alert')
    .values({ ...alert, draft: null, action: null, action_by: null })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export interface AlertChange {
  draft?: string;
  action?: AlertRow['action'];
  action_by?: string | null;
  action_at?: Date | null;
  fixed_at?: Date;
  ended_at?: Date;
}
export async function updateAlert(trx: Trx, id: string, change: AlertChange): Promise<void> {
  await trx.updateTable('alert').set(change).where('id', '=', id).execute();
}

export interface HintRow {
  id: string;
  room_id: string;
  body: string;
  sent_at: Date;
  by_id: string;
  name: string;
  role: Role;
  ink: number;
}

export async function insertHint(
  trx: Trx,
  hint: {
    id: string;
    alert_id: string;
    room_id: string;
    member_id: string;
    by_id: string;
    body: string;
    sent_at: Date;
  },
): Promise<void> {
  await trx.insertInto('hint').values(hint).execute();
}

/** @returns the hint that was taken back; undefined when there was none */
export async function withdrawHint(
  trx: Trx,
  alertId: string,
  at: Date,
): Promise<{ id: string; room_id: string } | undefined> {
  return trx
    .updateTable('hint')
    .set({ withdrawn_at: at })
    .where('alert_id', '=', alertId)
    .where('withdrawn_at', 'is', null)
    .returning(['id', 'room_id'])
    .executeTakeFirst();
}

/** @returns hints for this student in this room, oldest first */
export function listHints(
  db: Db | Trx,
  { roomId, memberId }: { roomId: string; memberId: string },
): Promise<HintRow[]> {
  return db
    .selectFrom('hint')
    .innerJoin('class_member', 'class_member.id', 'hint.by_id')
    .where('hint.member_id', '=', memberId)
    .where('hint.room_id', '=', roomId)
    .where('hint.withdrawn_at', 'is', null)
    .orderBy('hint.sent_at')
    .select(['hint.id', 'hint.room_id', 'hint.body', 'hint.sent_at', 'hint.by_id'])
    .select(['class_member.name', 'class_member.role', 'class_member.ink'])
    .execute();
}
