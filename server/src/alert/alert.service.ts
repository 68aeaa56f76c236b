import { randomUUID } from 'node:crypto';
import { alertRaised, AppError, type EventDraft } from '@learnflow/shared';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Clock } from '../clock.ts';
import type { LookAnswer } from '../help/look-first.ts';
import type { RoomHelp } from '../help/room-help.ts';
import { noteApproval, withdrawApproval } from '../model/model-log.service.ts';
import type { Db, Trx } from '../storage/database.ts';
import type { AlertNews } from './alert-news.ts';
import { getAlertView, listHintViews } from './alert-view.ts';
import {
  type AlertRow,
  getMemberName,
  insertHint,
  lockAlert,
  updateAlert,
  withdrawHint,
} from './alert.store.ts';

/** Undo stays on screen for five seconds; the rest is for slow lines. */
const undoWithinMs = 30_000;

export interface AlertDeps {
  db: Db;
  news: AlertNews;
  clock: Clock;
  /** Opens the last hint of a room whose student has asked for it. */
  help: Pick<RoomHelp, 'answered'>;
}
/** Which alert, and who of the staff acts. */
export interface AlertAct {
  lessonId: string;
  alertId: string;
  byId: string;
}

/**
 * Sends a hint to the student. It is stored when this resolves, and the student's page is told.
 * @param fromDraft  it is what a model wrote, changed or not; the model's log says who sent it
 * @throws AppError `not.found`, `request.invalid` when somebody was quicker
 */
export async function sendHint(
  deps: AlertDeps,
  act: AlertAct,
  { text, fromDraft }: { text: string; fromDraft: boolean },
): Promise<void> {
  await settle(deps, act, 'sent', async (trx, alert, at) => {
    const { rule, hint: ready } = alertRaised.parse(alert.said);
    // As it stands it opens on the student's own page; changed, it is the teacher's own hint.
    if (rule === 'hint_asked' && text === ready) return [];
    const hint = { id: randomUUID(), room_id: alert.room_id, member_id: alert.member_id };
    const { alertId, byId } = act;
    if (fromDraft && alert.draft !== null) {
      await noteApproval(trx, { aboutId: alertId, byId }, at.getTime());
    }
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
  const { alert, after } = await deps.db.transaction().execute(async (trx) => {
    const alert = await getAlert(trx, act);
    const at = new Date(deps.clock.now());
    const isLate = !alert.action_at || at.getTime() - alert.action_at.getTime() > undoWithinMs;
    if (isLate || alert.fixed_at || alert.ended_at) {
      throw new AppError('request.invalid', 'It is too late to take that back.');
    }
    await updateAlert(trx, act.alertId, { action: null, action_by: null, action_at: null });
    await withdrawApproval(trx, act.alertId);
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
    const after = await answer(deps, trx, alert, { how: 'reopened' });
    await appendEvents(trx, act, [settled(alert, act, 'reopened', at), ...withdrawn]);
    return { alert, after };
  });
  after();
  await tell(deps, alert);
}

async function settle(
  deps: AlertDeps,
  act: AlertAct,
  how: 'sent' | 'joined' | 'dismissed',
  more: (trx: Trx, alert: AlertRow, at: Date) => Promise<EventDraft[]>,
): Promise<void> {
  const { alert, after } = await deps.db.transaction().execute(async (trx) => {
    const alert = await getAlert(trx, act);
    if (alert.action) {
      const who = alert.action_by_name ?? 'Somebody';
      throw new AppError('request.invalid', `${who} has taken care of this already.`);
    }
    const at = new Date(deps.clock.now());
    await updateAlert(trx, act.alertId, { action: how, action_by: act.byId, action_at: at });
    const drafts = await more(trx, alert, at);
    const after = await answer(deps, trx, alert, await answerOf(trx, act, how, drafts));
    await appendEvents(trx, act, [settled(alert, act, how, at), ...drafts]);
    return { alert, after };
  });
  after();
  await tell(deps, alert);
}

/** What it means for the student who asked for the last hint. */
async function answerOf(
  trx: Trx,
  { byId }: AlertAct,
  how: 'sent' | 'joined' | 'dismissed',
  hints: readonly EventDraft[],
): Promise<LookAnswer> {
  if (how === 'sent') return { how: hints.length === 0 ? 'open' : 'other' };
  return { how: 'declined', by: await getMemberName(trx, byId) };
}

async function answer(
  { help }: AlertDeps,
  trx: Trx,
  { id: alertId, room_id: roomId, said }: AlertRow,
  answer: LookAnswer,
): Promise<() => void> {
  if (alertRaised.parse(said).rule !== 'hint_asked') return () => undefined;
  return help.answered(trx, { roomId, alertId }, answer);
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
