import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { words } from './words.ts';

/**
 * The two words with which a student comes back on another device. 538² ≈ 290 000 pairs: little on its own, so tries are
 * counted (five in a quarter of an hour) and only a slow hash is stored.
 */
const derive = promisify<string, string, number, Buffer>(scrypt);
const hashBytes = 32;
const saltBytes = 16;

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

/** @returns salt and hash: the same words of two students are stored differently */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(saltBytes).toString('base64');
  return `${salt} ${(await derive(normalise(secret), salt, hashBytes)).toString('base64')}`;
}

/** @param stored  what `hashSecret` gave. @returns whether these are the words behind it */
export async function isSecret(secret: string, stored: string): Promise<boolean> {
  const [salt = '', hash = ''] = stored.split(' ');
  const known = Buffer.from(hash, 'base64');
  const given = await derive(normalise(secret), salt, hashBytes);
  return given.length === known.length && timingSafeEqual(given, known);
}
