import type * as Y from 'yjs';
import { type Problem, wordProblem } from './problem-words.ts';
import type { RuffAnswer, RuffRequest } from './ruff.worker.ts';
import RuffWorker from './ruff.worker.ts?worker';

/** Typing rests this long before the file is looked at. */
const idleMs = 350;
/** The checker is fetched only when the room has been usable for a moment: it must not compete with the editor. */
const startAfterMs = 1_500;

/** The problems of the file in view, found by a checker in a worker; no server takes part. */
export class Problems {
  list: Problem[] = $state.raw([]);
  #worker: Worker | undefined;
  #text: Y.Text | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #readyAt = performance.now() + startAfterMs;
  #closed = false;
  readonly #changed = (): void => this.#schedule();

  /** Watches this text from now on. @param isPython  other files have no problems */
  watch(text: Y.Text | undefined, isPython: boolean): void {
    this.#text?.unobserve(this.#changed);
    this.#text = isPython ? text : undefined;
    this.list = [];
    this.#text?.observe(this.#changed);
    this.#schedule();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#text?.unobserve(this.#changed);
    this.#worker?.terminate();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (!this.#text) return;
    const wait = Math.max(idleMs, this.#readyAt - performance.now());
    this.#timer = setTimeout(() => this.#ask(), wait);
  }

  #ask(): void {
    if (!this.#text || this.#closed) return;
    this.#worker ??= this.#start();
    this.#asked += 1;
    const request: RuffRequest = { id: this.#asked, text: this.#text.toString() };
    this.#worker.postMessage(request);
  }

  #start(): Worker {
    const worker = new RuffWorker();
    worker.addEventListener('message', ({ data }: MessageEvent<RuffAnswer>) => {
      // Only the answer to the latest question still fits the text.
      if (data.id === this.#asked && this.#text) this.list = data.found.map(wordProblem);
    });
    return worker;
  }
}
