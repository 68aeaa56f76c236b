import { parseEvent } from '@learnflow/shared';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Db } from '../storage/database.ts';
import { insertDeadLetter } from './consumer.store.ts';
import type { EventBus } from './event-bus.port.ts';
import { listWaiting, markPublished, type OutboxRow } from './outbox.store.ts';

/** How long an event may lie before it is seen; asking costs a fraction of a millisecond. */
const lookMs = 100;
/** Events on their way at the same time; the others wait in the table. */
const maxUnderway = 256;
/** What cannot be read is nobody's event: it lies under this name. */
export const relayName = 'relay';

export interface RelayOptions {
  db: Db;
  bus: EventBus;
  clock: Clock;
  log: Log;
}

/**
 * Carries committed events from the outbox to the bus, each key in its order. An event is marked only after it was
 * taken, so a process that dies loses none; the next one carries it again.
 */
export class Relay {
  readonly #options: RelayOptions;
  readonly #underway = new Set<string>();
  readonly #done: string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #closed = false;

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), lookMs);
    this.wake();
  }

  /** There may be something to carry. */
  wake(): void {
    if (this.#closed) return;
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    this.#looking = this.#look().finally(() => {
      this.#looking = undefined;
      if (!this.#lookAgain) return;
      this.#lookAgain = false;
      this.wake();
    });
  }

  /** Call it after the bus was closed: nothing new is taken up, and what was taken is marked. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#looking;
    await this.#mark();
  }

  async #look(): Promise<void> {
    const { db, log } = this.#options;
    try {
      await this.#mark();
      const limit = maxUnderway - this.#underway.size;
      if (limit <= 0) return;
      const rows = await listWaiting(db, { limit, except: [...this.#underway] });
      if (this.#closed) return;
      for (const row of rows) this.#send(row);
    } catch (error) {
      log.warn({ err: error }, 'relay.waits');
    }
  }

  #send(row: OutboxRow): void {
    this.#underway.add(row.id);
    this.#carry(row)
      .then(() => {
        this.#done.push(row.id);
        this.wake();
      })
      .catch((error: unknown) => {
        if (!this.#closed) this.#options.log.warn({ err: error, id: row.id }, 'event.uncarried');
        this.#underway.delete(row.id);
      });
  }

  async #carry(row: OutboxRow): Promise<void> {
    const { db, bus, clock } = this.#options;
    const event = readEvent(row);
    if ('reason' in event) {
      const at = new Date(clock.now());
      await insertDeadLetter(db, {
        ...event,
        consumer: relayName,
        tries: 1,
        eventId: row.event_id,
        at,
      });
    } else await bus.publish(event);
  }

  async #mark(): Promise<void> {
    const ids = this.#done.splice(0);
    if (ids.length === 0) return;
    try {
      await markPublished(this.#options.db, ids, new Date(this.#options.clock.now()));
      for (const id of ids) this.#underway.delete(id);
    } catch (error) {
      this.#done.push(...ids);
      throw error;
    }
  }
}

function readEvent(row: OutboxRow): ReturnType<typeof parseEvent> | { reason: string } {
  try {
    return parseEvent(row.event);
  } catch (error) {
    return { reason: `This is no event of this server: ${String(error).slice(0, 500)}` };
  }
}
