import { joinCodeAlphabet, joinCodeLength, normaliseJoinCode } from '@learnflow/shared';

/** What the six cells make of everything that was typed or pasted. */
export interface TypedCode {
  /** Characters that can be in a code, upper case, at most six. */
  code: string;
  /** Something looked like O, I or L (or 0, 1), which no code has: the person should look at the board again. */
  oddCharacter: boolean;
}

const lookAlikes = /[OIL01]/;

/**
 * Reads a join code the way people give it: lower case, `km7 2qx`, `KM7-2QX`, or the whole address behind the QR code.
 * @param raw  the whole content of the input, any length
 */
export function readCode(raw: string): TypedCode {
  const inAddress = /[?&]code=([^&#\s]+)/i.exec(raw)?.[1];
  const typed = normaliseJoinCode(inAddress ?? raw);
  const code = [...typed].filter((c) => joinCodeAlphabet.includes(c)).join('');
  return { code: code.slice(0, joinCodeLength), oddCharacter: lookAlikes.test(typed) };
}

/** @returns the code as a board shows it: `KM7 2QX` */
export function showCode(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`.trim();
}
