import { describe, expect, test } from 'vitest';
import { visitCommand } from './visit-keys.ts';
import type { KeyPress } from './wall-keys.ts';

type Where = 'editor' | 'elsewhere';
const press = (key: string, on: KeyPress['on'], where: Where, editing: boolean) =>
  visitCommand({ key, shift: false, modified: false, on, where }, { singleKeys: true, editing });

describe('keys in a visited room', () => {
  test('while only looking, the code has no keys of its own', () => {
    expect(press('Escape', 'text', 'editor', false)).toBe('back');
    expect(press('c', 'text', 'editor', false)).toBe('coedit');
    expect(press('n', 'text', 'editor', false)).toBe('next');
  });
  test('while editing, letters and Esc belong to the code', () => {
    expect(press('c', 'text', 'editor', true)).toBeUndefined();
    expect(press('Escape', 'text', 'editor', true)).toBeUndefined();
    expect(press('Escape', 'nothing', 'elsewhere', true)).toBe('back');
  });
  test('in the chat letters are letters, and Esc leaves the field first', () => {
    expect(press('c', 'text', 'elsewhere', false)).toBeUndefined();
    expect(press('Escape', 'text', 'elsewhere', false)).toBe('leaveField');
  });
  test('Shift N goes back in need; keys with Ctrl are not ours', () => {
    const options = { singleKeys: true, editing: false };
    const key = { on: 'nothing', where: 'elsewhere' } as const;
    expect(visitCommand({ ...key, key: 'N', shift: true, modified: false }, options)).toBe(
      'previous',
    );
    expect(
      visitCommand({ ...key, key: 'c', shift: false, modified: true }, options),
    ).toBeUndefined();
  });
});
