/**
 * Whether a text meant for a learner gives a solution away.
 *
 * 1. Code in the text (fenced, indented or inline) is read as Python tokens; names that are not Python's own become `#`,
 *    so that renaming hides nothing. A run of eight tokens that also stands in a solution is a leak, unless the learner can
 *    see it already: in the starter, the task or their own code.
 * 2. The same over the words of the whole text without signs, with names as they are: code read aloud.
 * 3. A text literal that equals what a hidden test expects.
 */
import type { LeakSources } from '@learnflow/shared';
import { builtins, keywords, methods } from './python-words.ts';
import { tokensOf } from './tokens.ts';

export interface Leak {
  kind: 'code' | 'words' | 'expected';
  text: string;
}

/** Shorter runs are in every program; longer ones miss short solutions. */
const windowTokens = 8;
/** A shorter literal is in every text: `True`, `0`, a letter. */
const expectedChars = 3;

const ownWords = new Set([...keywords, ...builtins, ...Object.values(methods).flat()]);

export function findLeaks(text: string, sources: LeakSources): Leak[] {
  return leakFinder(sources)(text);
}

/** For several texts about one program: the sources are read once. */
export function leakFinder(sources: LeakSources): (text: string) => Leak[] {
  const known = sources.known.map(codeTokens);
  const solutions = sources.solutions.map(codeTokens);
  const secret = minus(solutions.map(blind), known.map(blind));
  const spoken = minus(solutions.map(words), known.map(words));
  const seen = sources.known.join('\n');
  return (text) => {
    const found: Leak[] = [];
    for (const part of codeParts(text)) {
      const hit = windowsOf(blind(codeTokens(part))).find((window) => secret.has(window));
      if (hit !== undefined) found.push({ kind: 'code', text: part });
    }
    const said = windowsOf(words(codeTokens(text))).find((window) => spoken.has(window));
    if (said !== undefined) found.push({ kind: 'words', text: said.replaceAll('\n', ' ') });
    for (const literal of sources.hidden) {
      const plain = literal.replace(/^(['"])(.*)\1$/s, '$2');
      if (plain.length < expectedChars || !/^['"]/.test(literal) || seen.includes(plain)) continue;
      if (text.includes(plain)) found.push({ kind: 'expected', text: plain });
    }
    return found;
  };
}

/** Fenced blocks, indented blocks, and what stands between backticks. */
function codeParts(text: string): string[] {
  const fenced = [...text.matchAll(/```[^\n]*\n([\s\S]*?)(?:```|$)/g)].map((one) => one[1] ?? '');
  const rest = text.replace(/```[\s\S]*?(?:```|$)/g, '\n');
  const indented = [...rest.matchAll(/(?:^(?: {4}|\t).*(?:\n|$))+/gm)].map((one) => one[0]);
  const inline = [...rest.matchAll(/`([^`]+)`/g)].map((one) => one[1] ?? '');
  // Pieces of one line, each in backticks of its own, read together as well.
  return [...fenced, ...indented, ...inline, inline.join('\n')];
}

function codeTokens(text: string): string[] {
  return tokensOf(text).map((token) => token.text);
}

function blind(tokens: readonly string[]): string[] {
  return tokens.map((token) =>
    /^[\p{L}_]/u.test(token) && !/['"]$/.test(token) && !ownWords.has(token) ? '#' : token,
  );
}

function words(tokens: readonly string[]): string[] {
  return tokens
    .filter((token) => /^[\p{L}\p{N}_]/u.test(token))
    .map((token) => token.toLowerCase());
}

function windowsOf(tokens: readonly string[]): string[] {
  const found: string[] = [];
  for (let at = 0; at + windowTokens <= tokens.length; at += 1) {
    found.push(tokens.slice(at, at + windowTokens).join('\n'));
  }
  return found;
}

function minus(secret: readonly string[][], known: readonly string[][]): Set<string> {
  const open = new Set(known.flatMap(windowsOf));
  return new Set(secret.flatMap(windowsOf).filter((window) => !open.has(window)));
}
