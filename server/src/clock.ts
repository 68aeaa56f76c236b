/** Time and chance are handed in, so that tests decide them. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}
export const systemClock: Clock = { now: () => Date.now() };

/** A uniform number in [0, 1). */
export type Random = () => number;
