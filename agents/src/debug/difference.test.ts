import { expect, test } from 'vitest';
import { describeDifference } from './difference.ts';
import { itemsOf } from './python-values.ts';

test.each([
  ['6', 'None', 'int', 'NoneType', 'none', /gave back `None`/],
  ['6', "'6'", 'int', 'str', 'type', /value looks right.*`str`.*`int`/],
  ['6', '6.0', 'int', 'float', 'type', /value looks right/],
  ['[1]', '1', 'list', 'int', 'type', /type is another/],
  ['6', '5', 'int', 'int', 'off-by-one', /one too few/],
  ['6', '7', 'int', 'int', 'off-by-one', /one too many/],
  ['6', '-6', 'int', 'int', 'sign', /wrong sign/],
  ['6', '0', 'int', 'int', 'zero', /still 0/],
  ['6', '60', 'int', 'int', 'number', /too large/],
  ['0.3', '0.30000000000000004', 'float', 'float', 'rounding', /last digits/],
  ['True', 'False', 'bool', 'bool', 'opposite', /other way round/],
  ['[1, 2, 3]', '[3, 2, 1]', 'list', 'list', 'order', /another order/],
  ['[1, 2, 3]', '[1, 2]', 'list', 'list', 'length', /1 item missing at the end/],
  ['[1, 2, 3]', '[2, 3]', 'list', 'list', 'length', /1 item missing at the beginning/],
  ['[1]', '[1, 1, 1]', 'list', 'list', 'length', /2 items too many/],
  ['[1]', '[]', 'list', 'list', 'empty', /empty/],
  ["['a', 'b']", "['a', 'c']", 'list', 'list', 'item', /index 1: it is `'c'`/],
  ["'Even'", "'even'", 'str', 'str', 'capitals', /capital/],
  ["'a b'", "'a  b '", 'str', 'str', 'blanks', /blanks/],
  ["'Hi, Bo!'", "'Hi Bo'", 'str', 'str', 'signs', /comma/],
  ["'abc'", "'cba'", 'str', 'str', 'backwards', /backwards/],
  ["'abcd'", "'abxd'", 'str', 'str', 'text', /first 2 signs are right/],
  ["'Hi\\nBo\\n'", "''", 'output', 'output', 'nothing-printed', /printed nothing/],
  ['Hi\nBo\n', 'Hi\n', 'output', 'output', 'lines', /printed 1 line, .* wants 2/],
  ['Hi\n', 'Name: Hi\nBo\n', 'output', 'output', 'lines', /printed 2 lines/],
  ['ValueError', '3', 'exception', 'int', 'no-exception', /`ValueError` to be raised/],
])('expected %s, got %s (%s, %s): %s', (expected, got, expectedType, gotType, kind, says) => {
  const found = describeDifference({ expected, got, expectedType, gotType }, false);
  expect(found.kind).toBe(kind);
  expect(found.says).toMatch(says);
  expect(found.look).not.toBe('');
});

test('None where something is printed is told as printed instead of returned', () => {
  const diff = { expected: '6', got: 'None', expectedType: 'int', gotType: 'NoneType' };
  expect(describeDifference(diff, true).says).toMatch(/printed is not handed back/);
});

test('items are read as Python writes them', () => {
  expect(itemsOf(`['a, b', (1, [2]), "it's", {'k': 1}]`)).toEqual([
    "'a, b'",
    '(1, [2])',
    `"it's"`,
    "{'k': 1}",
  ]);
  expect(itemsOf('[]')).toEqual([]);
  expect(itemsOf("'[1]'")).toBeUndefined();
});
