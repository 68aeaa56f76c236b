import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer as shape, learnerLevels, type Question } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { concepts, findConcept, listConcepts } from '../../src/concepts/agent.ts';

const ask = (text: string, rest: Partial<Question> = {}) =>
  concepts.answer({ text, level: 'beginner', earlier: [], ...rest });

const linesOf = (file: string): string[] =>
  readFileSync(join(import.meta.dirname, file), 'utf8')
    .trim()
    .split('\n');

interface Labelled {
  id: string;
  text: string;
}

const labelled = (file: string): Labelled[] =>
  linesOf(file).map((line) => {
    const [id = '', text = ''] = line.split(' | ');
    return { id, text };
  });

const isRight = ({ id, text }: Labelled): boolean => ask(text)?.topic === id;

/** The right concept is answered, or named as what else could have been meant. */
function isOffered({ id, text }: Labelled): boolean {
  const title = findConcept(id)?.title ?? 'no such concept';
  return ask(text)?.text.includes(`**${title}**`) ?? false;
}

const share = <T>(items: readonly T[], holds: (item: T) => boolean): number =>
  items.filter(holds).length / items.length;

test('every label is a concept', () => {
  const files = ['questions.txt', 'more-questions.txt', 'unseen-questions.txt'];
  for (const { id } of files.flatMap(labelled)) expect(findConcept(id)?.id).toBe(id);
});

test('finds the concept of questions, misspelt, short and in the words of children', () => {
  const questions = labelled('questions.txt');
  expect(questions.length).toBeGreaterThanOrEqual(200);
  expect(questions.filter((question) => !isRight(question)).slice(15)).toEqual([]);
  expect(share(questions, isRight)).toBeGreaterThanOrEqual(0.95);
});

// These were written to find out what is missed; part of it was mended afterwards.
test('finds most of what is asked in roundabout words', () => {
  const questions = labelled('more-questions.txt');
  expect(questions.length).toBeGreaterThanOrEqual(200);
  expect(share(questions, isRight)).toBeGreaterThanOrEqual(0.85);
});

// Written last, and nothing was changed after they were asked: 74.5 % were right, 89 % right or offered.
test('finds most of the questions that it was never tried on', () => {
  const questions = labelled('unseen-questions.txt');
  expect(questions.length).toBeGreaterThanOrEqual(40);
  expect(share(questions, isRight)).toBeGreaterThanOrEqual(0.7);
  expect(share(questions, isOffered)).toBeGreaterThanOrEqual(0.85);
});

test('says nothing to what is not about Python', () => {
  const questions = linesOf('elsewhere.txt');
  expect(questions.length).toBeGreaterThanOrEqual(40);
  expect(share(questions, (text) => ask(text) === undefined)).toBeGreaterThanOrEqual(0.95);
});

test('every concept answers to its own title, at every level, within the bounds of an answer', () => {
  for (const { id, title } of listConcepts()) {
    for (const level of learnerLevels) {
      const answer = ask(`explain ${title}`, { level });
      expect(answer?.topic, title).toBe(id);
      expect(shape.safeParse(answer).success, id).toBe(true);
    }
  }
});

test('two concepts together still fit into an answer', () => {
  const [longest, second] = [...listConcepts()]
    .map((concept) => ({ concept, size: concept.depths.advanced.length }))
    .sort((a, b) => b.size - a.size);
  const text = `difference between ${longest?.concept.names[0]} and ${second?.concept.names[0]}`;
  expect(shape.safeParse(ask(text, { level: 'advanced' })).success).toBe(true);
});

test('whatever is typed, nothing breaks', () => {
  const texts = [
    'difference '.repeat(90),
    `difference ${'a '.repeat(490)}`,
    `[${'for in '.repeat(140)}`,
    '`'.repeat(1000),
    '"'.repeat(999),
    'what about '.repeat(90),
    '💥 ﷽ \u0000 \uD800',
    'why '.repeat(250),
    '?'.repeat(1000),
  ];
  for (const text of texts) {
    const answer = ask(text, {
      earlier: [{ text: 'x', agent: 'concepts', topic: 'for-loop', answer: 'y' }],
      program: { entry: 'main.py', files: [{ name: 'main.py', text }] },
    });
    if (answer) expect(shape.safeParse(answer).success).toBe(true);
  }
});
