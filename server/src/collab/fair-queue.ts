/** What one channel of a shared socket has to say and could not yet. */
export interface Lane {
  readonly frames: Buffer[];
  /** Of `frames` together. */
  bytes: number;
}

export function newLane(): Lane {
  return { frames: [], bytes: 0 };
}

/**
 * Lets the channels of one socket speak in turns: only a window's worth of bytes is on its way at a time, the rest waits
 * with its channel. A room that says a lot holds up itself, and what it has not said yet can be thrown away with it.
 */
export class FairQueue {
  readonly #write: (frame: Buffer, done: () => void) => void;
  readonly #windowBytes: number;
  /** Channels with frames that wait; the first is next. */
  readonly #waiting = new Set<Lane>();
  #onTheWay = 0;
  #bytes = 0;

  /** @param write  hands a frame to the line; `done` is called when it has left */
  constructor(write: (frame: Buffer, done: () => void) => void, windowBytes: number) {
    this.#write = write;
    this.#windowBytes = windowBytes;
  }

  /** Bytes that wait, of all channels. */
  get bytes(): number {
    return this.#bytes;
  }

  push(lane: Lane, frame: Buffer): void {
    if (this.#waiting.size === 0 && this.#onTheWay < this.#windowBytes) return this.#send(frame);
    lane.frames.push(frame);
    lane.bytes += frame.length;
    this.#bytes += frame.length;
    this.#waiting.add(lane);
  }

  /** What a channel had still to say is not said any more. */
  drop(lane: Lane): void {
    this.#waiting.delete(lane);
    this.#bytes -= lane.bytes;
    lane.bytes = lane.frames.length = 0;
  }

  #send(frame: Buffer): void {
    this.#onTheWay += frame.length;
    this.#write(frame, () => {
      this.#onTheWay -= frame.length;
      this.#pump();
    });
  }

  #pump(): void {
    for (const lane of this.#waiting) {
      if (this.#onTheWay >= this.#windowBytes) return;
      const frame = lane.frames.shift();
      this.#waiting.delete(lane);
      if (!frame) continue;
      lane.bytes -= frame.length;
      this.#bytes -= frame.length;
      // To the end of the line: whoever else waits comes first.
      if (lane.frames.length > 0) this.#waiting.add(lane);
      this.#send(frame);
    }
  }
}
