import type { TimesView } from '@learnflow/shared';
import type { Clock } from '../clock.ts';

const defaultKept = 500;
/** What was slow an hour ago is no news. */
const maxAgeMs = 5 * 60_000;

/** The last measured times of one thing, for a page that says how it is now. Adding costs next to nothing. */
export class RecentTimes {
  readonly #clock: Clock;
  readonly #kept: number;
  readonly #times: { at: number; ms: number }[] = [];
  #next = 0;

  constructor(clock: Clock, kept = defaultKept) {
    this.#clock = clock;
    this.#kept = kept;
  }

  add(ms: number): void {
    this.#times[this.#next] = { at: this.#clock.now(), ms };
    this.#next = (this.#next + 1) % this.#kept;
  }

  /** @returns undefined when nothing was measured since `ageMs` ago */
  summary(ageMs = maxAgeMs): TimesView | undefined {
    const since = this.#clock.now() - ageMs;
    const sorted = this.#times
      .filter(({ at }) => at >= since)
      .map(({ ms }) => ms)
      .sort((a, b) => a - b);
    if (sorted.length === 0) return undefined;
    const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
    return { count: sorted.length, p50: at(0.5), p95: at(0.95) };
  }
}
