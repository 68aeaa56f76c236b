import { expect, test } from 'vitest';
import { caretAfter } from './caret-after.ts';

test('text before the caret pushes it along', () => {
  expect(caretAfter(5, [{ retain: 2 }, { insert: 'abc' }])).toBe(8);
});

test('text typed exactly at the caret or behind it leaves it where it is', () => {
  expect(caretAfter(5, [{ retain: 5 }, { insert: 'abc' }])).toBe(5);
  expect(caretAfter(0, [{ insert: 'abc' }])).toBe(0);
  expect(caretAfter(5, [{ retain: 9 }, { insert: 'abc' }])).toBe(5);
});

test('a removal around the caret puts it at the place of the removal', () => {
  expect(caretAfter(5, [{ retain: 3 }, { delete: 10 }])).toBe(3);
  expect(caretAfter(5, [{ delete: 2 }])).toBe(3);
});

test('several steps of one change add up', () => {
  expect(caretAfter(6, [{ insert: 'ab' }, { retain: 4 }, { delete: 1 }, { insert: 'x' }])).toBe(8);
});
