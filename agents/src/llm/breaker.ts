/**
 * A circuit breaker: after some failures in a row nobody is sent to the model for a while, then one tries it for all. Time
 * is handed in.
 */
export class Breaker {
  readonly #options: { failures: number; pauseMs: number; now: () => number };
  #failed = 0;
  #openUntil = 0;
  #isTrying = false;

  constructor(options: { failures: number; pauseMs: number; now: () => number }) {
    this.#options = options;
  }

  /** @returns whether the model may be asked now; whoever is let through must say how it went */
  admits(): boolean {
    if (this.#failed < this.#options.failures) return true;
    if (this.#isTrying || this.#options.now() < this.#openUntil) return false;
    this.#isTrying = true;
    return true;
  }

  /** @param went  `unknown`: it was given up before anything could be told */
  tell(went: 'well' | 'badly' | 'unknown'): void {
    this.#isTrying = false;
    if (went === 'well') this.#failed = 0;
    if (went !== 'badly') return;
    this.#failed += 1;
    if (this.#failed >= this.#options.failures) {
      this.#openUntil = this.#options.now() + this.#options.pauseMs;
    }
  }
}
