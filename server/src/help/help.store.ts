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
