import type { RoomPeer } from './peer.ts';

/** A frame about the document, in the order in which frames of all connections came. */
export type Letter = { from: RoomPeer } & (
  | { kind: 'step1'; stateVector: Uint8Array }
  | { kind: 'update'; update: Uint8Array; isWhole: boolean }
  | { kind: 'too-large' }
);

/**
 * What one turn of the event loop brings to a room, worked off together at its end. A room that has more than a slice of
 * work lets the other rooms go first.
 */
export class Inbox {
  readonly #sliceMs: number;
  /** Does the first piece of work in the line and takes it out. */
  readonly #work: (letters: Letter[]) => void;
  /** Called when a turn's work is done. */
  readonly #done: () => void;
  readonly #letters: Letter[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  #isWorking = false;
  #isHeld = false;

  constructor(sliceMs: number, work: (letters: Letter[]) => void, done: () => void) {
    this.#sliceMs = sliceMs;
    this.#work = work;
    this.#done = done;
  }

  get isEmpty(): boolean {
    return this.#letters.length === 0;
  }

  push(letter: Letter): void {
    this.#letters.push(letter);
    this.#schedule();
  }

  /** Letters wait until `release`: the document is being built. */
  hold(): void {
    this.#isHeld = true;
  }
  release(): void {
    this.#isHeld = false;
    this.#schedule();
  }

  /** Everything that has come so far is done when this returns, unless the line is held. */
  flush(): void {
    this.#run(Infinity);
  }

  close(): void {
    clearImmediate(this.#scheduled);
    this.#letters.length = 0;
  }

  #schedule(): void {
    if (this.#isHeld || this.#isWorking || this.#letters.length === 0) return;
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = undefined;
      this.#run(this.#sliceMs);
    });
  }

  #run(forMs: number): void {
    // Closing a connection in the middle of the work asks for a flush.
    if (this.#isWorking) return;
    this.#isWorking = true;
    const endAt = performance.now() + forMs;
    try {
      while (this.#letters.length > 0 && !this.#isHeld) {
        this.#work(this.#letters);
        if (performance.now() >= endAt) break;
      }
    } finally {
      this.#done();
      this.#isWorking = false;
      this.#schedule();
    }
  }
}
