import { expect, test } from 'vitest';
import { countCells, emptyTable, standstillBucket, standstillRisk } from './hazard.ts';

test('steps of standing still fall into five buckets', () => {
  expect([0, 1, 2, 3, 4, 6, 7, 40].map(standstillBucket)).toEqual([0, 1, 2, 2, 3, 3, 4, 4]);
});

test('before the class has counts, whoever stands still longer comes first', () => {
  const risks = [0, 1, 2, 3, 4].map((still) => standstillRisk(undefined, { best: 2, still }));
  expect(risks).toEqual([...risks].sort((a, b) => a - b));
  expect(new Set(risks).size).toBe(5);
});

test('each level leans on the larger one with a weight of eight', () => {
  const table = countCells(emptyTable(), [{ best: 1, still: 2 }], true);
  const ofExercise = (1 + 8 * 0.33) / 9;
  const ofStill = (1 + 8 * (ofExercise + 0.35 - 0.33)) / 9;
  const ofBest = (1 + 8 * ofStill) / 9;
  expect(standstillRisk(table, { best: 1, still: 2 })).toBeCloseTo((1 + 8 * ofBest) / 9, 12);
  // A cell without counts of its own leans on those of the exercise.
  expect(standstillRisk(table, { best: 5, still: 0 })).toBeCloseTo(ofExercise + 0.2 - 0.33, 12);
});

test('what the class does outweighs what it began with', () => {
  let table = emptyTable();
  const early = { best: 0, still: 0 };
  const late = { best: 0, still: 4 };
  // A class in which beginning is hard, and whoever has stood still for long gets further.
  table = countCells(table, Array<typeof early>(40).fill(early), true);
  table = countCells(table, Array<typeof late>(40).fill(late), false);
  expect(standstillRisk(table, early)).toBeGreaterThan(standstillRisk(table, late));
});
