import { AppError } from '@learnflow/shared';
import type { Clock } from '../clock.ts';
import { addressKey } from '../http/rate-limit.ts';

/** Wrong codes per address and minute; a class that mistypes stays far below, a guesser gets nowhere in 30⁶ codes. */
const maxWrong = 30;
const windowMs = 60_000;
const maxAddresses = 5_000;

/** Counts wrong codes per address, in memory. Right codes are never asked about: a school shares one address. */
export class WrongCodes {
  readonly #clock: Clock;
  readonly #kept = new Map<string, { count: number; until: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Counts a code that turned out to be wrong.
   * @param ip  where it came from
   * @throws AppError `too.many` with the seconds to wait in `details.s`
   */
  count(ip: string): void {
    const address = addressKey(ip);
    const now = this.#clock.now();
    const entry = this.#kept.get(address);
    if (entry && entry.until > now) {
      entry.count += 1;
      if (entry.count <= maxWrong) return;
      const s = Math.ceil((entry.until - now) / 1000);
      throw new AppError('too.many', `Too many tries. Wait ${s} s, then type the code again.`, {
        s,
      });
    }
    if (this.#kept.size >= maxAddresses) {
      for (const [key, { until }] of this.#kept) if (until <= now) this.#kept.delete(key);
    }
    // A flood from very many addresses at once: forget everything rather than grow.
    if (this.#kept.size >= maxAddresses) this.#kept.clear();
    this.#kept.set(address, { count: 1, until: now + windowMs });
  }
}
