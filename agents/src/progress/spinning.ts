/** Tries at a topic without mastery after which somebody turns on the spot. */
export const spinningTries = 10;
const passesInRow = 3;

/**
 * Wheel-spinning (Beck & Gong 2013): ten tries or more at a skill without three full passes in a row. Passes of several
 * exercises count on: nobody tries again what passes already.
 * @param tries  at one topic, in their order
 */
export function isSpinning(tries: readonly { isPass: boolean }[]): boolean {
  let row = 0;
  for (const { isPass } of tries) {
    row = isPass ? row + 1 : 0;
    if (row >= passesInRow) return false;
  }
  return tries.length >= spinningTries;
}
