/** Six characters a class can read off a board: no O, I, 0 or 1, nor L, which is read as 1. */
export const joinCodeAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const joinCodeLength = 6;

/**
 * @param random  function giving a uniform number in [0, 1)
 * @returns six characters of `joinCodeAlphabet`
 */
export function makeJoinCode(random: () => number): string {
  let code = '';
  for (let i = 0; i < joinCodeLength; i += 1) {
    code += joinCodeAlphabet.charAt(Math.floor(random() * joinCodeAlphabet.length));
  }
  return code;
}

/** Accepts what people type: lower case, spaces and dashes. @returns upper case without separators, of any length. */
export function normaliseJoinCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s\-–—.]/g, '');
}

/** @returns whether `code` (normalised) has six characters, all of the alphabet. */
export function isJoinCode(code: string): boolean {
  return code.length === joinCodeLength && [...code].every((c) => joinCodeAlphabet.includes(c));
}
