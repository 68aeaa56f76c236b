import { expect, test } from 'vitest';
import { tokenizeLine } from './token.ts';

const kindsOf = (line: string): string[] =>
  tokenizeLine(line)
    .filter((token) => token.kind !== 'ws')
    .map((token) => `${token.kind}:${token.text}`);

test('a line of Python is split into what a reader sees', () => {
  expect(kindsOf('for i in range(1, len(week)):  # go')).toEqual([
    'kw:for',
    'id:i',
    'kw:in',
    'bi:range',
    'op:(',
    'num:1',
    'op:,',
    'bi:len',
    'op:(',
    'id:week',
    'op:)):',
    'com:# go',
  ]);
  expect(kindsOf('print(f"a {b}" + name.strip())')).toContain('str:f"a {b}"');
});

test('the texts of the tokens always join to the line, whatever it holds', () => {
  const odd = [
    '"never closed',
    "'''",
    'naïve = "é😀"',
    '\t\tx\u00a0= 1',
    '¡¿?$',
    '',
    'a"b\'c#d',
    '\\',
    '0x1F.5e3',
  ];
  for (const line of odd) {
    expect(
      tokenizeLine(line)
        .map((token) => token.text)
        .join(''),
    ).toBe(line);
  }
});
