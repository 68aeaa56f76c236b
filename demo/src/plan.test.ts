import { expect, test } from 'vitest';
import { planSteps, type Step } from './plan.ts';
import { programs } from './programs.ts';
import { chanceFrom } from './random.ts';

function firstSteps(seed: number, student: number, count: number): Step[] {
  const steps: Step[] = [];
  for (const step of planSteps(chanceFrom(seed).fork(student))) {
    steps.push(step);
    if (steps.length === count) break;
  }
  return steps;
}

test('the same seed gives the same class, key by key', () => {
  expect(firstSteps(7, 3, 3000)).toEqual(firstSteps(7, 3, 3000));
});

test('another seed and another student do something else', () => {
  expect(firstSteps(7, 3, 500)).not.toEqual(firstSteps(8, 3, 500));
  expect(firstSteps(7, 3, 500)).not.toEqual(firstSteps(7, 4, 500));
});

test('a class makes mistakes, mends them, rests and asks', () => {
  const kinds = new Set<string>();
  for (let student = 0; student < 28; student += 1) {
    for (const step of firstSteps(1, student, 4000)) kinds.add(step.kind);
  }
  expect([...kinds].sort()).toEqual([
    'erase',
    'hand',
    'key',
    'leave',
    'open',
    'run',
    'seek',
    'wait',
  ]);
});

test('every slip is a line that differs from the right one', () => {
  for (const program of programs) {
    for (const slip of program.slips) expect(program.lines[slip.line]).not.toBe(slip.wrong);
  }
});
