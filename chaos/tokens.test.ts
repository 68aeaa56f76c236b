import { expect, test } from 'vitest';
import { createRandom, placeIn, readTokens, token } from './tokens.ts';

test('texts made of tokens are read back, and a torn one is noticed', () => {
  const words = [token('1.0', 7), token('12.4', 99_999), token('3.1', 0)];
  const text = words.join('');
  expect(readTokens(text)).toEqual({ tokens: words, isWhole: true });
  expect(readTokens(text.slice(1)).isWhole).toBe(false);
  expect(readTokens(`${text.slice(0, 20)}EVIL${text.slice(20)}`).isWhole).toBe(false);
});

test('places are between tokens, from the start to the end', () => {
  const random = createRandom(1);
  const places = new Set(Array.from({ length: 200 }, () => placeIn(48, random)));
  expect([...places].sort((a, b) => a - b)).toEqual([0, 16, 32, 48]);
});

test('the same seed gives the same numbers', () => {
  const [one, other] = [createRandom(42), createRandom(42)];
  const numbers = Array.from({ length: 5 }, one);
  expect(Array.from({ length: 5 }, other)).toEqual(numbers);
  expect(new Set(numbers).size).toBe(5);
});
