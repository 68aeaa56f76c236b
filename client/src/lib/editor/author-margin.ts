import type * as Y from 'yjs';
import { lineWriters } from './line-writers.ts';
import type { RoomDocument } from './room-document.svelte.ts';
import { Writers } from './writers.ts';

/** The margin follows typing at this pace; nobody looks at it sooner. */
const followMs = 120;

/** Lines next to each other with the same ink: `[first line (1-based), last line, ink]`. */
export type InkRun = [number, number, string];

/** Tells an editor who wrote which lines of the file in view, in whose ink, whenever that changes. */
export class AuthorMargin {
  readonly #writers: Writers;
  readonly #show: (runs: InkRun[]) => void;
  #text: Y.Text | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #later = (): void => {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, followMs);
  };

  constructor(room: RoomDocument, show: (runs: InkRun[]) => void) {
    this.#show = show;
    this.#writers = new Writers(room, this.#later);
  }

  watch(text: Y.Text | undefined): void {
    this.#text?.unobserve(this.#later);
    this.#text = text;
    text?.observe(this.#later);
    this.#tell();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#text?.unobserve(this.#later);
    this.#writers.close();
  }

  #tell(): void {
    const runs: InkRun[] = [];
    const lines = this.#text ? lineWriters(this.#text) : [];
    lines.forEach((writing, at) => {
      const ink = writing && this.#writers.inkOf(writing);
      if (!ink) return;
      const line = at + 1;
      const last = runs.at(-1);
      if (last?.[1] === line - 1 && last[2] === ink) last[1] = line;
      else runs.push([line, line, ink]);
    });
    this.#show(runs);
  }
}
