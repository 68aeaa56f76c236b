import { expect, test } from 'vitest';
import { saysStuck } from './phrases.ts';

test.each([
  "I don't understand",
  'i dont understand this at all',
  'I’m stuck',
  'im still stuck',
  "I'm so lost",
  'I do not get it',
  'no idea what to do',
  "I don't know how to start",
  'I give up',
  'I  really  can not   follow',
])('%s: says so', (text) => expect(saysStuck(text)).toBe(true));

test.each([
  "I'm not stuck any more",
  'the stick is stuck to it',
  'help me',
  'I understand now',
  "don't worry, I get it",
  'my program prints "I am"',
  'how do I print a list?',
  '',
])('%s: does not', (text) => expect(saysStuck(text)).toBe(false));
