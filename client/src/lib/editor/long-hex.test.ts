import { expect, test } from 'vitest';
import { longHex } from './long-hex.ts';

test('short colours get six digits, others stay as they are', () => {
  expect([' #fff', '#2A4BD7', 'red'].map(longHex)).toEqual(['#ffffff', '#2A4BD7', 'red']);
});
