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
  expect(textOfChunks(chunks, 1000)).toBe('Name? Maya\nHi\n');
});

test('above the bound the oldest text is dropped', () => {
  const chunks: TerminalChunk[] = [];
  for (let i = 0; i < 50; i += 1) appendChunk(chunks, { stream: 'out', text: `${i % 10}` }, 8);
  expect(chunks).toEqual([{ stream: 'out', text: '23456789' }]);
  appendChunk(chunks, { stream: 'err', text: 'abcdef' }, 8);
  expect(chunks).toEqual([
    { stream: 'out', text: '89' },
    { stream: 'err', text: 'abcdef' },
  ]);
  appendChunk(chunks, { stream: 'in', text: '123456789' }, 8);
  expect(chunks).toEqual([{ stream: 'in', text: '23456789' }]);
});

test('streams that alternate at every character stay bounded too', () => {
  const chunks: TerminalChunk[] = [];
  for (let i = 0; i < 5_000; i += 1) {
    appendChunk(chunks, { stream: i % 2 ? 'out' : 'err', text: 'x' });
  }
  expect(chunks.length).toBe(2_000);
});

test('a cut never leaves half a character, and stored text has no NUL', () => {
  const chunks: TerminalChunk[] = [{ stream: 'out', text: 'a😀\0b' }];
  expect(textOfChunks(chunks, 3)).toBe('\ufffdb');
});

test('stored output of a failed run shows its traceback as errors again', () => {
  const text =
    'hello\nTraceback (most recent call last):\n  File "main.py", line 2\nIndexError: no\n';
  expect(chunksOfText(text, true).map((chunk) => chunk.stream)).toEqual(['out', 'err']);
  expect(chunksOfText(text, false)).toEqual([{ stream: 'out', text }]);
  expect(chunksOfText('', false)).toEqual([]);
});
