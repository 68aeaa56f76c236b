import { expect, test } from 'vitest';
import { shortAge, spokenAge, waitClock } from './age.ts';

test('ages are short, with a unit and a space', () => {
  expect([0, 999, 59_999, 60_000, 3_599_000, 3_600_000].map(shortAge)).toEqual([
    '0 s',
    '0 s',
    '59 s',
    '1 min',
    '59 min',
    '1 h',
  ]);
});

test('a clock that runs ahead of the server never shows a negative age', () => {
  expect([shortAge(-5_000), waitClock(-5_000), spokenAge(-1)]).toEqual([
    '0 s',
    '0:00',
    'less than a minute',
  ]);
});

test('waits are m:ss', () => {
  expect([192_000, 48_000, 3_661_000].map(waitClock)).toEqual(['3:12', '0:48', '1:01:01']);
});

test('spoken ages have whole words and change once a minute', () => {
  expect([59_000, 60_000, 240_000, 7_200_000].map(spokenAge)).toEqual([
    'less than a minute',
    '1 minute',
    '4 minutes',
    '2 hours',
  ]);
});
