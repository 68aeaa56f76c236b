import type { Edit } from './edits.ts';

/** Passes on where a connection's caret is, at most once per `intervalMs`; the last place is never lost. */
export class CaretFeed {
  readonly #intervalMs: number;
  readonly #find: () => Edit | undefined;
  readonly #tell: (caret: Edit) => void;
  #timer: NodeJS.Timeout | undefined;
  #toldAt = -Infinity;

  /** @param find  looks the caret up at the moment it is told, so that a fast typist costs no lookups in between */
  constructor(intervalMs: number, find: () => Edit | undefined, tell: (caret: Edit) => void) {
    this.#intervalMs = intervalMs;
    this.#find = find;
    this.#tell = tell;
  }

  moved(): void {
    if (this.#timer) return;
    const waitMs = this.#toldAt + this.#intervalMs - performance.now();
    if (waitMs <= 0) this.#now();
    else this.#timer = setTimeout(() => this.#now(), waitMs);
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #now(): void {
    this.#timer = undefined;
    this.#toldAt = performance.now();
    const caret = this.#find();
    if (caret) this.#tell(caret);
  }
}
