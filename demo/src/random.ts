/** A small seeded generator (mulberry32): the same seed gives the same class, key by key. */
export interface Chance {
  /** Uniform in [0, 1). */
  next(): number;
  /** Integer from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True with probability `p`. */
  happens(p: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** An independent generator, e.g. one per student, that does not depend on how much others drew. */
  fork(salt: number): Chance;
}

/** @param seed any integer */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const chance: Chance = {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    happens: (p) => next() < p,
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error('Nothing to pick from');
      return item;
    },
    fork: (salt) =>
      chanceFrom((Math.imul(seed ^ 0x9e3779b9, 2654435761) ^ Math.imul(salt + 1, 40503)) | 0),
  };
  return chance;
}
