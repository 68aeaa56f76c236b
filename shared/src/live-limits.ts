/** Bounds of the live channel. */
export const liveLimits = {
  chatChars: 2000,
  questionChars: 200,
  hintChars: 1000,
  inputChars: 4096,
  /** Events per ten seconds from one socket; people stay under 30. */
  eventsPer10s: 100,
  /** Batches of tile changes to one console per second. */
  wallHz: 4,
  /** Output kept per room, in characters: what a late joiner sees of a long run. Between the two it is left out. */
  scrollbackHeadChars: 256 * 1024,
  scrollbackTailChars: 64 * 1024,
  /** Chat messages sent to somebody who enters. */
  chatHistory: 100,
} as const;
