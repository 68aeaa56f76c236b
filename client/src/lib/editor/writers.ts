import type { HistoryWriters } from '@learnflow/shared';
import { api } from '../api.ts';
import type { Writing } from './line-writers.ts';
import { inksIn } from './presence.ts';
import type { RoomDocument } from './room-document.svelte.ts';

/** Asked for this long after a stranger's line is seen, so that a class that opens its rooms does not ask at once. */
const askAfterMs = 2_000;
const askWithinMs = 4_000;

/**
 * Whose ink a piece of text has. Those who are or were here tell it with their carets; for those who wrote before, the
 * history is asked once. Call `close()` at the end.
 */
export class Writers {
  readonly #room: RoomDocument;
  readonly #changed: () => void;
  readonly #here = new Map<number, string>();
  readonly #asked = new Set<number>();
  readonly #told = new Map<number, HistoryWriters['writers'][number][1]>();
  #inks = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #learn = (): void => {
    let isNew = false;
    for (const [client, ink] of inksIn(this.#room.awareness)) {
      isNew ||= this.#here.get(client) !== ink;
      this.#here.set(client, ink);
    }
    if (isNew) this.#changed();
  };

  /** @param changed  more is known now */
  constructor(room: RoomDocument, changed: () => void) {
    this.#room = room;
    this.#changed = changed;
    this.#here.set(room.doc.clientID, room.person.ink);
    room.awareness.on('change', this.#learn);
    this.#learn();
  }

  /** @returns undefined while nobody knows, and for what the server wrote */
  inkOf({ client, clock }: Writing): string | undefined {
    const here = this.#here.get(client);
    if (here !== undefined) return here;
    const turns = this.#told.get(client);
    if (!turns && !this.#asked.has(client)) this.#askAbout(client);
    const memberId = turns?.findLast(([from]) => from <= clock)?.[1];
    return memberId ? this.#inks.get(memberId) : undefined;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#room.awareness.off('change', this.#learn);
  }

  #askAbout(client: number): void {
    this.#asked.add(client);
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        void this.#ask();
      },
      askAfterMs + Math.random() * askWithinMs,
    );
  }

  async #ask(): Promise<void> {
    const path = `/api/rooms/${encodeURIComponent(this.#room.roomId)}/history/writers`;
    // Without an answer, e.g. offline, the margin stays empty where nobody knows.
    const found = await api<HistoryWriters>('GET', path).catch(() => undefined);
    if (!found) return;
    this.#inks = new Map(found.people.map(({ memberId, ink }) => [memberId, ink]));
    for (const [client, turns] of found.writers) this.#told.set(client, turns);
    this.#changed();
  }
}
