import { describe, expect, test } from 'vitest';
import { aTile } from './a-tile.fixture.ts';
import { activeText, changedLines, dedent, errorLine, linesAround } from './code-window.ts';

describe('dedent', () => {
  test('removes the indent that all written lines share', () => {
    expect(dedent(['    if a:', '', '        b()', '    c()'])).toEqual([
      'if a:',
      '',
      '    b()',
      'c()',
    ]);
  });
  test('leaves lines alone that share none, and empty ones empty', () => {
    expect(dedent(['def f():', '    pass'])).toEqual(['def f():', '    pass']);
    expect(dedent(['   ', ''])).toEqual(['', '']);
  });
  test('counts a tab as four columns', () => {
    expect(dedent(['\ta', '        b'])).toEqual(['a', '    b']);
  });
});

describe('the lines around where somebody works', () => {
  const lines = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const around = (line: number) =>
    linesAround(aTile({ from: 10, lines, line }), 5).map(({ no, text }) => `${no}${text}`);
  test('have the active one in the middle', () => {
    expect(around(14)).toEqual(['12c', '13d', '14e', '15f', '16g']);
  });
  test('stop at the ends of the window', () => {
    expect(around(10)).toEqual(['10a', '11b', '12c', '13d', '14e']);
    expect(around(17)).toEqual(['13d', '14e', '15f', '16g', '17h']);
  });
  test('are all there are when the file is short or empty', () => {
    expect(linesAround(aTile({ lines: ['x'], line: 1 }), 5)).toEqual([{ no: 1, text: 'x' }]);
    expect(linesAround(aTile({ lines: [] }), 5)).toEqual([]);
  });
});

test('the active line is shown without its indent', () => {
  expect(activeText(aTile({ from: 3, line: 4, lines: ['x', '    y = 1'] }))).toBe('y = 1');
});

test('an error line counts only while the last run failed and the line is in sight', () => {
  const run = { n: 1, ok: false, label: 'IndexError', line: 4, at: 0 };
  expect(errorLine(aTile({ from: 3, lines: ['a', 'b'], run }))).toBe(4);
  expect(errorLine(aTile({ from: 9, lines: ['a', 'b'], run }))).toBeUndefined();
  expect(
    errorLine(aTile({ from: 3, lines: ['a', 'b'], run: { ...run, ok: true } })),
  ).toBeUndefined();
});

describe('lines that light up', () => {
  const before = aTile({ from: 1, lines: ['a = 1', 'b = 2', 'print(a)'] });
  test('are those with a text that was not there', () => {
    expect(changedLines(before, { ...before, lines: ['a = 1', 'b = 23', 'print(a)'] })).toEqual([
      2,
    ]);
  });
  test('are not those that only moved down', () => {
    expect(
      changedLines(before, { ...before, lines: ['a = 1', 'x = 9', 'b = 2', 'print(a)'] }),
    ).toEqual([2]);
  });
  test('are none when the window slid or another file came into view', () => {
    expect(changedLines(before, { ...before, from: 3, lines: ['print(a)', '', 'd', 'e'] })).toEqual(
      [4],
    );
    expect(changedLines(before, { ...before, file: 'b.py', lines: ['z'] })).toEqual([]);
  });
});
