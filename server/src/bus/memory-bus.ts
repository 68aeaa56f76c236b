import { setTimeout as wait } from 'node:timers/promises';
import type { StreamEvent } from '@learnflow/shared';
import type { Log } from '../log.ts';
import { isOutage } from '../storage/outage.ts';
import type { EventBus, Subscription } from './event-bus.port.ts';

/** Handlers that run at the same time; each holds a connection of the database. */
const maxRunning = 4;
const maxTries = 5;
const firstPauseMs = 100;
const outagePauseMs = 500;

export interface MemoryBusOptions {
  log: Log;
  /** Pause before the second try, doubled each time. */
  pauseMs?: number;
}

/**
 * The bus of a server that is alone: from the outbox straight to the handlers. It keeps nothing; what has not been taken
 * when the process dies is still unpublished in the outbox.
 */
export class MemoryBus implements EventBus {
  readonly #options: MemoryBusOptions;
  readonly #subscriptions: Subscription[] = [];
  /** The end of each line, by group and line. */
  readonly #lines = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(options: MemoryBusOptions) {
    this.#options = options;
  }

  subscribe(subscription: Subscription): void {
    this.#subscriptions.push(subscription);
  }

  async publish(event: StreamEvent): Promise<void> {
    const groups = this.#subscriptions.filter(({ types }) => types.includes(event.type));
    await Promise.all(groups.map((group) => this.#inLine(group, event)));
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#lines.values());
  }

  #inLine(subscription: Subscription, event: StreamEvent): Promise<void> {
    const line = `${subscription.group} ${subscription.lineOf?.(event) ?? event.subject}`;
    const before = this.#lines.get(line) ?? Promise.resolve();
    // Only a bus that closes lets a line fail, and then nothing of it may go on.
    const done = before.then(() => this.#deliver(subscription, event));
    this.#lines.set(line, done);
    const forget = (): void => {
      if (this.#lines.get(line) === done) this.#lines.delete(line);
    };
    done.then(forget, forget);
    return done;
  }

  async #deliver(subscription: Subscription, event: StreamEvent): Promise<void> {
    const { log, pauseMs = firstPauseMs } = this.#options;
    for (let tries = 1; ;) {
      try {
        return await this.#inTurn(() => subscription.handle(event));
      } catch (error) {
        // That the database is away is nobody's fault: such tries do not count.
        if (isOutage(error)) {
          await this.#pause(outagePauseMs);
          continue;
        }
        const reason = error instanceof Error ? error.message : String(error);
        const about = { err: error, eventId: event.id, type: event.type, tries };
        log.warn({ ...about, consumer: subscription.group }, 'event.failed');
        if (tries === maxTries) return this.#putAside(subscription, event, { reason, tries });
        await this.#pause(pauseMs * 2 ** (tries - 1));
        tries += 1;
      }
    }
  }

  async #putAside(
    subscription: Subscription,
    event: StreamEvent,
    failure: { reason: string; tries: number },
  ): Promise<void> {
    for (;;) {
      try {
        return await this.#inTurn(() => subscription.putAside(event, failure));
      } catch (error) {
        this.#options.log.error({ err: error, eventId: event.id }, 'event.unburied');
        await this.#pause(outagePauseMs);
      }
    }
  }

  async #inTurn(job: () => Promise<void>): Promise<void> {
    this.#stop.signal.throwIfAborted();
    if (this.#running >= maxRunning)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      this.#stop.signal.throwIfAborted();
      await job();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }

  async #pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#stop.signal });
  }
}
