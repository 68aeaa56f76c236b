/**
 * How much a question is like those that students typically ask. Every name and every typical question of the library is a
 * short sentence; the likeness of two sentences is the weight of the words that they share through the weight of all their
 * words (Jaccard's index), where a word weighs the more the fewer sentences it is in (inverse document frequency).
 */
import type { Concept } from './concept.ts';
import { isAskingStem, stem, wordsOf } from './words.ts';

export interface Likeness {
  /** @returns per id of a concept how like its nearest sentence is, from 0 to 1; only those that share a word */
  to(words: readonly string[]): ReadonlyMap<string, number>;
}

interface Sentence {
  id: string;
  weight: number;
}

/** Words of every question make two sentences only a little like each other. */
const askingShare = 0.3;

export function makeLikeness(concepts: readonly Concept[]): Likeness {
  const texts = concepts.flatMap(({ id, title, names, asked }) =>
    [title, ...names, ...asked].map((text) => ({ id, stems: stemsOf(wordsOf(text).all) })),
  );
  const counts = new Map<string, number>();
  for (const word of texts.flatMap(({ stems }) => [...stems])) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const weightOf = (word: string): number =>
    Math.log(1 + texts.length / (counts.get(word) ?? 1)) * (isAskingStem(word) ? askingShare : 1);
  const total = (stems: ReadonlySet<string>): number =>
    [...stems].reduce((sum, word) => sum + weightOf(word), 0);
  const byWord = new Map<string, Sentence[]>();
  for (const { id, stems } of texts) {
    const sentence = { id, weight: total(stems) };
    for (const word of stems) {
      const list = byWord.get(word) ?? [];
      byWord.set(word, list);
      list.push(sentence);
    }
  }

  return { to };

  function to(words: readonly string[]): ReadonlyMap<string, number> {
    const stems = stemsOf(words);
    const weight = total(stems);
    const shared = new Map<Sentence, number>();
    for (const word of stems) {
      for (const sentence of byWord.get(word) ?? []) {
        shared.set(sentence, (shared.get(sentence) ?? 0) + weightOf(word));
      }
    }
    const best = new Map<string, number>();
    for (const [sentence, common] of shared) {
      const like = common / (weight + sentence.weight - common);
      if (like > (best.get(sentence.id) ?? 0)) best.set(sentence.id, like);
    }
    return best;
  }
}

function stemsOf(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map(stem));
}
