/**
 * Reads lib0's encoding out of bytes that are a piece of a larger buffer, as sockets deliver them. lib0's own decoder
 * checks lengths against the whole buffer, so that a forged length would read a neighbour's bytes; here nothing behind
 * the last byte can be reached.
 */
export class FrameReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.isBuffer(bytes)
      ? bytes
      : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws Error when the bytes end in the middle of it, or it is no safe integer */
  varUint(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 49; factor *= 128) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new Error('Cut short');
      value += (byte & 127) * factor;
      if (byte < 128) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
    }
    throw new Error('Integer out of range');
  }

  /** @returns the next bytes with a length before them; valid as long as the frame is */
  view(): Buffer {
    const [from, to] = this.#take(this.varUint());
    return this.#bytes.subarray(from, to);
  }

  /** @returns the same as a copy that owns its buffer, as Yjs and lib0 need it */
  copy(): Uint8Array {
    const length = this.varUint();
    const [from, to] = this.#take(length);
    const copy = new Uint8Array(length);
    // A key press is so short that a loop is faster than a view of it.
    if (length > 64) copy.set(this.#bytes.subarray(from, to));
    else for (let at = 0; at < length; at++) copy[at] = this.#bytes[from + at] ?? 0;
    return copy;
  }

  /** @returns the same as a string with one character per byte, the cheapest way to keep a few hundred bytes */
  byteString(): string {
    const [from, to] = this.#take(this.varUint());
    return this.#bytes.toString('latin1', from, to);
  }

  #take(length: number): [from: number, to: number] {
    const from = this.#at;
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new Error('Cut short');
    return [from, this.#at];
  }
}
