import type { ListPicture } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { codeParts } from './code-parts.ts';
import { listCells } from './list-cells.ts';

test('what stands between backticks is code', () => {
  expect(codeParts('`i` is 6, so line 7 asks for `i + 1`.')).toEqual([
    { text: 'i', isCode: true },
    { text: ' is 6, so line 7 asks for ', isCode: false },
    { text: 'i + 1', isCode: true },
    { text: '.', isCode: false },
  ]);
  expect(codeParts('')).toEqual([]);
});

const picture = (part: Partial<ListPicture>): ListPicture => ({
  kind: 'list',
  name: 'nums',
  length: 2,
  boxes: [
    { index: 0, text: '4' },
    { index: 1, text: '8', mark: 'i' },
  ],
  asked: { index: 2, mark: 'i + 1' },
  ...part,
});
const drawn = (part: Partial<ListPicture>) =>
  listCells(picture(part)).map(({ kind, index }) => `${kind} ${index}`);

test('the missing place stands where it would be, and gaps say that places are left out', () => {
  expect(drawn({})).toEqual(['box 0', 'box 1', 'asked 2']);
  expect(drawn({ asked: { index: 7, mark: 'n' } })).toEqual(['box 0', 'box 1', 'gap 2', 'asked 7']);
  expect(drawn({ asked: { index: -3, mark: '-3' } })).toEqual(['asked -3', 'box 0', 'box 1']);
  const far = [
    { index: 0, text: '4' },
    { index: 9, text: '1' },
  ];
  expect(drawn({ length: 10, boxes: far, asked: { index: 10, mark: 'i' } })).toEqual([
    'box 0',
    'gap 1',
    'box 9',
    'asked 10',
  ]);
  expect(drawn({ length: 0, boxes: [], asked: { index: 0, mark: '0' } })).toEqual(['asked 0']);
});
