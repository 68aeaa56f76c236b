import type { FallbackReason } from '@learnflow/shared';

/** A text of the model must not go on; it ends the exchange. */
export class HeldBack extends Error {
  readonly reason: FallbackReason;

  constructor(reason: FallbackReason) {
    super(`held back: ${reason}`);
    this.reason = reason;
  }
}
