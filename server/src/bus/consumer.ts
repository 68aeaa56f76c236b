import type { EventType, StreamEvent } from '@learnflow/shared';
import type { Clock } from '../clock.ts';
import type { Db, Trx } from '../storage/database.ts';
import { deleteDeadLetter, insertDeadLetter, takeEvent } from './consumer.store.ts';
import type { Subscription } from './event-bus.port.ts';

/** Somebody who does something about events, once for each. */
export interface Consumer {
  name: string;
  types: readonly EventType[];
  lineOf?: (event: StreamEvent) => string;
  /** Rows to lock before the event is taken, so that the order of taking is the order of the effects. */
  lock?(trx: Trx, event: StreamEvent): Promise<void>;
  /**
   * The whole effect, in the transaction that also notes the event as taken.
   * @returns what to do after the commit; lost when the process dies before it
   */
  handle(trx: Trx, event: StreamEvent): Promise<(() => void) | void>;
}

/** Between these a process may die: tests end it here. */
export type ConsumerStep = 'taken' | 'done' | 'committed';

export interface ConsumerDeps {
  db: Db;
  clock: Clock;
  onStep?: (step: ConsumerStep, event: StreamEvent) => void;
}

/** A consumer as the bus knows it: whatever arrives twice has one effect. */
export function subscriptionOf(
  consumer: Consumer,
  { db, clock, onStep }: ConsumerDeps,
): Subscription {
  const { name, types, lineOf } = consumer;
  return {
    group: name,
    types,
    ...(lineOf ? { lineOf } : {}),
    async handle(event) {
      const after = await db.transaction().execute(async (trx) => {
        await consumer.lock?.(trx, event);
        if (!(await takeEvent(trx, name, event.id, new Date(clock.now())))) return undefined;
        onStep?.('taken', event);
        const after = await consumer.handle(trx, event);
        await deleteDeadLetter(trx, name, event.id);
        onStep?.('done', event);
        return after;
      });
      onStep?.('committed', event);
      after?.();
    },
    putAside: (event, failure) =>
      insertDeadLetter(db, {
        ...failure,
        consumer: name,
        eventId: event.id,
        at: new Date(clock.now()),
      }),
  };
}
