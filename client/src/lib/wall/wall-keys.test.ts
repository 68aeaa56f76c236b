import { describe, expect, test } from 'vitest';
import { type KeyPress, wallCommand } from './wall-keys.ts';

const press = (key: string, on: KeyPress['on'] = 'nothing', more: Partial<KeyPress> = {}) =>
  wallCommand({ key, on, shift: false, modified: false, ...more }, true);

describe('keys of the wall', () => {
  test('act anywhere outside of text fields', () => {
    expect(press('n')).toEqual({ kind: 'next' });
    expect(press('3', 'control')).toEqual({ kind: 'filter', index: 3 });
    expect(press('6')).toBeUndefined();
    expect([press('h'), press('x')]).toEqual([{ kind: 'hint' }, { kind: 'dismiss' }]);
    expect(press(']')).toEqual({ kind: 'size', step: 1 });
    expect(press('?', 'tile', { shift: true })).toEqual({ kind: 'keys' });
    expect(press('J', 'tile', { shift: true })).toEqual({ kind: 'join' });
  });
  test('belong to the text field that has the focus, but Esc and F6 lead out of it', () => {
    expect(press('n', 'text')).toBeUndefined();
    expect(press('/', 'text')).toBeUndefined();
    expect(press('Escape', 'text')).toEqual({ kind: 'escape' });
    expect(press('F6', 'text', { shift: true })).toEqual({ kind: 'panel', step: -1 });
  });
  test('leave the keys of the browser alone', () => {
    expect(press('n', 'nothing', { modified: true })).toBeUndefined();
    expect(press('p', 'tile', { modified: true })).toBeUndefined();
  });
  test('Space, Enter and the menu key mean a tile only when a tile has the focus', () => {
    expect(press(' ', 'tile')).toEqual({ kind: 'lens' });
    expect(press('Enter', 'tile')).toEqual({ kind: 'open' });
    expect(press('F10', 'tile', { shift: true })).toEqual({ kind: 'menu' });
    expect(press(' ', 'control')).toBeUndefined();
    expect(press('Enter', 'nothing')).toBeUndefined();
  });
  test('arrows move tiles, except inside a control that has arrows of its own', () => {
    expect(press('ArrowDown', 'tile')).toEqual({ kind: 'move', key: 'ArrowDown' });
    expect(press('ArrowDown', 'control')).toBeUndefined();
  });
  test('single keys can be turned off; arrows, Enter and Esc stay', () => {
    const off = (key: string, on: KeyPress['on']) =>
      wallCommand({ key, on, shift: false, modified: false }, false);
    expect([off('n', 'tile'), off('2', 'tile'), off('/', 'tile')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(off('Enter', 'tile')).toEqual({ kind: 'open' });
    expect(off('ArrowLeft', 'tile')).toEqual({ kind: 'move', key: 'ArrowLeft' });
  });
});
