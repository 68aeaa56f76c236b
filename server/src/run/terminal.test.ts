import type { TerminalChunk } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { appendChunk, chunksOfText, textOfChunks } from './terminal.ts';

test('pieces of the same stream become one chunk, in the order in which they came', () => {
  const chunks: TerminalChunk[] = [];
  appendChunk(chunks, { stream: 'out', text: 'Name' });
  appendChunk(chunks, { stream: 'out', text: '? ' });
  appendChunk(chunks, { stream: 'in', text: 'Maya\n' });
  appendChunk(chunks, { stream: 'out', text: 'Hi\n' });
  expect(chunks).toEqual([
    { stream: 'out', text: 'Name? ' },
    { stream: 'in', text: 'Maya\n' },
    { stream: 'out', text: 'Hi\n' },
  ]);
  expect(textOfChunks(chunks)).toBe('Name? Maya\nHi\n');
});

test('of long output the beginning and the end stay, and it is said how much is left out', () => {
  const bounds = { headChars: 4, tailChars: 8 };
  const chunks: TerminalChunk[] = [];
  for (let i = 0; i < 12; i += 1) appendChunk(chunks, { stream: 'out', text: `${i % 10}` }, bounds);
  expect(chunks).toEqual([{ stream: 'out', text: '012345678901' }]);
  appendChunk(chunks, { stream: 'out', text: '2' }, bounds);
  expect(chunks).toEqual([
    { stream: 'out', text: '0123' },
    { stream: 'cut', text: '1' },
    { stream: 'out', text: '56789012' },
  ]);
  appendChunk(chunks, { stream: 'err', text: 'abcdef' }, bounds);
  appendChunk(chunks, { stream: 'in', text: '123' }, bounds);
  expect(chunks).toEqual([
    { stream: 'out', text: '0123' },
    { stream: 'cut', text: '10' },
    { stream: 'err', text: 'bcdef' },
    { stream: 'in', text: '123' },
  ]);
  appendChunk(chunks, { stream: 'out', text: 'x'.repeat(1_000) }, bounds);
  expect(chunks).toEqual([
    { stream: 'out', text: '0123' },
    { stream: 'cut', text: '1010' },
    { stream: 'out', text: 'xxxxxxxx' },
  ]);
});

test('a first piece that is too long for both is cut in its middle', () => {
  const chunks: TerminalChunk[] = [];
  appendChunk(chunks, { stream: 'out', text: 'aaaa----bb' }, { headChars: 4, tailChars: 2 });
  expect(chunks.map((chunk) => chunk.text)).toEqual(['aaaa', '4', 'bb']);
});

test('streams that alternate at every character stay bounded too', () => {
  const chunks: TerminalChunk[] = [];
  for (let i = 0; i < 5_000; i += 1) {
    appendChunk(chunks, { stream: i % 2 ? 'out' : 'err', text: 'x' });
  }
  expect(chunks.length).toBe(2_001);
  expect(chunks[1_000]).toEqual({ stream: 'cut', text: '3000' });
});

test('a cut never leaves half a character, and stored text has no NUL', () => {
  const chunks: TerminalChunk[] = [];
  appendChunk(chunks, { stream: 'out', text: 'a😀b😀' }, { headChars: 2, tailChars: 1 });
  expect(chunks.map((chunk) => chunk.text)).toEqual(['a', '5', '']);
  expect(textOfChunks([{ stream: 'out', text: 'a\0b' }])).toBe('a\ufffdb');
});

test('what is stored of long output is its beginning and its end too', () => {
  const long: TerminalChunk[] = [{ stream: 'out', text: `first${'-'.repeat(100)}last` }];
  const stored = textOfChunks(long, 20);
  expect(chunksOfText(stored, false)).toEqual([
    { stream: 'out', text: 'first-----' },
    { stream: 'cut', text: '89' },
    { stream: 'out', text: '------last' },
  ]);
  const cut: TerminalChunk[] = [
    { stream: 'out', text: 'head' },
    { stream: 'cut', text: '1000' },
    { stream: 'err', text: 'Traceback (most recent call last):\n' },
  ];
  expect(chunksOfText(textOfChunks(cut, 100), true)).toEqual(cut);
  expect(textOfChunks(cut, 4).length).toBeLessThan(40);
});

test('stored output of a failed run shows its traceback as errors again', () => {
  const text =
    'hello\nTraceback (most recent call last):\n  File "main.py", line 2\nIndexError: no\n';
  expect(chunksOfText(text, true).map((chunk) => chunk.stream)).toEqual(['out', 'err']);
  expect(chunksOfText(text, false)).toEqual([{ stream: 'out', text }]);
  expect(chunksOfText('', false)).toEqual([]);
});
