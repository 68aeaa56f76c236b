import { randomUUID } from 'node:crypto';
import { AppError, type EventDraft } from '@learnflow/shared';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Clock } from '../clock.ts';
import type { Db, Trx } from '../storage/database.ts';
import type { AlertNews } from './alert-news.ts';
import { getAlertView, listHintViews } from './alert-view.ts';
import { type AlertRow, insertHint, lockAlert, updateAlert, withdrawHint } from './alert.store.ts';

/** Undo stays on screen for five seconds; the rest is for slow lines. */
const undoWithinMs = 30_000;

export interface AlertDeps {
  db: Db;
  news: AlertNews;
  clock: Clock;
}
/** Which alert, and who of the staff acts. */
export interface AlertAct {
  lessonId: string;
  alertId: string;
  byId: string;
}

/**
 * Sends a hint to the student. It is stored when this resolves, and the student's page is told.
 * @throws AppError `not.found`, `request.invalid` when somebody was quicker
 */
export async function sendHint(deps: AlertDeps, act: AlertAct, text: string): Promise<void> {
  await settle(deps, act, 'sent', async (trx, alert, at) => {
    const hint = { id: randomUUID(), room_id: alert.room_id, member_id: alert.member_id };
    const { alertId, byId } = act;
    await insertHint(trx, { ...hint, alert_id: alertId, by_id: byId, body: text, sent_at: at });
    return [
      {
        ...{
          id: randomUUID(),
          type: 'learnflow.hint.sent.v1',
          key: alert.room_id,
          at: at.getTime(),
        },
        data: { ...placeOf(alert), hintId: hint.id, alertId, byId, text },
      },
    ];
  });
}

/** Somebody goes there. @throws AppError `not.found`, `request.invalid` when somebody was quicker */
export async function joinAlert(deps: AlertDeps, act: AlertAct): Promise<void> {
  await settle(deps, act, 'joined', () => Promise.resolve([]));
}

/** Nothing to do; the rule stays quiet about this student for a while. @throws as `joinAlert` */
export async function dismissAlert(deps: AlertDeps, act: AlertAct): Promise<void> {
  await settle(deps, act, 'dismissed', () => Promise.resolve([]));
}

/**
 * Takes back what was just done: the alert is open again, a hint is gone from the student's page.
 * @throws AppError `not.found`, `request.invalid` when it is too late
 */
export async function undoAlert(deps: AlertDeps, act: AlertAct): Promise<void> {
  const alert = await deps.db.transaction().execute(async (trx) => {
    const alert = await getAlert(trx, act);
    const at = new Date(deps.clock.now());
    const isLate = !alert.action_at || at.getTime() - alert.action_at.getTime() > undoWithinMs;
    if (isLate || alert.fixed_at || alert.ended_at) {
      throw new AppError('request.invalid', 'It is too late to take that back.');
    }
    await updateAlert(trx, act.alertId, { action: null, action_by: null, action_at: null });
    const hint = await withdrawHint(trx, act.alertId, at);
    const withdrawn: EventDraft[] = hint
      ? [
          {
            ...{ id: randomUUID(), type: 'learnflow.hint.withdrawn.v1', key: hint.room_id },
            at: at.getTime(),
            data: { ...placeOf(alert), hintId: hint.id, alertId: act.alertId },
          },
        ]
      : [];
    await appendEvents(trx, act, [settled(alert, act, 'reopened', at), ...withdrawn]);
    return alert;
  });
  await tell(deps, alert);
}

async function settle(
  deps: AlertDeps,
  act: AlertAct,
  how: 'sent' | 'joined' | 'dismissed',
  more: (trx: Trx, alert: AlertRow, at: Date) => Promise<EventDraft[]>,
): Promise<void> {
  const alert = await deps.db.transaction().execute(async (trx) => {
    const alert = await getAlert(trx, act);
    if (alert.action) {
      const who = alert.action_by_name ?? 'Somebody';
      throw new AppError('request.invalid', `${who} has taken care of this already.`);
    }
    const at = new Date(deps.clock.now());
    await updateAlert(trx, act.alertId, { action: how, action_by: act.byId, action_at: at });
    const drafts = await more(trx, alert, at);
    await appendEvents(trx, act, [settled(alert, act, how, at), ...drafts]);
    return alert;
  });
  await tell(deps, alert);
}

async function getAlert(trx: Trx, { lessonId, alertId }: AlertAct): Promise<AlertRow> {
  const alert = await lockAlert(trx, lessonId, alertId);
  if (alert) return alert;
  throw new AppError('not.found', 'This alert is not there any more. Reload the page.');
}

function settled(
  alert: AlertRow,
  { alertId, byId, lessonId }: AlertAct,
  how: 'sent' | 'joined' | 'dismissed' | 'reopened',
  at: Date,
): EventDraft {
  const memberId = alert.member_id;
  return {
    ...{ id: randomUUID(), type: 'learnflow.alert.settled.v1', key: memberId, at: at.getTime() },
    data: { lessonId, alertId, memberId, how, byId },
  };
}

const placeOf = ({ lesson_id: lessonId, room_id: roomId, member_id: memberId }: AlertRow) => ({
  lessonId,
  roomId,
  memberId,
});

/** After the commit. */
async function tell({ db, news }: AlertDeps, alert: AlertRow): Promise<void> {
  const place = placeOf(alert);
  news.emit('alert', { lessonId: place.lessonId, alert: await getAlertView(db, alert.id) });
  news.emit('hints', { ...place, hints: await listHintViews(db, place) });
}
