import { expect, test } from 'vitest';
import { aTile } from './a-tile.fixture.ts';
import { commonExercise, passedByHalf } from './pulse.ts';

const at = (exercise: string) =>
  aTile({
    work: { exercise, title: '', place: 1, of: 2, passed: 0, total: 0, submitted: false },
  });

test('the pulse shows the exercise that most students are at, and nothing in free work', () => {
  expect(commonExercise([at('c/one'), at('c/two'), at('c/two'), aTile()])).toBe('c/two');
  expect(commonExercise([aTile()])).toBeUndefined();
});

test('half the class passes so many tests, or more', () => {
  const rows = ['ppp', 'pp-', 'p--', '---'].map((results) => ({
    roomId: results,
    names: [],
    results,
  }));
  expect(passedByHalf({ rows })).toBe(2);
  expect(passedByHalf({ rows: [] })).toBe(0);
});
