import { randomUUID } from 'node:crypto';
import type { EventDraft, StreamEvent } from '@learnflow/shared';
import { expect } from 'vitest';
import { silentLog } from '../log.ts';
import type { Db } from '../storage/database.ts';
import { type Consumer, type ConsumerDeps, subscriptionOf } from './consumer.ts';
import { MemoryBus } from './memory-bus.ts';
import { appendEvents, listWaiting } from './outbox.store.ts';
import { Relay } from './relay.ts';
import type { StreamDeps } from './stream.service.ts';

export const aClassId = randomUUID();
const clock = { now: () => Date.now() };

/** A hand in a room: as short as events get. */
export function anEvent(roomId: string, question = '', id: string = randomUUID()): EventDraft {
  const data = { lessonId: aClassId, roomId, memberId: aClassId, question };
  return { id, type: 'learnflow.hand.raised.v1', key: roomId, at: Date.now(), data };
}

export async function tell(db: Db, ...events: EventDraft[]): Promise<void> {
  await db.transaction().execute((trx) => appendEvents(trx, { classId: aClassId }, events));
}

export const questionOf = ({ data }: StreamEvent): string =>
  'question' in data ? data.question : '';

/** Takes hands; `handle` says what becomes of them. */
export function aConsumer(handle: Consumer['handle'], name = 'listener'): Consumer {
  return { name, types: ['learnflow.hand.raised.v1'], handle };
}

export interface TestStream extends StreamDeps {
  relay: Relay;
  close(): Promise<void>;
}

/** A stream whose retries do not make a test wait. */
export function aStream(
  db: Db,
  consumers: readonly Consumer[],
  onStep?: ConsumerDeps['onStep'],
): TestStream {
  const bus = new MemoryBus({ log: silentLog, pauseMs: 1 });
  const subscriptions = consumers.map((consumer) =>
    subscriptionOf(consumer, { db, clock, ...(onStep ? { onStep } : {}) }),
  );
  for (const subscription of subscriptions) bus.subscribe(subscription);
  const relay = new Relay({ db, bus, clock, log: silentLog });
  relay.start();
  return {
    ...{ db, bus, relay, subscriptions, clock },
    close: async () => {
      await bus.close();
      await relay.close();
    },
  };
}

/** Until everything told so far was taken or put aside. */
export async function allOut(db: Db): Promise<void> {
  const waiting = async () => (await listWaiting(db, { limit: 1, except: [] })).length;
  await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
}
