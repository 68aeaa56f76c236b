import type { RequestKind } from './messages.ts';

/** What a request hears; `lost` is its last word when the executor is gone, `failed` when it says so itself. */
export interface Listener {
  queued(place: number): void;
  event(body: unknown): void;
  done(body: unknown): void;
  failed(message: string): void;
  lost(): void;
}

/** One request under way. After its last word the calls do nothing. */
export interface Open {
  say(body: unknown): void;
  cancel(): void;
}

/** Opens a request; undefined when too many are open. */
export type Opener = (kind: RequestKind, body: unknown, listener: Listener) => Open | undefined;
