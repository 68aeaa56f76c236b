import type { Limits } from './limits.ts';

/** Frames of a connection that is not open yet, in order and bounded. */
export class WaitingLine {
  readonly #limits: Limits;
  #frames: Uint8Array[] = [];
  #bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** @returns false when there is no place for the frame */
  push(frame: Uint8Array): boolean {
    const { maxWaitingFrames, maxWaitingBytes } = this.#limits;
    this.#bytes += frame.byteLength;
    if (this.#frames.length >= maxWaitingFrames || this.#bytes > maxWaitingBytes) return false;
    this.#frames.push(frame);
    return true;
  }

  /** Empties the line. */
  take(): Uint8Array[] {
    const frames = this.#frames;
    this.#frames = [];
    this.#bytes = 0;
    return frames;
  }
}
