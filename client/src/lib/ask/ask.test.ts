import type { TurnView } from '@learnflow/shared';
import { describe, expect, test } from 'vitest';
import { answerParts } from './answer-parts.ts';
import { mergeTurns } from './merge-turns.ts';

describe('an answer', () => {
  test('is cut into text, programs and pictures', () => {
    const text =
      'A loop repeats.\n\n```python\nfor i in x:\n    print(i)\n```\n\n```text\n[0] [1]\n```\nAsk on.';
    expect(answerParts(text).map(({ kind, text: part }) => [kind, part.trim()])).toEqual([
      ['text', 'A loop repeats.'],
      ['code', 'for i in x:\n    print(i)'],
      ['picture', '[0] [1]'],
      ['text', 'Ask on.'],
    ]);
  });

  test('that is still being written has its last block open', () => {
    expect(answerParts('So:\n```py\nfor i')).toEqual([
      { kind: 'text', text: 'So:\n' },
      { kind: 'code', text: 'for i' },
    ]);
    expect(answerParts('')).toEqual([]);
  });
});

test('of two views of a turn the newer counts, and a whole look forgets what was deleted', () => {
  const turn = (id: string, rev: number, at = 1): TurnView => ({
    ...{ id, rev, at, roomId: 'r', clientKey: id, text: id, route: null, answers: [] },
    model: 'none',
  });
  const known = [turn('a', 3), turn('b', 1, 2)];
  expect(
    mergeTurns(known, [turn('a', 2), turn('c', 1, 0)], false).map(({ id, rev }) => id + rev),
  ).toEqual(['c1', 'a3', 'b1']);
  expect(mergeTurns(known, [turn('b', 2, 2)], true).map(({ id, rev }) => id + rev)).toEqual(['b2']);
});
