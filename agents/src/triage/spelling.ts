/**
 * Reads a word that is spelt wrong as one that triage knows: by how it sounds, as children write, or by a slip of a finger.
 * Ordinary words are left alone; a word that is near none stays as it is.
 */
import { distance } from '../explain/near.ts';
import { known, ordinary, spellings } from './lexicon.ts';

const knownSet = new Set(known);
const bySound = new Map<string, string[]>();
for (const word of known) bySound.set(soundOf(word), [...(bySound.get(soundOf(word)) ?? []), word]);

/** Longer words are nobody's typing mistake. */
const maxWordChars = 24;

/** @param word  in lower case @returns the word, or words, it most likely stands for */
export function mendWord(word: string): string {
  if (Object.hasOwn(spellings, word)) return spellings[word] ?? word;
  if (word.length < 4 || word.length > maxWordChars || !/^[a-z]+$/.test(word)) return word;
  if (isRight(word)) return word;
  if (word.endsWith('in') && knownSet.has(`${word}g`.replace(/ing$/, ''))) return `${word}g`;
  const alike = nearest(word, bySound.get(soundOf(word)) ?? [], Math.floor(word.length * 0.4));
  return alike ?? nearest(word, known, allowed(word)) ?? word;
}

/** Whether it is a word that triage knows, or one of those with another ending. */
function isRight(word: string): boolean {
  const has = (one: string): boolean => knownSet.has(one) || ordinary.has(one);
  if (has(word)) return true;
  const stem = /^(.{3,}?)(?:s|es|ed|d|ing|er|ers|r|est|ly|able)$/.exec(word)?.[1];
  return stem !== undefined && (has(stem) || has(`${stem}e`));
}

/** How many slips of a finger a word of this length may hold. */
const allowed = ({ length }: string): number => (length < 8 ? 1 : 2);

function nearest(word: string, among: readonly string[], most: number): string | undefined {
  let best: string | undefined;
  let least = most + 1;
  for (const other of among) {
    // A slip hardly ever hits the first letter, and short words are too near each other for guesses.
    if (other[0] !== word[0] && !soundsSame(other, word)) continue;
    if (other.length < 5 && most === 1 && !isSwapped(word, other)) continue;
    if (Math.abs(other.length - word.length) >= least) continue;
    const slips = distance(word, other);
    if (slips < least) [best, least] = [other, slips];
  }
  return best;
}

const soundsSame = (one: string, other: string): boolean =>
  soundOf(one.slice(0, 2))[0] === soundOf(other.slice(0, 2))[0];

function isSwapped(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  return [...one].sort().join('') === [...other].sort().join('');
}

/** Consonants as they are heard, in order, without vowels and doubles. */
function soundOf(word: string): string {
  const heard = word
    .replace(/ph/g, 'f')
    .replace(/^kn/, 'n')
    .replace(/^wr/, 'r')
    .replace(/[sct]+[ie]+[oe]?n|sh[aeiou]+n|ct[iu]+n|[cx]s?h[aeiou]n/g, 'Xn')
    .replace(/ck|q|x/g, 'k')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/c/g, 'k')
    .replace(/z/g, 's')
    .replace(/g(?=[ei])/g, 'j')
    .replace(/wh/g, 'w')
    .replace(/gh/g, '');
  return (
    heard.slice(0, 1) +
    heard
      .slice(1)
      .replace(/[aeiouyh]/g, '')
      .replace(/(.)\1+/g, '$1')
  );
}
