import { appendFileSync } from 'node:fs';
import * as Y from 'yjs';
import { openTypist, type Typist } from './provider.ts';
import { createRandom, placeIn, token } from './tokens.ts';

/** A process full of typists, to be killed: it notes every edit that the server called saved before it does anything else. */

export interface ClientTask {
  url: string;
  origin: string;
  /** One line per acknowledged edit: room and token. */
  ackFile: string;
  seed: number;
  writers: { name: string; roomId: string; cookie: string }[];
}
export type Order = { kind: 'type'; everyMs: number } | { kind: 'pause' } | { kind: 'report' };
export interface Report {
  writers: { roomId: string; typed: number; unsaved: number; connected: boolean; text: string }[];
}

const task = JSON.parse(process.argv[2] ?? '{}') as ClientTask;
const random = createRandom(task.seed);
// Every provider listens for the end of the process.
process.setMaxListeners(0);

class Writer {
  readonly roomId: string;
  readonly #name: string;
  readonly #typist: Typist;
  readonly #unsaved: { clock: number; token: string }[] = [];
  #typed = 0;

  constructor({ name, roomId, cookie }: ClientTask['writers'][number]) {
    this.roomId = roomId;
    this.#name = name;
    const { url, origin } = task;
    this.#typist = openTypist({ url, origin, roomId, cookie, onSaved: () => this.#note() });
  }

  type(): void {
    const text = this.#typist.text();
    if (!text) return;
    const { doc } = this.#typist;
    const word = token(this.#name, this.#typed++);
    text.insert(placeIn(text.length, random), word);
    this.#unsaved.push({ clock: Y.getState(doc.store, doc.clientID), token: word });
  }

  report(): Report['writers'][number] {
    const text = this.#typist.text()?.toString() ?? '';
    const connected = this.#typist.provider.synced;
    return {
      roomId: this.roomId,
      typed: this.#typed,
      unsaved: this.#unsaved.length,
      connected,
      text,
    };
  }

  #note(): void {
    let lines = '';
    for (let first = this.#unsaved[0]; first; first = this.#unsaved[0]) {
      if (first.clock > this.#typist.savedClock()) break;
      lines += `${this.roomId} ${first.token}\n`;
      this.#unsaved.shift();
    }
    if (lines) appendFileSync(task.ackFile, lines);
  }
}

const writers = task.writers.map((writer) => new Writer(writer));
let typing: NodeJS.Timeout | undefined;
process.on('message', (order: Order) => {
  if (order.kind === 'report') {
    process.send?.({ writers: writers.map((writer) => writer.report()) } satisfies Report);
    return;
  }
  clearInterval(typing);
  if (order.kind === 'type') {
    typing = setInterval(() => {
      for (const writer of writers) if (random() < 0.9) writer.type();
    }, order.everyMs);
  }
});
process.on('disconnect', () => process.exit());
