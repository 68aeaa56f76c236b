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
import { makeLikeness } from './likeness.ts';
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
const points = {
  byLength: [0, 5, 7, 12, 14],
  inside: 0.35,
  loose: 0.8,
  whole: 16,
  bm25: 11,
  likeness: 30,
  common: 0.2,
  little: 1,
} as const;
/** Below this a question is not taken to be about Python. */
const least = { name: 5, likeness: 0.4, coverage: 0.5 } as const;
/** The same, where a word belongs to something else. */
const leastElsewhere = { name: 7, likeness: 0.6 } as const;
/** A longer question is read up to here. */
const maxChars = 400;
const maxWords = 80;
/** In a longer question "not" and "with" are only English. */
const maxLoneWords = 6;

interface Name {
  concept: Concept;
  raw: readonly string[];
  stems: readonly string[];
  /** The stems that would be left of a question. */
  content: readonly string[];
}

interface Named {
  /** Points for being sure that it is meant. */
  sure: number;
  /** Points against others: a single word counts less when many concepts are called by it. */
  score: number;
  span: number;
}

const unnamed: Named = { sure: 0, score: 0, span: 0 };

interface Hit {
  name: Name;
  /** Places of its words in the question. */
  at: readonly number[];
  isLoose: boolean;
}

export function makeSearch(concepts: readonly Concept[]): Search {
  const names = concepts.flatMap((concept) =>
    [concept.title, concept.id.replaceAll('-', ' '), ...concept.names].map((name): Name => {
      const raw = wordsOf(name).all;
      const content = raw.filter(isContent);
      return {
        concept,
        raw,
        stems: raw.map(stem),
        content: (content.length > 0 ? content : raw).map(stem),
      };
    }),
  );
  const byFirst = Map.groupBy(names, ({ stems }) => stems[0] ?? '');
  const byFirstContent = Map.groupBy(
    names.filter(({ content }) => content.length > 1),
    ({ content }) => content[0] ?? '',
  );
  const sharers = Map.groupBy(
    concepts.flatMap(({ names }) => [...new Set(names.flatMap(stems))]),
    (word) => word,
  );
  /** @returns 1 for a word in the names of one concept, less the more there are */
  const rarity = (word: string): number =>
    1 / (1 + points.common * Math.log2(sharers.get(word)?.length ?? 1));
  const topical = new Map(
    concepts.map((concept) => [
      concept.id,
      new Set([...concept.names, ...concept.words, concept.title].flatMap(stems)),
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
    concepts.flatMap(({ names, asked, words, title, depths }) =>
      [...names, ...asked, ...words, title, ...Object.values(depths)].flatMap(stems),
    ),
  );
  const index = indexOf(concepts);
  const likeness = makeLikeness(concepts);

  return { find };

  function find(text: string): readonly Found[] {
    const words = wordsOf(text.slice(0, maxChars));
    const typed = words.all.slice(0, maxWords);
    const all = mendSpelling(typed, known, spelling);
    const content = all.filter((word) => words.quoted.has(word) || isContent(word));
    const named = nameScores(all, words, content);
    const terms = content.length > 0 ? content : loneKeyword(all);
    const likes = likeness.to(all);
    const ranked = index.search(terms.join(' '));
    const top = ranked[0]?.score ?? 1;
    const bm25 = new Map(ranked.map(({ id, score }) => [String(id), (points.bm25 * score) / top]));
    // What was mended may have been a right word of something else.
    const isGuess =
      all.some((word, i) => word !== typed[i]) && content.some((word) => !known.has(stem(word)));
    const isElse = isGuess || content.some((word) => isElsewhere(word) && !words.quoted.has(word));
    const found = concepts.flatMap((concept): Found[] => {
      const { sure: name, score: rare, span } = named.get(concept.id) ?? unnamed;
      const like = likes.get(concept.id) ?? 0;
      if (!isSure(concept, name, like, content, isElse)) return [];
      const score = rare + (bm25.get(concept.id) ?? 0) + points.likeness * like;
      return [{ concept, score, span, isNamed: name >= least.name }];
    });
    return found.sort((a, b) => b.score - a.score);
  }

  /** Points for each concept whose names stand in the question. */
  function nameScores(
    all: readonly string[],
    words: Words,
    content: readonly string[],
  ): Map<string, Named> {
    // Of a question like "what is if" nothing is left but the word that it is about.
    const left = (content.length > 0 ? content : loneKeyword(all)).map(stem).join(' ');
    const asked = new Set(all.map(stem));
    const hits = [...hitsOf(all.map(stem)), ...looseHitsOf(all, content)].filter(({ name }) => {
      const [only = ''] = name.raw;
      if (name.raw.length > 1 || words.quoted.has(only)) return true;
      return left === name.stems[0] || !(isKeywordOfEnglish(only) || isAsking(only));
    });
    const scores = new Map<string, Named>();
    for (const { name, at, isLoose } of hits) {
      const isInside = hits.some(
        (other) => other.at.length > at.length && at.every((place) => other.at.includes(place)),
      );
      const plain = lengthPoints(name, at.length);
      const there = name.stems.filter((part) => asked.has(part)).length / name.stems.length;
      const factor = (isInside ? points.inside : 1) * (isLoose ? points.loose * there : 1);
      const isAll = left !== '' && left === name.content.join(' ');
      const whole = isAll ? points.whole : 0;
      const sure = plain * factor + whole;
      const rare = plain * factor * (at.length === 1 ? rarity(name.stems[0] ?? '') : 1) + whole;
      // Two names of one concept in one question count as the better one and a little.
      const before = scores.get(name.concept.id) ?? unnamed;
      scores.set(name.concept.id, {
        sure: Math.max(before.sure, sure),
        score: Math.max(before.score, rare) + (before.score > 0 && rare > 0 ? 0.5 : 0),
        span: Math.max(before.span, isLoose ? 0 : at.length),
      });
    }
    return scores;
  }

  /** Names that stand in the question word for word. */
  function hitsOf(stems: readonly string[]): Hit[] {
    return stems.flatMap((first, from) =>
      (byFirst.get(first) ?? []).flatMap((name): Hit[] => {
        const fits = name.stems.every((part, i) => stems[from + i] === part);
        return fits ? [{ name, at: name.stems.map((_, i) => from + i), isLoose: false }] : [];
      }),
    );
  }

  /** Names of several words that stand there with little words between: "add something to my list". */
  function looseHitsOf(all: readonly string[], content: readonly string[]): Hit[] {
    const places = all.flatMap((word, i) => (content.includes(word) ? [i] : []));
    const stems = places.map((place) => stem(all[place] ?? ''));
    return stems.flatMap((first, from) =>
      (byFirstContent.get(first) ?? []).flatMap((name): Hit[] => {
        const fits = name.content.every((part, i) => stems[from + i] === part);
        const at = name.content.map((_, i) => places[from + i] ?? -1);
        return fits ? [{ name, at, isLoose: true }] : [];
      }),
    );
  }

  function isSure(
    concept: Concept,
    name: number,
    like: number,
    content: readonly string[],
    isElse: boolean,
  ): boolean {
    const enough = isElse ? leastElsewhere : least;
    if (name >= enough.name || like >= enough.likeness) return true;
    if (isElse) return false;
    const words = topical.get(concept.id);
    const covered = content.filter((word) => words?.has(stem(word))).length;
    return covered >= 2 && covered / content.length >= least.coverage;
  }
}

/** Points for a name in a question; words that mean little add little. @param found  how many of its words are there */
function lengthPoints(name: Name, found: number): number {
  const heavy = Math.min(name.content.length, found);
  const light = found - heavy;
  const index = Math.min(heavy, points.byLength.length - 1);
  return (points.byLength[index] ?? 0) + points.little * light;
}

/** What is left of "what is if": keywords, without those that hold a question together. */
function loneKeyword(all: readonly string[]): string[] {
  if (all.length > maxLoneWords) return [];
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

function indexOf(concepts: readonly Concept[]): MiniSearch {
  const index = new MiniSearch<{ id: string }>({
    fields: ['title', 'names', 'asked', 'words', 'text'],
    tokenize: (text) => [...wordsOf(text).all],
    processTerm: (term) => stem(term),
    searchOptions: {
      boost: { title: 4, names: 4, asked: 4, words: 3, text: 0.5 },
      prefix: (term) => term.length > 3,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      weights: { prefix: 0.3, fuzzy: 0.2 },
    },
  });
  index.addAll(
    concepts.map(({ id, title, names, asked, words, depths }) => ({
      id,
      title,
      asked: asked.join(' . '),
      names: names.join(' . '),
      words: words.join(' '),
      text: `${depths.beginner} ${depths.intermediate}`,
    })),
  );
  return index;
}
