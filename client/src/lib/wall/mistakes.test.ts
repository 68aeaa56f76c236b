import type { TileRun } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { commonMistakes } from './mistakes.ts';

const now = 1_000_000_000;
const run = (label: string, change: Partial<TileRun> = {}): TileRun => ({
  n: 1,
  ok: false,
  label,
  at: now - 1_000,
  ...change,
});

test('the same failures are counted together, the most common first', () => {
  const tiles = [
    { id: 'a', run: run('NameError') },
    { id: 'b', run: run('IndexError') },
    { id: 'c', run: run('IndexError') },
    { id: 'd', run: run('Ran', { ok: true }) },
    { id: 'e', run: null },
  ];
  expect(commonMistakes(tiles, now)).toEqual([
    { label: 'IndexError', ids: ['b', 'c'] },
    { label: 'NameError', ids: ['a'] },
  ]);
});

test('old failures and runs that say nothing about the program are left out', () => {
  const tiles = [
    { id: 'a', run: run('IndexError', { at: now - 11 * 60_000 }) },
    { id: 'b', run: run('Stopped') },
    { id: 'c', run: run('Cannot run here') },
    { id: 'd', run: run('Stopped at 10 s') },
  ];
  expect(commonMistakes(tiles, now)).toEqual([{ label: 'Stopped at 10 s', ids: ['d'] }]);
});

test('only the five most common are listed', () => {
  const tiles = [...'abcdefg'].map((id) => ({ id, run: run(`${id}Error`) }));
  expect(commonMistakes(tiles, now)).toHaveLength(5);
});
