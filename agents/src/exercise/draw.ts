/** Chance from a seed: the same seed draws the same, so an exercise can be made again. */
export interface Draw {
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  ints(count: number, low: number, high: number): number[];
  pick<T>(from: readonly [T, ...T[]] | readonly T[]): T;
  /** So many different ones, in a drawn order; all of them when there are fewer. */
  sample<T>(from: readonly T[], count: number): T[];
}

/** @param seed  any whole number. mulberry32: small, fast, and good enough to choose names and numbers */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    int,
    ints: (count, low, high) => Array.from({ length: count }, () => int(low, high)),
    pick<T>(from: readonly T[]): T {
      const picked = from[int(0, from.length - 1)];
      if (picked === undefined) throw new Error('There is nothing to pick from');
      return picked;
    },
    sample<T>(from: readonly T[], count: number): T[] {
      const left = [...from];
      const taken: T[] = [];
      while (taken.length < count && left.length > 0) {
        taken.push(...left.splice(int(0, left.length - 1), 1));
      }
      return taken;
    },
  };
}
