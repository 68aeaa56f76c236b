import { explanation } from '@learnflow/shared';
import type { Db, Trx } from '../storage/database.ts';
import type { Help } from './help.ts';

export async function findHelp(db: Db | Trx, roomId: string): Promise<Help | undefined> {
  return readHelp(await withRoom(db, roomId).executeTakeFirst());
}

/** Holds the help of a room until the transaction ends: two who open a hint at once open one. */
export async function lockHelp(trx: Trx, roomId: string): Promise<Help | undefined> {
  return readHelp(await withRoom(trx, roomId).forUpdate().executeTakeFirst());
}

export async function putHelp(trx: Trx, roomId: string, help: Help): Promise<void> {
  const row = {
    ...{ about: help.about, about_id: help.aboutId },
    explanation: JSON.stringify(help.explanation, storable),
    ...{ opened: help.opened, opened_at: new Date(help.openedAt) },
    tried_again: help.triedAgain,
    ...{ asked: help.asked, asked_by: help.askedBy },
    ...{ answered_by: help.answeredBy, alert_id: help.alertId },
  };
  await trx
    .insertInto('room_help')
    .values({ room_id: roomId, ...row })
    .onConflict((conflict) => conflict.column('room_id').doUpdateSet(row))
    .execute();
}

export async function deleteHelp(trx: Trx, roomId: string): Promise<void> {
  await trx.deleteFrom('room_help').where('room_id', '=', roomId).execute();
}

/** The lesson of a room, and who of its teachers looks at the last hint first; null where nobody does. */
export async function getHelpPlace(
  db: Db | Trx,
  roomId: string,
): Promise<{ lessonId: string; looker: string | null; exercise: string | null }> {
  const row = await db
    .selectFrom('room')
    .innerJoin('lesson', 'lesson.id', 'room.lesson_id')
    .innerJoin('classroom', 'classroom.id', 'lesson.classroom_id')
    .where('room.id', '=', roomId)
    .select(['lesson.id as lessonId', 'classroom.looks_first'])
    .select(({ selectFrom }) => [
      selectFrom('class_member')
        .select('class_member.name')
        .whereRef('class_member.classroom_id', '=', 'classroom.id')
        .where('class_member.role', '=', 'teacher')
        .where('class_member.removed_at', 'is', null)
        .orderBy('class_member.created_at')
        .limit(1)
        .as('teacher'),
      selectFrom('room_exercise')
        .whereRef('room_exercise.room_id', '=', 'room.id')
        .orderBy('opened_at', 'desc')
        .limit(1)
        .select('exercise')
        .as('exercise'),
    ])
    .executeTakeFirstOrThrow();
  const { lessonId, exercise, looks_first: looksFirst, teacher } = row;
  return { lessonId, exercise, looker: looksFirst ? teacher : null };
}

const withRoom = (db: Db | Trx, roomId: string) =>
  db.selectFrom('room_help').where('room_id', '=', roomId).selectAll();

function readHelp(
  row: Awaited<ReturnType<ReturnType<typeof withRoom>['executeTakeFirst']>>,
): Help | undefined {
  if (!row) return undefined;
  return {
    ...{ about: row.about, aboutId: row.about_id },
    explanation: explanation.parse(row.explanation),
    ...{ opened: row.opened, openedAt: row.opened_at.getTime(), triedAgain: row.tried_again },
    ...{ asked: row.asked, askedBy: row.asked_by },
    ...{ answeredBy: row.answered_by, alertId: row.alert_id },
  };
}

/** jsonb takes neither NUL nor half an emoji; names and values come from programs and may be cut. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;
}
