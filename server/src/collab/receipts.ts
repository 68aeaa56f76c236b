/**
 * Counts the update frames of one connection: received, settled (applied, known already or refused), and acknowledged
 * to the client with Saved.
 */
export class Receipts {
  #received = 0;
  #settled = 0;
  #acknowledged = 0;
  #isAsking = false;

  get settled(): number {
    return this.#settled;
  }

  /** The client was asked for everything, because an update did not fit; until it has answered nothing is settled. */
  get isAsking(): boolean {
    return this.#isAsking;
  }
  ask(): void {
    this.#isAsking = true;
  }
  answered(): void {
    this.#isAsking = false;
  }

  receive(): void {
    this.#received++;
  }

  /** What was received so far needs nothing more from the client. */
  settle(): void {
    if (!this.#isAsking) this.#settled = this.#received;
  }

  /** @returns whether `frames` is news for the client */
  acknowledge(frames: number): boolean {
    if (frames <= this.#acknowledged) return false;
    this.#acknowledged = frames;
    return true;
  }
}
