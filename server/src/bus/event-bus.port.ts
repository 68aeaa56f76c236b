import type { EventType, StreamEvent } from '@learnflow/shared';

/**
 * How events reach those who wait for them, whatever carries them. At least once; one after the other within a line; a
 * handler that fails is asked again a few times, then the event is put aside with the reason and the line goes on.
 */
export interface EventBus {
  /** Resolves when every subscriber has taken the event or put it aside; rejects when the bus closes before. */
  publish(event: StreamEvent): Promise<void>;
  subscribe(subscription: Subscription): void;
  /** Ends the handling that goes on; what was not taken is published again by the next process. */
  close(): Promise<void>;
}

export interface Subscription {
  /** Each group gets every event of its types once. */
  group: string;
  types: readonly EventType[];
  /** Events of one line are handled in order; absent: their key. Only a coarser line keeps the order of keys. */
  lineOf?: (event: StreamEvent) => string;
  handle(event: StreamEvent): Promise<void>;
  /** After the last try. */
  putAside(event: StreamEvent, failure: { reason: string; tries: number }): Promise<void>;
}
