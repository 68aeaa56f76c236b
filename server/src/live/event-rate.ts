import { liveLimits } from '@learnflow/shared';

const windowMs = 10_000;
/** Whoever goes on at this multiple of the limit is not a person; the socket is closed. */
const floodFactor = 5;

/** Counts the events of one socket in windows of ten seconds. */
export class EventRate {
  #beganAt = 0;
  #count = 0;

  /** @param now  epoch ms. @returns `flood`: close the socket; `over`: refuse this event */
  take(now: number): 'ok' | 'over' | 'flood' {
    if (now - this.#beganAt >= windowMs || now < this.#beganAt) {
      this.#beganAt = now;
      this.#count = 0;
    }
    this.#count += 1;
    if (this.#count > liveLimits.eventsPer10s * floodFactor) return 'flood';
    return this.#count > liveLimits.eventsPer10s ? 'over' : 'ok';
  }

  /** @returns whole seconds until events count from zero again, at least 1 */
  secondsLeft(now: number): number {
    return Math.max(1, Math.ceil((this.#beganAt + windowMs - now) / 1000));
  }
}
