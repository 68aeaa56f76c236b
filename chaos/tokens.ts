/** Every edit is one token of a fixed width, so that texts are lists of tokens and nothing is split by an insert. */
const width = 16;

/** @returns the token of a writer's nth edit: `[<writer>.<n>····]` */
export function token(writer: string, n: number): string {
  return `[${`${writer}.${n}`.padEnd(width - 2, '_')}]`;
}

/** @returns a place between two tokens of a text of this length */
export function placeIn(length: number, random: () => number): number {
  return width * Math.floor(random() * (Math.floor(length / width) + 1));
}

/** @returns the tokens of a text, and whether it consists of nothing else */
export function readTokens(text: string): { tokens: string[]; isWhole: boolean } {
  const tokens = text.match(/\[[^[\]]{14}\]/g) ?? [];
  return { tokens, isWhole: tokens.length * width === text.length };
}

/** A generator of numbers from 0 to 1 that repeats itself for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
