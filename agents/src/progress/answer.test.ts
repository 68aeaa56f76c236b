import { answer, type Question } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { progressAnswers } from './answer.ts';

const question = (text: string, more: Partial<Question> = {}): Question => ({
  ...{ text, level: 'beginner', earlier: [] },
  ...{
    progress: [
      {
        ...{ topic: 'Loops', mastery: 68, band: 'Learning' },
        sum: '0.4 × 60 + 0.3 × 80 + 0.2 × 75 + 0.1 × 50',
      },
      { topic: 'Variables and input', mastery: 92, band: 'Mastered', sum: '0.4 × 92' },
    ],
    next: { title: 'Times table', topic: 'Loops', chance: 0.68 },
  },
  ...more,
});
const textOf = (asked: Question): string => answer.parse(progressAnswers.answer(asked)).text;

test('how one is doing is every topic with its number and its sum', () => {
  const text = textOf(question('How am I doing?'));
  expect(text).toContain(
    '**Loops**: 68 %, Learning (0.4 × 60 + 0.3 × 80 + 0.2 × 75 + 0.1 × 50 = 68)',
  );
  expect(text.indexOf('Variables')).toBeLessThan(text.indexOf('Loops'));
  expect(text).toContain('14 days old counts half');
});

test('a topic that is named is answered alone', () => {
  const text = textOf(question('am i good at loops'));
  expect(text).toContain('68 %');
  expect(text).not.toContain('92 %');
});

test('what next is an exercise with the reason, and the lowest topic', () => {
  const text = textOf(question('What should I do next?'));
  expect(text).toContain('Try **Times table** (Loops)');
  expect(text).toContain('7 times in 10');
  expect(text).toContain('Your lowest topic: **Loops**: 68 %');
});

test('whoever has done nothing yet hears how to begin', () => {
  expect(textOf(question('how am I doing', { progress: [] }))).toContain('Times table');
  const without = question('progress?', { progress: [] });
  delete without.next;
  expect(textOf(without)).toContain('Check an exercise or take a quiz');
});
