import { stringOf, type YDoc, type YId, type YItem, type YTransaction } from './yjs-parts.ts';

/** Row numbers count from 0 in log order; something that was never removed dies at `never`. */
export const never = Number.MAX_SAFE_INTEGER;

/** `[birth, death)` in row numbers: there after row `birth`, gone after row `death`. */
export interface Life {
  birth: number;
  death: number;
}

interface Span {
  clock: number;
  end: number;
  row: number;
}

/**
 * Which row brought and which row took each character. Yjs knows a character by the client that wrote it and a clock, for
 * ever; a row brings a contiguous range of clocks per client and takes any ranges.
 *
 * One trap: an update that cuts between the halves of a character of two UTF-16 units (an emoji) makes Yjs replace both
 * by U+FFFD. The document then no longer knows what was there before, so the originals are kept here.
 */
export class TimelineRecord {
  readonly #births = new Map<number, Span[]>();
  readonly #deaths = new Map<number, Span[]>();
  readonly #unsorted = new Set<number>();
  readonly #originals = new Map<number, { clock: number; end: number; text: string }[]>();
  /** Clock of the second half → row that cut. */
  readonly #cuts = new Map<number, Map<number, number>>();

  /** Notes what one row did. @returns how many characters of text it brought */
  note(doc: YDoc, { beforeState, afterState, deleteSet }: YTransaction, row: number): number {
    let inserted = 0;
    for (const [client, end] of afterState) {
      const clock = beforeState.get(client) ?? 0;
      if (end <= clock) continue;
      listOf(this.#births, client).push({ clock, end, row });
      inserted += this.#noteStructs(doc.store.clients.get(client) ?? [], clock, row);
    }
    for (const [client, ranges] of deleteSet.clients) {
      const deaths = listOf(this.#deaths, client);
      for (const { clock, len } of ranges) {
        deaths.push({ clock, end: clock + len, row });
        this.#cut(client, clock, row);
        this.#cut(client, clock + len, row);
      }
      this.#unsorted.add(client);
    }
    return inserted;
  }

  #noteStructs(structs: readonly { id: YId; length: number }[], from: number, row: number): number {
    let inserted = 0;
    for (let at = firstFrom(structs, from); at < structs.length; at++) {
      const struct = structs[at];
      if (!struct || !isItem(struct)) continue;
      const { id, origin, rightOrigin } = struct;
      if (origin) this.#cut(origin.client, origin.clock + 1, row);
      if (rightOrigin) this.#cut(rightOrigin.client, rightOrigin.clock, row);
      const text = stringOf(struct);
      if (text === undefined) continue;
      inserted += text.length;
      if (hasPair.test(text)) {
        const { clock } = id;
        listOf(this.#originals, id.client).push({ clock, end: clock + text.length, text });
      }
    }
    return inserted;
  }

  /** Something was put, or removed up to, before this clock. */
  #cut(client: number, clock: number, row: number): void {
    if (!isHigh(this.originalAt(client, clock - 1))) return;
    let cuts = this.#cuts.get(client);
    if (!cuts) this.#cuts.set(client, (cuts = new Map()));
    if (!cuts.has(clock)) cuts.set(clock, row);
  }

  /** @returns the UTF-16 unit as it was written, if it came in a text with characters of two units */
  originalAt(client: number, clock: number): string | undefined {
    const kept = this.#originals.get(client);
    if (!kept) return undefined;
    const run = kept[findSpan(kept, clock)];
    return run?.text[clock - run.clock];
  }

  /** @returns the row that cut through the character this unit belongs to; `never` when none did */
  cutOf(client: number, clock: number): number {
    const cuts = this.#cuts.get(client);
    const second = isHigh(this.originalAt(client, clock)) ? clock + 1 : clock;
    return cuts?.get(second) ?? never;
  }

  /** @returns per client the stretches of clocks that came with one row each, in order */
  births(): IterableIterator<[number, readonly Span[]]> {
    return this.#births.entries();
  }

  keepsOriginals(client: number): boolean {
    return this.#originals.has(client);
  }

  /** Splits a range of clocks into parts of one life each, in order. */
  *lives(
    client: number,
    clock: number,
    length: number,
  ): Generator<Life & { clock: number; end: number }> {
    const births = this.#births.get(client) ?? [];
    const deaths = this.#sortedDeaths(client);
    let birthAt = findSpan(births, clock);
    let deathAt = findSpan(deaths, clock);
    const end = clock + length;
    while (clock < end) {
      const born = births[birthAt];
      const died = deaths[deathAt];
      const isDead = died !== undefined && died.clock <= clock;
      const until = Math.min(end, born?.end ?? end, (isDead ? died.end : died?.clock) ?? end);
      yield { clock, end: until, birth: born?.row ?? 0, death: isDead ? died.row : never };
      clock = until;
      if (born && born.end <= clock) birthAt++;
      if (died && died.end <= clock) deathAt++;
    }
  }

  #sortedDeaths(client: number): Span[] {
    const deaths = this.#deaths.get(client) ?? [];
    if (this.#unsorted.delete(client)) deaths.sort((a, b) => a.clock - b.clock);
    return deaths;
  }
}

// Both halves: text that came over the wire has no lonely ones.
const hasPair = /[\ud800-\udbff]/;

function isHigh(unit: string | undefined): boolean {
  return unit !== undefined && unit >= '\ud800' && unit <= '\udbff';
}

/** @returns index of the first struct that begins at `clock` or later */
function firstFrom(structs: readonly { id: YId }[], clock: number): number {
  let at = structs.length;
  while (at > 0 && (structs[at - 1]?.id.clock ?? 0) >= clock) at--;
  return at;
}

function isItem(struct: object): struct is YItem {
  return 'content' in struct && 'origin' in struct;
}

function listOf<T>(lists: Map<number, T[]>, key: number): T[] {
  let list = lists.get(key);
  if (!list) lists.set(key, (list = []));
  return list;
}

/** @returns index of the first span that ends after `clock` */
function findSpan(spans: readonly { end: number }[], clock: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
