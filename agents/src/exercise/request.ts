/**
 * What a teacher asks for in ordinary English: "Create easy exercises on list comprehensions", "3 hard ones about dicts".
 *
 * 1. Words that say who it is for ("for my class") are left out: a class is a topic too.
 * 2. The topic is the longest known word or phrase in the text; plurals count, and so does a slip of the keys.
 * 3. Difficulty and number are single words. Nothing said: easy, and three.
 */
import { distance } from '../explain/near.ts';
import type { Difficulty } from './template.ts';
import { type TopicId, topics, wideTopics } from './topics.ts';

export const requestLimits = {
  /** Somebody who gets more reads none of them. */
  maxCount: 6,
  standardCount: 3,
} as const;

export interface ExerciseRequest {
  /** As it is called on screen. */
  topic: string;
  topics: readonly TopicId[];
  difficulty: Difficulty;
  count: number;
}

/** Nobody knows the topic: these are there. */
export interface UnknownTopic {
  offered: readonly string[];
}

const levelWords: Record<Difficulty, string> = {
  easy: 'easy, easier, easiest, simple, beginner, gentle, warmup, warm-up, starter, entry-level, basic',
  medium: 'medium, moderate, intermediate, normal, average, middle',
  hard: 'hard, harder, hardest, difficult, challenging, challenge, advanced, tough, tricky, demanding, expert',
};
const countWords: Record<string, number> = {
  ...{ a: 1, an: 1, one: 1, single: 1, another: 1, two: 2, couple: 2, pair: 2, three: 3, few: 3 },
  ...{ some: 3, several: 4, four: 4, five: 5, six: 6, many: 6 },
};
const forWhom =
  /\b(for|with|in|to) (my|the|this|our|a|whole|all|every|each)( whole| entire)? (class|classes|students?|pupils?|group|lesson|course)\b|\bfor (my |the )?(year|grade) ?\d+\w*/g;

const split = (words: string): string[] => words.split(', ');
const known: { phrase: string; name: string; of: readonly TopicId[] }[] = [
  ...(Object.keys(topics) as TopicId[]).flatMap((id) =>
    [topics[id].name.toLowerCase(), ...split(topics[id].words)].map((phrase) => ({
      ...{ phrase: phrase.toLowerCase(), name: topics[id].name, of: [id] },
    })),
  ),
  ...wideTopics.flatMap(({ name, words, of }) =>
    [name.toLowerCase(), ...split(words)].map((phrase) => ({ phrase, name, of })),
  ),
].sort((a, b) => b.phrase.length - a.phrase.length);

/** @param text  as typed */
export function parseExerciseRequest(text: string): ExerciseRequest | UnknownTopic {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9\- ]+/g, ' ')
    .replaceAll(forWhom, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const words = plain.split(' ');
  const found = findTopic(words);
  if (!found) return { offered: topicNames() };
  return {
    topic: found.name,
    topics: found.of,
    difficulty: levelOf(words.filter((_, at) => at < found.from || at >= found.to)) ?? 'easy',
    count: countOf(words, plain),
  };
}

/** @returns names of all topics there are exercises for */
export function topicNames(): string[] {
  return Object.values(topics).map(({ name }) => name);
}

interface FoundTopic {
  name: string;
  of: readonly TopicId[];
  /** Which words say it. */
  from: number;
  to: number;
}

/** Phrases from this length on may hold a slip and still come before shorter ones that are right. */
const longPhrase = 12;

/** @returns the longest phrase that is there as it is, or nearly for a long one; else the longest with a slip */
export function findTopic(words: readonly string[]): FoundTopic | undefined {
  for (const slips of [false, true]) {
    for (const { phrase, name, of } of known) {
      const length = phrase.split(' ').length;
      for (let from = 0; from + length <= words.length; from++) {
        const said = words.slice(from, from + length).join(' ');
        if (isSame(said, phrase, slips || phrase.length >= longPhrase))
          return { name, of, from, to: from + length };
      }
    }
  }
  return undefined;
}

function isSame(said: string, phrase: string, slips: boolean): boolean {
  if (said === phrase) return true;
  const [a, b] = [singular(said), singular(phrase)];
  if (a === b) return true;
  if (!slips || b.length < 4 || a.length < 4) return false;
  // "for loops" must not become "for loot", nor "classes" "glasses" more often than needed.
  const allowed = b.length >= 9 ? 3 : b.length >= 7 ? 2 : 1;
  return a.charAt(0) === b.charAt(0) && distance(a, b) <= allowed && !ordinary.has(said);
}

/** Words of every request that look like a topic with a slip. */
const ordinary = new Set(
  split(
    'test, tests, task, tasks, text, like, list, site, best, last, line, while, trial, practise, practice, create, exercise, exercises, please, topic, topics, about, with, from, them, then, some, those, these, make, made, write, give, hard, harder, class, need',
  ),
);

const singular = (text: string): string =>
  text
    .split(' ')
    .map((word) =>
      word.length <= 3
        ? word
        : word
            .replace(/ies$/, 'y')
            .replace(/(ss|sh|ch|x)es$/, '$1')
            .replace(/([^s])s$/, '$1'),
    )
    .join(' ');

function levelOf(words: readonly string[]): Difficulty | undefined {
  const levels = Object.keys(levelWords) as Difficulty[];
  const exact = levels.find((level) =>
    split(levelWords[level]).some((each) => words.includes(each)),
  );
  return (
    exact ??
    levels.find((level) =>
      split(levelWords[level]).some((each) =>
        words.some(
          (word) =>
            each.length >= 4 &&
            word.charAt(0) === each.charAt(0) &&
            !ordinary.has(word) &&
            distance(word, each) === 1,
        ),
      ),
    )
  );
}

function countOf(words: readonly string[], plain: string): number {
  const digits = words.find((word) => /^\d{1,2}$/.test(word));
  const said = words.find((word) => !['a', 'an'].includes(word) && word in countWords);
  const isOne = /\b(an?|one)( \w+)? (exercise|task|problem|challenge|puzzle)\b/.test(plain);
  const asked =
    digits !== undefined
      ? Number(digits)
      : said !== undefined
        ? (countWords[said] ?? requestLimits.standardCount)
        : isOne
          ? 1
          : requestLimits.standardCount;
  return Math.min(Math.max(asked, 1), requestLimits.maxCount);
}
