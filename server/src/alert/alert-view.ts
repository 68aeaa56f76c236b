import { alertRaised, type AlertView, type HintView, personOf } from '@learnflow/shared';
import type { Db, Trx } from '../storage/database.ts';
import { type AlertRow, findAlert, listAlerts, listHints } from './alert.store.ts';

/** Alerts a console shows: those that are open, and what became of the last. */
const maxAlerts = 100;

export async function listAlertViews(db: Db, lessonId: string): Promise<AlertView[]> {
  return (await listAlerts(db, lessonId, maxAlerts)).map(presentAlert);
}

export async function getAlertView(db: Db | Trx, id: string): Promise<AlertView> {
  const row = await findAlert(db, id);
  if (!row) throw new Error('An alert that was just stored is not there');
  return presentAlert(row);
}

export async function listHintViews(
  db: Db | Trx,
  place: { roomId: string; memberId: string },
): Promise<HintView[]> {
  return (await listHints(db, place)).map((row) => ({
    id: row.id,
    roomId: row.room_id,
    text: row.body,
    at: row.sent_at.getTime(),
    from: personOf({ memberId: row.by_id, name: row.name, role: row.role, ink: row.ink }),
  }));
}

function presentAlert(row: AlertRow): AlertView {
  const { rule, severity, reason, hint, line, lineText, runs, exercise } = alertRaised.parse(
    row.said,
  );
  return {
    ...{ id: row.id, memberId: row.member_id, name: row.name, roomId: row.room_id },
    ...{ rule, severity, reason, hint, line, lineText, runs, exercise },
    draft: row.draft,
    raisedAt: row.raised_at.getTime(),
    action:
      row.action && row.action_at
        ? { how: row.action, by: row.action_by_name ?? '', at: row.action_at.getTime() }
        : null,
    fixedAt: row.fixed_at?.getTime() ?? null,
    endedAt: row.ended_at?.getTime() ?? null,
  };
}
