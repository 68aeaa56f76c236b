import { expect, test } from 'vitest';
import { countJoined } from './joined-up.ts';

test('everybody who wrote while the line was cut is counted, and nobody else', () => {
  const names = new Map([
    [2, 'Leo'],
    [3, 'Ana'],
  ]);
  const before = new Map([
    [1, 10],
    [2, 5],
    [3, 4],
  ]);
  const after = new Map([
    [1, 24],
    [2, 8],
    [3, 4],
  ]);
  expect(countJoined(14, 1, before, after, (id) => names.get(id))).toEqual({
    mine: 14,
    theirs: [{ name: 'Leo', edits: 3 }],
  });
});

test('two visits of one person are one person, and strangers are counted together', () => {
  const after = new Map([
    [2, 1],
    [3, 2],
    [8, 5],
    [9, 1],
  ]);
  const nameOf = (id: number): string | undefined => (id < 5 ? 'Leo' : undefined);
  expect(countJoined(0, 1, new Map(), after, nameOf).theirs).toEqual([
    { name: 'Leo', edits: 3 },
    { name: '', edits: 6 },
  ]);
});
