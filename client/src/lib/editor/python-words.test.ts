import { expect, test } from 'vitest';
import { identifiersIn } from './python-words.ts';

test('names come from the code, not from comments, texts or Python itself', () => {
  const text =
    'total = 0  # count rainfall\nfor day in week:\n    print("hello", f\'{x}\', total)\n';
  expect(identifiersIn(text, -1).sort()).toEqual(['day', 'total', 'week']);
});

test('the word that is being typed is not offered to itself', () => {
  expect(identifiersIn('rainfall = 1\nrai', 16)).toEqual(['rainfall']);
});

test('a text that is not closed ends with its line', () => {
  expect(identifiersIn('a_text = "open\nnext_line = 2\n', -1)).toEqual(['a_text', 'next_line']);
});
