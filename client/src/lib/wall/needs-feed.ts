import type { NeedView } from '@learnflow/shared';

/** Asked at most this often, however much happens. */
const everyMs = 10_000;

/** Who most likely needs somebody next, asked for again when something has happened in the class; never by itself. */
export class NeedsFeed {
  readonly #ask: () => Promise<NeedView[]>;
  readonly #tell: (needs: NeedView[]) => void;
  #askedAt = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(ask: () => Promise<NeedView[]>, tell: (needs: NeedView[]) => void) {
    this.#ask = ask;
    this.#tell = tell;
  }

  /** Something happened. */
  touch(): void {
    if (this.#timer !== undefined || this.#isClosed) return;
    const wait = Math.max(0, this.#askedAt + everyMs - performance.now());
    this.#timer = setTimeout(() => void this.#refresh(), wait);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #refresh(): Promise<void> {
    this.#askedAt = performance.now();
    // What happens while it is asked asks once more.
    this.#timer = undefined;
    const needs = await this.#ask().catch(() => undefined);
    if (needs && !this.#isClosed) this.#tell(needs);
  }
}
