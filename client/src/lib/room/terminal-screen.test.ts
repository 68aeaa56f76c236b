import type { TerminalChunk } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { screenLimits, TerminalScreen } from './terminal-screen.ts';

function show(...chunks: (string | TerminalChunk)[]): string[] {
  return linesOf(...chunks).map((line) => line.spans.map((span) => span.text).join(''));
}
function linesOf(...chunks: (string | TerminalChunk)[]) {
  const screen = new TerminalScreen();
  for (const chunk of chunks) {
    screen.write(typeof chunk === 'string' ? { stream: 'out', text: chunk } : chunk);
  }
  return screen.lines();
}

test('lines may arrive in any pieces', () => {
  expect(show('one\ntw', 'o\n', '\nfour')).toEqual(['one', 'two', '', 'four']);
});

test('a progress bar writes over itself', () => {
  expect(show('10 %\r', '50 %\r', '100 %\n')).toEqual(['100 %']);
  expect(show('loading...\rdone\u001b[K\n')).toEqual(['done']);
});

test('backspace goes back one sign and stops at the margin', () => {
  expect(show('abx\bc\n', '\b\bz')).toEqual(['abc', 'z']);
});

test('colours become classes and end with their code', () => {
  const [line] = linesOf('a\u001b[1;31mred\u001b[0m z');
  expect(line?.spans).toEqual([
    { text: 'a', style: 'out' },
    { text: 'red', style: 'out bold ink-1' },
    { text: ' z', style: 'out' },
  ]);
});

test('an escape code that is cut between two chunks still works', () => {
  const [line] = linesOf('\u001b[3', '2mgreen');
  expect(line?.spans).toEqual([{ text: 'green', style: 'out ink-2' }]);
});

test('codes that move about, titles and bells leave nothing behind', () => {
  expect(show('\u001b[2J\u001b[Hhi\u0007 \u001b]0;title\u0007there\u001b[?25l')).toEqual([
    'hi there',
  ]);
});

test('free colours are swallowed with their numbers', () => {
  const [line] = linesOf('\u001b[38;2;255;0;0mx\u001b[38;5;4my');
  expect(line?.spans).toEqual([
    { text: 'x', style: 'out' },
    { text: 'y', style: 'out ink-4' },
  ]);
});

test('an answer ends its line, with or without a newline of its own', () => {
  expect(show('Name? ', { stream: 'in', text: 'Maya' }, 'Hi')).toEqual(['Name? Maya', 'Hi']);
  expect(show('Name? ', { stream: 'in', text: 'Maya\n' }, 'Hi')).toEqual(['Name? Maya', 'Hi']);
});

test('signs outside the first plane stay whole', () => {
  expect(show('é😀\r😀')).toEqual(['😀😀']);
});

test('the first lines and the newest stay, and unchanged lines keep their identity', () => {
  const screen = new TerminalScreen();
  for (let n = 0; n < 5_000; n += 1) screen.write({ stream: 'out', text: `${n}\n` });
  const lines = screen.lines();
  expect(lines.length).toBeLessThanOrEqual(screenLimits.lines + 201);
  expect(lines[0]?.spans[0]?.text).toBe('0');
  expect(lines[screenLimits.head - 1]?.spans[0]?.text).toBe(`${screenLimits.head - 1}`);
  expect(lines[screenLimits.head]?.leftOut).toEqual({ lines: screen.dropped });
  expect(lines.at(-1)?.spans[0]?.text).toBe('4999');
  expect(screen.dropped + lines.length - 1).toBe(5_000);
  screen.write({ stream: 'out', text: 'more' });
  expect(screen.lines()[0]).toBe(lines[0]);
  expect(new Set(screen.lines().map((line) => line.id)).size).toBe(lines.length + 1);
});

test('output that the server left out has a line of its own', () => {
  const lines = linesOf('head', { stream: 'cut', text: '1234' }, 'tail');
  expect(lines.map((line) => line.leftOut ?? line.spans[0]?.text)).toEqual([
    'head',
    { chars: 1234 },
    'tail',
  ]);
});

test('a line without an end is broken instead of growing for ever', () => {
  const lines = show('x'.repeat(screenLimits.columns + 5));
  expect(lines.map((line) => line.length)).toEqual([screenLimits.columns, 5]);
});

test('the cursor moves within its line, and a wiped screen starts anew', () => {
  expect(show('50%\u001b[3D60%')).toEqual(['60%']);
  expect(show('a\u001b[2Cb\u001b[1GX')).toEqual(['X  b']);
  expect(show('one\ntwo\n\u001b[2Jthree')).toEqual(['three']);
});
