import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Db } from '../storage/database.ts';
import { type Consumer, subscriptionOf } from './consumer.ts';
import { MemoryBus } from './memory-bus.ts';
import { Relay } from './relay.ts';
import { startRetention } from './retention.ts';
import type { StreamDeps } from './stream.service.ts';

export interface Stream extends StreamDeps {
  /** There may be new events; otherwise they are seen a moment later. */
  wake(): void;
  close(): Promise<void>;
}

/** The stream of one server: from the outbox to everybody who takes events, in this process. */
export function startStream({
  consumers,
  ...deps
}: {
  db: Db;
  clock: Clock;
  log: Log;
  consumers: readonly Consumer[];
}): Stream {
  const log = deps.log.child({ part: 'stream' });
  const bus = new MemoryBus({ log });
  const relay = new Relay({ ...deps, bus, log });
  const subscriptions = consumers.map((consumer) => {
    const subscription = subscriptionOf(consumer, deps);
    const handle: typeof subscription.handle = async (event) => {
      await subscription.handle(event);
      // What a consumer tells in answer goes on at once.
      relay.wake();
    };
    return { ...subscription, handle };
  });
  for (const subscription of subscriptions) bus.subscribe(subscription);
  const stopRetention = startRetention({ ...deps, log });
  relay.start();
  return {
    ...{ db: deps.db, clock: deps.clock, bus, subscriptions },
    wake: () => relay.wake(),
    close: async () => {
      await stopRetention();
      await bus.close();
      await relay.close();
    },
  };
}
