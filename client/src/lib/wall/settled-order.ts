import type { Places } from './need-order.ts';

/** Tiles change places at most this often. */
export const settleMs = 10_000;

/**
 * Keeps tiles where they are until a new order may be shown: not more often than every `everyMs`, and never while it is
 * held (the pointer is over the wall, or a tile has the focus). Newcomers wait at the end, leavers go at once.
 */
export class SettledOrder {
  shown: Places = { band: [], rest: [] };
  /** How many tiles would change places. */
  moved = 0;
  held = false;
  readonly #everyMs: number;
  #wanted: Places = { band: [], rest: [] };
  #settledAt = -Infinity;

  constructor(everyMs: number = settleMs) {
    this.#everyMs = everyMs;
  }

  /**
   * @param now  ms of any steady clock
   * @returns whether `shown` or `moved` changed
   */
  offer(wanted: Places, now: number): boolean {
    this.#wanted = wanted;
    const first = this.shown.band.length + this.shown.rest.length === 0;
    if (first || (!this.held && now - this.#settledAt >= this.#everyMs)) return this.settle(now);
    return this.#show(keepPlaces(this.shown, wanted));
  }

  /** @returns whether this tile must stay where it is */
  holds(id: string): boolean {
    return this.held && (this.shown.band.includes(id) || this.shown.rest.includes(id));
  }

  /** Takes the wanted order at once: the person asked for it. */
  settle(now: number): boolean {
    const changed = this.#show(this.#wanted);
    if (changed) this.#settledAt = now;
    return changed;
  }

  #show(next: Places): boolean {
    const moved = countMoved(next, this.#wanted);
    const same = moved === this.moved && samePlaces(next, this.shown);
    this.moved = moved;
    if (!same) this.shown = next;
    return !same;
  }
}

/** Who is in both stays in place; newcomers go to the end of the rest. */
function keepPlaces(shown: Places, wanted: Places): Places {
  const all = [...wanted.band, ...wanted.rest];
  const here = new Set(all);
  const known = new Set([...shown.band, ...shown.rest]);
  return {
    band: shown.band.filter((id) => here.has(id)),
    rest: [...shown.rest.filter((id) => here.has(id)), ...all.filter((id) => !known.has(id))],
  };
}

/**
 * How many tiles a teacher would see jump: those outside the longest run that keeps its order. One tile that goes to the
 * front shifts all others by one place, and yet only one has moved.
 */
function countMoved(shown: Places, wanted: Places): number {
  const target = new Map<string, number>();
  [...wanted.band, ...wanted.rest].forEach((id, place) => target.set(id, place));
  const bandOf = new Set(wanted.band);
  const crossed = [
    ...shown.band.filter((id) => !bandOf.has(id)),
    ...shown.rest.filter((id) => bandOf.has(id)),
  ];
  const crossing = new Set(crossed);
  const stay = (ids: string[]): number[] =>
    ids.flatMap((id) => (crossing.has(id) ? [] : [target.get(id) ?? 0]));
  const kept = [stay(shown.band), stay(shown.rest)];
  return crossing.size + kept.reduce((sum, run) => sum + run.length - longestRising(run), 0);
}

function longestRising(values: readonly number[]): number {
  const tails: number[] = [];
  for (const value of values) {
    let at = tails.findIndex((tail) => tail >= value);
    if (at === -1) at = tails.length;
    tails[at] = value;
  }
  return tails.length;
}

function samePlaces(a: Places, b: Places): boolean {
  return sameIds(a.band, b.band) && sameIds(a.rest, b.rest);
}
function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}
