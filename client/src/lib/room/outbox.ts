import { AppError } from '@learnflow/shared';

/** A message or a question on its way; it is never shown as sent before the server has stored it. */
export interface OutgoingMessage {
  clientKey: string;
  body: string;
  state: 'sending' | 'failed';
  /** Why, when it failed for good. */
  reason: string;
}

/**
 * Keeps messages until the server acknowledges them. A message that got no answer is sent again with the same key,
 * which the server recognises, so that a cut line neither loses nor doubles it.
 */
export class Outbox<Stored> {
  readonly #send: (clientKey: string, body: string) => Promise<Stored>;
  readonly #changed: (waiting: OutgoingMessage[], stored: Stored | null) => void;
  readonly #retryMs: number;
  readonly #inFlight = new Set<string>();
  #waiting: OutgoingMessage[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /**
   * @param changed  gets the messages still on their way, and the message that was stored just now
   * @param waiting  what was on its way before, e.g. before a reload; sent with the same keys at the next flush
   */
  constructor(options: {
    send: (clientKey: string, body: string) => Promise<Stored>;
    changed: (waiting: OutgoingMessage[], stored: Stored | null) => void;
    retryMs?: number;
    waiting?: readonly OutgoingMessage[];
  }) {
    this.#send = options.send;
    this.#changed = options.changed;
    this.#retryMs = options.retryMs ?? 3_000;
    this.#waiting = [...(options.waiting ?? [])];
  }

  add(body: string): void {
    this.#waiting = [...this.#waiting, { clientKey: newKey(), body, state: 'sending', reason: '' }];
    this.#changed(this.#waiting, null);
    this.flush();
  }

  /** Tries again a message that failed. */
  retry(clientKey: string): void {
    this.#mark(clientKey, 'sending', '');
    this.flush();
  }

  /** Gives up a message that failed. */
  discard(clientKey: string): void {
    this.#remove(clientKey, null);
  }

  /** Sends everything that waits; called after every reconnection. */
  flush(): void {
    clearTimeout(this.#timer);
    for (const message of this.#waiting) {
      if (message.state === 'sending' && !this.#inFlight.has(message.clientKey)) {
        void this.#deliver(message);
      }
    }
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #deliver({ clientKey, body }: OutgoingMessage): Promise<void> {
    this.#inFlight.add(clientKey);
    try {
      const stored = await this.#send(clientKey, body);
      this.#inFlight.delete(clientKey);
      if (!this.#closed) this.#remove(clientKey, stored);
    } catch (error) {
      this.#inFlight.delete(clientKey);
      if (this.#closed) return;
      if (error instanceof AppError && error.code !== 'unavailable') {
        this.#mark(clientKey, 'failed', error.message);
      } else {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.flush(), this.#retryMs);
      }
    }
  }

  #mark(clientKey: string, state: OutgoingMessage['state'], reason: string): void {
    this.#waiting = this.#waiting.map((message) =>
      message.clientKey === clientKey ? { ...message, state, reason } : message,
    );
    this.#changed(this.#waiting, null);
  }

  #remove(clientKey: string, stored: Stored | null): void {
    this.#waiting = this.#waiting.filter((message) => message.clientKey !== clientKey);
    this.#changed(this.#waiting, stored);
  }
}

function newKey(): string {
  const words = crypto.getRandomValues(new Uint32Array(3));
  return [...words].map((word) => word.toString(36)).join('-');
}
