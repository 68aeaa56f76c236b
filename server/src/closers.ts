import type { Log } from './log.ts';

/** One part that has to be stopped, longest-lived first in the list. */
interface Closer {
  name: string;
  close: () => unknown;
}

/**
 * What has been started so far, closed in the reverse order: sockets before what they write to. Whatever is started
 * after closing began is closed at once, so that Ctrl-C works in the middle of a start.
 */
export class Closers {
  readonly #closers: Closer[] = [];
  #closing: Promise<void> | undefined;
  log: Log | undefined;

  add(name: string, close: () => unknown): void {
    this.#closers.push({ name, close });
    if (this.#closing) this.#closing = this.#closing.then(() => this.#closeAll());
  }

  get isClosing(): boolean {
    return this.#closing !== undefined;
  }

  /** Closes everything once; a part that fails is logged and does not keep the others open. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    for (let closer = this.#closers.pop(); closer; closer = this.#closers.pop()) {
      try {
        await closer.close();
      } catch (error) {
        this.log?.error({ err: error, part: closer.name }, 'close.failed');
      }
    }
  }
}
