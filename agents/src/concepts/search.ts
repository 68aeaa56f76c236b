/**
 * Finds the concept that a question is about.
 *
 * 1. The question is cut into words; misspelt ones are mended towards the names of concepts.
 * 2. Names: where the whole name of a concept stands in the question it counts by its length, and less when it lies inside
 *    the longer name of another ("for loop" is not about all loops). A name that is all there is to the question
 *    ("what is a loop?") counts most.
 * 3. BM25 over titles, names, words and texts, with beginnings and near misses, tells apart what the names leave open.
 * 4. Confidence: somebody named a concept, or most of what they said is in the words of one. Otherwise nothing is found, so
 *    that the caller can say so instead of guessing.
 */
import MiniSearch from 'minisearch';
import type { Concept } from './concept.ts';
import {
  isAsking,
  isElsewhere,
  isKeywordOfEnglish,
  mendSpelling,
  stem,
  type Words,
  wordsOf,
} from './words.ts';

export interface Found {
  concept: Concept;
  score: number;
  /** What was named outright, not only guessed from words. */
  isNamed: boolean;
  /** Words of its longest name that stands in the question; 0 without one. */
  span: number;
}

export interface Search {
  /** The best first; empty when nothing is sure enough. */
  find(text: string): readonly Found[];
}

/** Points for a name of one, two, three, more words; for being all of the question; at most for BM25. */
const points = { byLength: [0, 5, 9, 12, 14], inside: 0.35, whole: 8, bm25: 6 } as const;
/** Below this a question is not taken to be about Python. */
const least = { score: 5, coverage: 0.5, withElsewhere: 9 } as const;
/** A longer question is read up to here. */
const maxWords = 80;

interface Name {
  concept: Concept;
  stems: readonly string[];
  raw: readonly string[];
}

export function makeSearch(concepts: readonly Concept[]): Search {
  const names = concepts.flatMap((concept) =>
    [concept.title, concept.id.replaceAll('-', ' '), ...concept.names].map((name): Name => {
      const raw = wordsOf(name).all;
      return { concept, raw, stems: raw.map(stem) };
    }),
  );
  const byFirst = Map.groupBy(names, ({ stems }) => stems[0] ?? '');
  const topical = new Map(
    concepts.map((concept) => [
      concept.id,
      new Set([...concept.names, ...concept.words, concept.title].flatMap((w) => stems(w))),
    ]),
  );
  const spelling = [
    ...new Set(
      concepts
        .flatMap(({ names, words, title }) => [...names, ...words, title])
        .flatMap((text) => wordsOf(text).all),
    ),
  ];
  const known = new Set(
    concepts.flatMap(({ names, words, title, depths }) =>
      [...names, ...words, title, ...Object.values(depths)].flatMap(stems),
    ),
  );
  const index = indexOf(concepts);

  return { find };

  function find(text: string): readonly Found[] {
    const words = wordsOf(text);
    const all = mendSpelling(words.all.slice(0, maxWords), known, spelling);
    const content = all.filter((word) => words.quoted.has(word) || isContent(word));
    const named = nameScores(all, words, content);
    const terms = content.length > 0 ? content : loneKeyword(all);
    const ranked = index.search(terms.join(' '));
    const top = ranked[0]?.score ?? 1;
    const bm25 = new Map(ranked.map(({ id, score }) => [String(id), (points.bm25 * score) / top]));
    const isElse = content.some((word) => isElsewhere(word) && !words.quoted.has(word));
    const found = concepts.flatMap((concept): Found[] => {
      const { score: name, span } = named.get(concept.id) ?? { score: 0, span: 0 };
      const score = name + (bm25.get(concept.id) ?? 0);
      if (!isSure(concept, name, content, isElse)) return [];
      return [{ concept, score, span, isNamed: name >= points.byLength[1] }];
    });
    return found.filter(({ score }) => score >= least.score).sort((a, b) => b.score - a.score);
  }

  /** Points for each concept whose names stand in the question. */
  function nameScores(
    all: readonly string[],
    words: Words,
    content: readonly string[],
  ): Map<string, { score: number; span: number }> {
    const inStems = all.map(stem);
    const hits = inStems.flatMap((first, at) =>
      (byFirst.get(first) ?? []).flatMap((name) => {
        const fits = name.stems.every((part, i) => inStems[at + i] === part);
        return fits ? [{ name, at, to: at + name.stems.length }] : [];
      }),
    );
    // Of a question like "what is if" nothing is left but the word that it is about.
    const left = content.length > 0 ? content : loneKeyword(all);
    const scores = new Map<string, { best: number; score: number; span: number }>();
    for (const { name, at, to } of hits) {
      const { length } = name.stems;
      const isAll = left.length > 0 && left.map(stem).join(' ') === significant(name).join(' ');
      const only = name.raw[0] ?? '';
      if (length === 1 && !isAll && isKeywordOfEnglish(only) && !words.quoted.has(only)) continue;
      if (length === 1 && isAsking(only) && !isAll && !words.quoted.has(only)) continue;
      const isInside = hits.some(
        (other) => other.at <= at && other.to >= to && other.to - other.at > to - at,
      );
      const plain = points.byLength[Math.min(length, points.byLength.length - 1)] ?? 0;
      const score = (isInside ? plain * points.inside : plain) + (isAll ? points.whole : 0);
      // Two names of one concept in one question count as the better one and a little.
      const before = scores.get(name.concept.id) ?? { best: 0, score: 0, span: 0 };
      const best = Math.max(before.best, score);
      const more = before.best > 0 ? 1 : 0;
      const span = Math.max(before.span, length);
      scores.set(name.concept.id, { best, score: best + more, span });
    }
    return scores;
  }

  function isSure(
    concept: Concept,
    name: number,
    content: readonly string[],
    isElse: boolean,
  ): boolean {
    if (isElse) return name >= least.withElsewhere;
    if (name >= points.byLength[1]) return true;
    const words = topical.get(concept.id);
    const covered = content.filter((word) => words?.has(stem(word))).length;
    return covered >= 2 && covered / content.length >= least.coverage;
  }
}

/** What is left of "what is if": keywords, without those that hold a question together. */
function loneKeyword(all: readonly string[]): string[] {
  let left = all.filter(isKeywordOfEnglish);
  for (const joint of ['is', 'in', 'as', 'and', 'with', 'from', 'for', 'or', 'not']) {
    if (left.length > 1) {
      const rest = left.filter((word) => word !== joint);
      left = rest.length > 0 ? rest : [joint];
    }
  }
  return left;
}

function isContent(word: string): boolean {
  return !isAsking(word) && !isKeywordOfEnglish(word);
}

function stems(text: string): string[] {
  return wordsOf(text).all.map(stem);
}

/** The words of a name that would be left of a question. */
function significant(name: Name): string[] {
  const content = name.raw.filter(isContent);
  return (content.length > 0 ? content : name.raw).map(stem);
}

function indexOf(concepts: readonly Concept[]): MiniSearch {
  const index = new MiniSearch<{ id: string }>({
    fields: ['title', 'names', 'words', 'text'],
    tokenize: (text) => [...wordsOf(text).all],
    processTerm: (term) => stem(term),
    searchOptions: {
      boost: { title: 4, names: 4, words: 3, text: 0.5 },
      prefix: (term) => term.length > 3,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      weights: { prefix: 0.3, fuzzy: 0.2 },
    },
  });
  index.addAll(
    concepts.map(({ id, title, names, words, depths }) => ({
      id,
      title,
      names: names.join(' . '),
      words: words.join(' '),
      text: `${depths.beginner} ${depths.intermediate}`,
    })),
  );
  return index;
}
