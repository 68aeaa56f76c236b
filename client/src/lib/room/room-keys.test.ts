import { expect, test } from 'vitest';
import { roomKey } from './room-keys.ts';

const press = (key: string, held: string[] = [], code = '') =>
  roomKey({
    key,
    code,
    ctrlKey: held.includes('ctrl'),
    metaKey: held.includes('meta'),
    altKey: held.includes('alt'),
    shiftKey: held.includes('shift'),
  });

test('Ctrl and the command key both run and stop', () => {
  expect(press('Enter', ['ctrl'])).toBe('run');
  expect(press('Enter', ['meta'])).toBe('run');
  expect(press('.', ['ctrl'])).toBe('stop');
});

test('with Shift the same key checks', () => {
  expect(press('Enter', ['ctrl', 'shift'])).toBe('check');
});

test('keys without a modifier belong to the program text', () => {
  expect(press('Enter')).toBeUndefined();
  expect(press('h')).toBeUndefined();
});

test('hand and chat are found by the place of the key, whatever Alt makes of the letter', () => {
  expect(press('Ó', ['alt', 'shift'], 'KeyH')).toBe('hand');
  expect(press('Ç', ['alt', 'shift'], 'KeyC')).toBe('chat');
});
