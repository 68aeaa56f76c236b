import { randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { words } from './words.ts';

/**
 * The two words with which a student comes back on another device. 538² ≈ 290 000 pairs: little on its own, so tries are
 * counted (five in a quarter of an hour) and only a slow hash is stored.
 */
const derive = promisify<string, string, number, Buffer>(scrypt);
const hashBytes = 32;

/** @returns two words, e.g. `maple rocket` */
export function makeSecret(): string {
  const pick = (): string => words[randomInt(words.length)] ?? '';
  return `${pick()} ${pick()}`;
}

/** Case, dashes and the number of spaces do not matter: `Maple-Rocket ` is `maple rocket`. */
function normalise(secret: string): string {
  return secret
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean)
    .join(' ');
}

/** @param memberId  the salt: the same words of two students have two hashes */
export async function hashSecret(secret: string, memberId: string): Promise<string> {
  return (await derive(normalise(secret), memberId, hashBytes)).toString('base64');
}

/** @returns whether these are the words behind `hash` */
export async function isSecret(secret: string, memberId: string, hash: string): Promise<boolean> {
  const given = Buffer.from(await hashSecret(secret, memberId), 'base64');
  const known = Buffer.from(hash, 'base64');
  return given.length === known.length && timingSafeEqual(given, known);
}
