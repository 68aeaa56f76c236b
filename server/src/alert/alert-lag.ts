import type { EventType } from '@learnflow/shared';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Db } from '../storage/database.ts';
import type { AlertNews } from './alert-news.ts';
import { listLate } from './alert-lag.store.ts';

const lookMs = 2_000;
/** What waits for less is on its way. */
const lateFromMs = 3_000;

export interface AlertLagOptions {
  db: Db;
  /** What the agents and the alerts themselves are made of. */
  types: readonly EventType[];
  news: AlertNews;
  clock: Clock;
  log: Log;
}

/** Tells consoles when alerts come late, because the stream or an agent is behind; and when they do not any more. */
export class AlertLag {
  readonly #options: AlertLagOptions;
  readonly #timer: NodeJS.Timeout;
  /** Lessons that were told. */
  #late = new Set<string>();
  #looking: Promise<void> = Promise.resolve();
  #isBusy = false;

  constructor(options: AlertLagOptions) {
    this.#options = options;
    this.#timer = setInterval(() => {
      // A database that answers slowly is not asked once more.
      if (!this.#isBusy) this.#looking = this.#look();
    }, lookMs);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { db, types, news, clock, log } = this.#options;
    this.#isBusy = true;
    try {
      const now = clock.now();
      const late = await listLate(db, types, new Date(now - lateFromMs));
      const ids = new Set(late.map(({ lessonId }) => lessonId));
      for (const { lessonId, since } of late) {
        news.emit('late', { lessonId, seconds: Math.ceil((now - since.getTime()) / 1000) });
      }
      for (const lessonId of this.#late) {
        if (!ids.has(lessonId)) news.emit('late', { lessonId, seconds: 0 });
      }
      this.#late = ids;
    } catch (error) {
      log.warn({ err: error }, 'alerts.lag.unknown');
    } finally {
      this.#isBusy = false;
    }
  }
}
