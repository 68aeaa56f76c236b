import { type MasteryPart, masterySum } from '@learnflow/shared';
import { expect, test } from 'vitest';
import {
  ageWeight,
  bandOf,
  consistencyOf,
  decayedMean,
  itemOf,
  masteryOf,
  partOf,
  roundHalfUp,
} from './mastery.ts';

const dayMs = 24 * 60 * 60_000;
const parts = (
  exercises: number | null,
  quiz: number | null,
  quality: number | null,
  consistency: number | null,
): MasteryPart[] => [
  partOf('exercises', [], exercises),
  partOf('quiz', [], quiz),
  partOf('quality', [], quality),
  partOf('consistency', [], consistency),
];

test('exercises 60, quiz 80, quality 75 and consistency 50 are 68 %', () => {
  expect(masteryOf(parts(60, 80, 75, 50))).toBe(68);
  expect(masterySum(parts(60, 80, 75, 50))).toBe('0.4 × 60 + 0.3 × 80 + 0.2 × 75 + 0.1 × 50');
});

test('parts that are missing leave their weight to the others', () => {
  expect(masteryOf(parts(60, null, null, 50))).toBe(58);
  expect(masterySum(parts(60, null, null, 50))).toBe('(0.4 × 60 + 0.1 × 50) ÷ 0.5');
  expect(masteryOf(parts(null, 80, null, null))).toBe(80);
  expect(masteryOf(parts(null, null, null, 100))).toBeNull();
});

test.each([
  [0, 'beginner'],
  [40, 'beginner'],
  [41, 'learning'],
  [70, 'learning'],
  [71, 'proficient'],
  [90, 'proficient'],
  [91, 'mastered'],
  [100, 'mastered'],
])('%i %% is %s', (mastery, band) => {
  expect(bandOf(mastery)).toBe(band);
});

test('a half is rounded up before it is banded', () => {
  expect(roundHalfUp(40.5)).toBe(41);
  expect(roundHalfUp(40.49)).toBe(40);
  // 0.4 × 41 + 0.3 × 41 + 0.2 × 41 + 0.1 × 36 = 40.5
  expect(masteryOf(parts(41, 41, 41, 36))).toBe(41);
  expect(bandOf(roundHalfUp(40.5))).toBe('learning');
});

test('seven days in a row are full consistency', () => {
  expect([0, 1, 3, 7, 30].map(consistencyOf)).toEqual([0, 14, 43, 100, 100]);
});

test('a figure of two weeks ago counts half, one of the future counts as of today', () => {
  expect(ageWeight(14)).toBe(0.5);
  const now = 100 * dayMs;
  const items = [itemOf('new', 100, now, now), itemOf('old', 40, now - 14 * dayMs, now)];
  expect(decayedMean(items)).toBe(80);
  expect(itemOf('later', 1, now + dayMs, now)).toMatchObject({ ageDays: 0, weight: 1 });
  expect(decayedMean([])).toBeNull();
});
