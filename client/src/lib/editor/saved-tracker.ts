/**
 * Decides whether everything changed here is stored on the server. The only proof is the server's `saved` frame:
 *  1. its state vector says which text is committed in the database;
 *  2. its count says how many of our frames on this connection are dealt with. A removal advances no clock, so the
 *     vector alone cannot prove it; the frame that carried it can.
 * A cut line takes all proofs in flight with it: what was waiting travels again in the handshake of the next one.
 * Never call something saved for any other reason.
 */
export class SavedTracker {
  readonly #ownId: number;
  readonly #covered = new Map<number, number>();
  /** Clocks of earlier visits (from this browser's copy) that the server did not have when we joined. */
  readonly #owed = new Map<number, number>();
  /** Changes that no proof has reached: own clock after each, and the frame that carries it. */
  #waiting: { clock: number; frame: number }[] = [];
  /** Frames with changes sent on this connection; undefined without one. */
  #sent: number | undefined;

  constructor(ownId: number) {
    this.#ownId = ownId;
  }

  /** A connection opened; nothing was sent on it yet. */
  opened(): void {
    this.#sent = 0;
  }

  cut(): void {
    this.#sent = undefined;
    this.#waiting = this.#waiting.map(({ clock }) => ({ clock, frame: Infinity }));
  }

  /** A frame with changes left. @param whole  true when it carries all that the server lacks */
  sent(whole: boolean): void {
    if (this.#sent === undefined) return;
    this.#sent += 1;
    const frame = this.#sent;
    if (!whole) return;
    this.#waiting = this.#waiting.map((change) => ({
      clock: change.clock,
      frame: Math.min(change.frame, frame),
    }));
  }

  /** A change made here, after the frame that carries it has left. @param clock  own clock after it */
  changed(clock: number): void {
    this.#waiting.push({ clock, frame: this.#sent ?? Infinity });
  }

  /**
   * The server told what it has (first step of the sync protocol).
   * @param server  its state vector
   * @param mine    state vector of the document here
   */
  compared(server: ReadonlyMap<number, number>, mine: ReadonlyMap<number, number>): void {
    for (const [client, clock] of mine) {
      if (client === this.#ownId || clock <= (server.get(client) ?? 0)) continue;
      if ((this.#covered.get(client) ?? 0) < clock) this.#owed.set(client, clock);
    }
  }

  /**
   * A `saved` frame arrived.
   * @param frames  how many of our frames are dealt with; a server that does not count leaves it to the vector
   */
  proved(vector: ReadonlyMap<number, number>, frames = Number.MAX_SAFE_INTEGER): void {
    for (const [client, clock] of vector) {
      this.#covered.set(client, Math.max(clock, this.#covered.get(client) ?? 0));
    }
    const own = this.#covered.get(this.#ownId) ?? 0;
    this.#waiting = this.#waiting.filter(({ clock, frame }) => clock > own || frame > frames);
    for (const [client, clock] of this.#owed) {
      if ((this.#covered.get(client) ?? 0) >= clock) this.#owed.delete(client);
    }
  }

  get saved(): boolean {
    return this.#waiting.length === 0 && this.#owed.size === 0;
  }

  /** Changes that no proof has reached; all work of one earlier visit counts as one. */
  get unsaved(): number {
    return this.#waiting.length + this.#owed.size;
  }
}
