import { expect, test } from 'vitest';
import { diffLines } from './line-diff.ts';

const signs = { same: ' ', then: '-', now: '+' } as const;
const told = (then: string, now: string): string[] =>
  diffLines(then, now).map(({ kind, text }) => signs[kind] + text);

test('what stayed keeps its place between what went and what came', () => {
  expect(told('a\nb\nc\nd', 'a\nx\nc\nd\ne')).toEqual([' a', '-b', '+x', ' c', ' d', '+e']);
});

test('a file that is gone is lines that went', () => {
  expect(told('a\nb', '').filter((line) => line !== '+')).toEqual(['-a', '-b']);
});

test('texts of too many lines are shown whole, one after the other', () => {
  const long = 'x\n'.repeat(2_000);
  const lines = diffLines(long, long);
  expect(lines.filter(({ kind }) => kind === 'then')).toHaveLength(2_001);
  expect(lines.filter(({ kind }) => kind === 'now')).toHaveLength(2_001);
});
