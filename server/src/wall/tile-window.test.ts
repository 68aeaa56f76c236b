import { expect, test } from 'vitest';
import { lastWrittenLine, windowOf } from './tile-window.ts';

const file = (lines: number) => Array.from({ length: lines }, (_, i) => `line ${i + 1}`).join('\n');

test('an empty file is one empty line', () => {
  expect(windowOf('', 1)).toEqual({ line: 1, from: 1, lines: [''] });
});

test('shows eight lines around the active one', () => {
  const { from, lines, line } = windowOf(file(40), 20);
  expect([line, from, lines.length]).toEqual([20, 16, 8]);
  expect(lines[line - from]).toBe('line 20');
});

test('at both ends of the file the window stays full', () => {
  expect(windowOf(file(40), 1).from).toBe(1);
  expect(windowOf(file(40), 40)).toMatchObject({ from: 33, line: 40 });
  expect(windowOf(file(3), 3)).toEqual({ line: 3, from: 1, lines: ['line 1', 'line 2', 'line 3'] });
});

test('a line beyond the end means the last line', () => {
  expect(windowOf(file(5), 99).line).toBe(5);
});

test('moving inside the window does not move the window', () => {
  const before = windowOf(file(40), 20);
  expect(windowOf(file(40), 22, before.from).from).toBe(before.from);
  expect(windowOf(file(40), 17, before.from).from).toBe(before.from);
});

test('leaving the window, or reaching its edge, centres it again', () => {
  expect(windowOf(file(40), 23, 16).from).toBe(19);
  expect(windowOf(file(40), 5, 16).from).toBe(1);
  expect(windowOf(file(9), 2, 30)).toMatchObject({ from: 1, line: 2 });
});

test('typing on at the end of the file scrolls the window, one line at a time', () => {
  let from: number | undefined;
  for (let count = 1; count <= 30; count += 1) {
    const window = windowOf(file(count), count, from);
    expect(window.lines.at(-1)).toBe(`line ${count}`);
    from = window.from;
  }
});

test('a long line is cut between characters and carriage returns are dropped', () => {
  const [first, second] = windowOf(`${'x'.repeat(79)}😀${'y'.repeat(200)}\r\nshort\r\n`, 1).lines;
  expect(first).toBe('x'.repeat(79));
  expect(second).toBe('short');
});

test('blank lines at the end do not count as written', () => {
  expect(lastWrittenLine('a\nb\n\n  \n')).toBe(2);
  expect(lastWrittenLine('')).toBe(1);
});
