/**
 * Asks a model for a better hint than the one a card has ready, where the class allows it. The alert is on the wall long
 * before; whatever fails, its card stays as it is. A draft that is stored is there after a restart, one that was being
 * written is not asked for again.
 */
import {
  alertRaised,
  liveLimits,
  type ModelCall,
  type PassesMore,
  type Question,
  type Tutor,
} from '@learnflow/shared';
import { type ContextDeps, readQuestion } from '../ask/question-context.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { findModelPolicy, findSpent, storeCalls } from '../model/model-log.service.ts';
import { getRunClass } from '../run/run.store.ts';
import type { AlertNews, AlertNewsMap } from './alert-news.ts';
import { getAlertView } from './alert-view.ts';
import { type AlertRow, findAlert, lockAlert, updateAlert } from './alert.store.ts';

/** A class that fails all at once: the others' built-in hints are good enough. */
const maxGoing = 16;

export interface HintDraftsOptions extends ContextDeps {
  tutor: Pick<Tutor, 'draftHint' | 'model'>;
  /** The paste test for code in what a model writes; absent: there is no grader. */
  passesMoreOf?: (question: Question) => PassesMore | undefined;
  news: AlertNews;
  clock: Clock;
  log: Log;
}

export class HintDrafts {
  readonly #options: HintDraftsOptions;
  readonly #going = new Map<string, { stop: AbortController; done: Promise<void> }>();

  constructor(options: HintDraftsOptions) {
    this.#options = options;
    options.news.on('raised', this.#onRaised).on('alert', this.#onAlert);
  }

  /** Ends what is being written. */
  async close(): Promise<void> {
    this.#options.news.off('raised', this.#onRaised).off('alert', this.#onAlert);
    for (const { stop } of this.#going.values()) stop.abort();
    await Promise.all([...this.#going.values()].map(({ done }) => done));
  }

  readonly #onRaised = ({ alertId }: AlertNewsMap['raised'][0]): void => {
    if (this.#options.tutor.model === null || this.#going.size >= maxGoing) return;
    const stop = new AbortController();
    const done = this.#draft(alertId, stop.signal)
      .catch((error: unknown) => this.#options.log.warn({ err: error, alertId }, 'hint.undrafted'))
      .finally(() => this.#going.delete(alertId));
    this.#going.set(alertId, { stop, done });
  };

  /** Settled: nobody needs the draft any more. */
  readonly #onAlert = ({ alert }: AlertNewsMap['alert'][0]): void => {
    if (alert.action || alert.fixedAt !== null || alert.endedAt !== null) {
      this.#going.get(alert.id)?.stop.abort();
    }
  };

  async #draft(alertId: string, signal: AbortSignal): Promise<void> {
    const { db, tutor, clock, passesMoreOf } = this.#options;
    const row = await findAlert(db, alertId);
    if (!row || !isOpen(row)) return;
    const { reason, rule, exercise } = alertRaised.parse(row.said);
    // These are not about a program: their hint is what was asked for, or what a quiz showed.
    if (rule === 'hint_asked' || rule === 'quiz') return;
    const { room_id: roomId, lesson_id: lessonId, member_id: memberId } = row;
    const about = { roomId, exercise: exercise ?? undefined, model: tutor.model };
    const policy = await findModelPolicy(db, about);
    if (policy.mode === 'off') return;
    const { classId } = await getRunClass(db, roomId);
    const asked = { id: row.id, body: '', asked_at: row.raised_at };
    const { question, secrets } = await readQuestion(this.#options, { ...row, ...asked });
    const spent = await findSpent(db, { classId, lessonId, memberId }, clock.now());
    const passesMore = passesMoreOf?.(question);
    const { text, calls } = await tutor.draftHint(
      { question, secrets, policy, spent, reason, ...(passesMore ? { passesMore } : {}) },
      signal,
    );
    await this.#store(row, { classId, text, calls });
  }

  async #store(
    { id, lesson_id: lessonId, room_id: roomId, member_id: memberId }: AlertRow,
    {
      classId,
      text,
      calls,
    }: { classId: string; text?: string | undefined; calls: readonly ModelCall[] },
  ): Promise<void> {
    const { db, news, clock } = this.#options;
    const place = { classId, lessonId, roomId, memberId, about: { kind: 'alert' as const, id } };
    const isOffered = await db.transaction().execute(async (trx) => {
      const held = await lockAlert(trx, lessonId, id);
      if (!held) return false;
      await storeCalls(trx, place, calls, clock.now());
      if (text === undefined || !isOpen(held)) return false;
      await updateAlert(trx, id, { draft: storable(text) });
      return true;
    });
    if (isOffered) news.emit('alert', { lessonId, alert: await getAlertView(db, id) });
  }
}

function isOpen({ action, fixed_at: fixedAt, ended_at: endedAt }: AlertRow): boolean {
  return action === null && fixedAt === null && endedAt === null;
}

/** Models write anything; Postgres stores neither NUL nor half an emoji. */
function storable(text: string): string {
  return text.slice(0, liveLimits.hintChars).toWellFormed().replaceAll('\0', '\ufffd');
}
