import type { EventDraft, EventType, StreamEvent } from '@learnflow/shared';
import type { z } from 'zod';

/**
 * Somebody who watches the stream and helps. An agent is a pure function: no clock, no chance, no database. What it knows
 * is its state, what it does is what it tells, and the time is that of the event. So replaying the stream gives the same
 * state, and whoever hosts it can store the state, what it tells and the event as taken in one transaction.
 */
export interface Agent<State = unknown, Of extends EventType = EventType> {
  name: string;
  types: readonly Of[];
  /** One piece of state, as it is read back. */
  state: z.ZodType<State>;
  /** Which pieces an event is about; they are locked in this order, so always from the large to the small. */
  keysOf(event: StreamEvent<Of>): readonly string[];
  /** @param states  of those keys; a piece that was never stored is undefined */
  handle(states: readonly (State | undefined)[], event: StreamEvent<Of>): Reaction<State>;
}

export interface Reaction<State> {
  /** In the order of the keys; undefined, or the very object that came in: stays as it is. */
  states: readonly (State | undefined)[];
  tells: readonly Told[];
}

/** An event without what the host knows better: its id is made of the event it answers, its time is the same. */
export type Told = {
  [T in EventType]: Pick<Extract<EventDraft, { type: T }>, 'type' | 'key' | 'data'>;
}[EventType];
