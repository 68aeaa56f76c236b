import { expect, test } from 'vitest';
import { chanceOf, difficultyOf, newRating, rate, type Rating, stepSize } from './elo.ts';

test('nine outcomes at k = 0.5 give the published ratings', () => {
  const students = new Map<string, Rating>();
  const exercises = new Map<string, Rating>();
  const outcomes = [
    ...[['good-1', 'easy-1', 1] as const, ['good-2', 'med-1', 1] as const],
    ...[['good-3', 'hard-1', 1] as const, ['med-2', 'hard-2', 0] as const],
    ...[['med-3', 'easy-1', 1] as const, ['med-3', 'med-1', 0] as const],
    ...[['med-3', 'med-2', 1] as const, ['bad-1', 'med-1', 0] as const],
    ['bad-1', 'med-2', 0] as const,
  ];
  for (const [who, what, y] of outcomes) {
    const after = rate(
      students.get(who) ?? newRating,
      exercises.get(what) ?? newRating,
      y,
      () => 0.5,
    );
    students.set(who, after.student);
    exercises.set(what, after.exercise);
  }
  expect(students.get('med-3')?.value).toBeCloseTo(0.172423, 6);
  expect(students.get('bad-1')?.value).toBeCloseTo(-0.49509, 5);
  expect(exercises.get('easy-1')?.value).toBeCloseTo(-0.468912, 6);
  expect(exercises.get('med-1')?.value).toBeCloseTo(0.30037, 5);
});

test('steps shrink from 0.4 to 0.1', () => {
  expect(stepSize(0)).toBe(0.4);
  expect(stepSize(20)).toBeCloseTo(0.2, 12);
  expect(stepSize(60)).toBeCloseTo(0.1, 12);
  expect(stepSize(1000)).toBe(0.1);
});

test('half of the tests at an even chance moves nobody', () => {
  expect(rate(newRating, newRating, 0.5)).toEqual({
    student: { value: 0, n: 1 },
    exercise: { value: 0, n: 1 },
  });
});

test('the word of the author counts until outcomes outweigh it', () => {
  expect(difficultyOf(newRating, 'hard')).toBe(0.5);
  expect(difficultyOf({ value: -1, n: 5 }, 'hard')).toBe(-0.25);
  expect(chanceOf(0, 0)).toBe(0.5);
});
