import { AppError } from '@learnflow/shared';
import type { Clock } from '../clock.ts';

const maxTries = 5;
const windowMs = 15 * 60_000;
const maxKept = 5_000;

/**
 * Counts wrong passphrases: five in a quarter of an hour per account and address. In memory, because a restart of the
 * server is not something a stranger can bring about.
 */
export class Tries {
  readonly #clock: Clock;
  readonly #kept = new Map<string, { count: number; until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Counts a try before its passphrase is looked at, so that many at the same time do not slip through.
   * @returns tries left should this one be wrong
   * @throws AppError `too.many` with the seconds to wait in `details.s`
   */
  take(key: string): number {
    const now = this.#clock.now();
    let entry = this.#kept.get(key);
    if (!entry || entry.until <= now) {
      if (this.#kept.size >= maxKept) this.#forget(now);
      entry = { count: 0, until: now + windowMs };
      this.#kept.set(key, entry);
    }
    if (entry.count >= maxTries) {
      const s = Math.ceil((entry.until - now) / 1000);
      throw new AppError('too.many', `Too many tries. Wait ${s} s, then try again.`, { s });
    }
    entry.count += 1;
    return maxTries - entry.count;
  }

  /** The passphrase was right. */
  clear(key: string): void {
    this.#kept.delete(key);
  }

  #forget(now: number): void {
    for (const [key, { until }] of this.#kept) if (until <= now) this.#kept.delete(key);
    if (this.#kept.size >= maxKept) {
      const [oldest] = this.#kept.keys();
      if (oldest !== undefined) this.#kept.delete(oldest);
    }
  }
}
