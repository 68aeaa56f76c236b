/**
 * Which agent a question is most likely for, by its likeness to example questions: naive Bayes over words and pairs of words,
 * with Python's own words as one. Only asked where no rule fits, and only believed when it is sure.
 */
import { readFileSync } from 'node:fs';
import type { AnsweringAgent } from '@learnflow/shared';
import { readClauses } from './clauses.ts';
import { topic } from './topics.ts';

type Label = AnsweringAgent | 'nobody';
const labels: readonly Label[] = ['debug', 'concepts', 'review', 'progress', 'exercise', 'nobody'];
/** Stands for any of Python's own words. */
const topicWord = 'TOPIC';
/** Below it somebody had better ask a person. */
const sure = 0.9;
/** What an unseen word counts (Lidstone). */
const smoothing = 0.15;
const topics = new RegExp(topic, 'g');

interface Counts {
  questions: number;
  features: Map<string, number>;
}
const counts = new Map<Label, Counts>(
  labels.map((label) => [label, { questions: 0, features: new Map<string, number>() }]),
);
const isSeen = new Set<string>();

const file = readFileSync(new URL('examples.txt', import.meta.url), 'utf8');
for (const [, label = '', text = ''] of file.matchAll(/^(\w+) \| (.+)$/gm)) {
  const of = counts.get(label as Label);
  if (!of) throw new Error(`No agent is called ${label}.`);
  of.questions += 1;
  for (const feature of featuresOf(readClauses(text).plain)) {
    of.features.set(feature, (of.features.get(feature) ?? 0) + 1);
    isSeen.add(feature);
  }
}

/** @param plain  the mended question @returns undefined: it is like none, or for nobody here */
export function findLikeliest(plain: string): AnsweringAgent | undefined {
  const features = featuresOf(plain).filter((feature) => isSeen.has(feature));
  const scores = labels.map((label) => {
    const of = counts.get(label);
    const chance = (feature: string): number =>
      ((of?.features.get(feature) ?? 0) + smoothing) / ((of?.questions ?? 0) + 6 * smoothing);
    return features.reduce((sum, feature) => sum + Math.log(chance(feature)), 0);
  });
  const best = Math.max(...scores);
  const label = labels[scores.indexOf(best)];
  const share = 1 / scores.reduce((sum, score) => sum + Math.exp(score - best), 0);
  if (label === undefined || label === 'nobody' || share < sure) return undefined;
  // "What is the weather?" is like "What is the index?" in all but what it is about.
  return label === 'concepts' && !features.includes(topicWord) ? undefined : label;
}

function featuresOf(plain: string): string[] {
  const words = plain
    .replace(topics, ` ${topicWord} `)
    .replace(/\d+/g, 'NUMBER')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/(?<=...)(?:ing|ed|es|s)$/, ''));
  const pairs = ['^', ...words].slice(0, -1).map((word, i) => `${word} ${words[i] ?? ''}`);
  return [...new Set([...words, ...pairs])];
}
