import type { GridKey } from './grid-move.ts';

/** What a key asks for on the wall. */
export type WallCommand =
  | { kind: 'move'; key: GridKey }
  | {
      kind:
        | 'lens'
        | 'open'
        | 'peek'
        | 'join'
        | 'next'
        | 'sort'
        | 'find'
        | 'message'
        | 'keys'
        | 'hold'
        | 'hint'
        | 'dismiss';
    }
  | { kind: 'menu' | 'escape' }
  | { kind: 'filter'; index: number }
  | { kind: 'size'; step: -1 | 1 }
  | { kind: 'panel'; step: -1 | 1 };

export interface KeyPress {
  key: string;
  shift: boolean;
  /** Ctrl, Alt or the command key. */
  modified: boolean;
  /** Where the focus is: on a tile, in a text field, on another control, or nowhere. */
  on: 'tile' | 'text' | 'control' | 'nothing';
}

const letters: Record<string, WallCommand> = {
  p: { kind: 'peek' },
  j: { kind: 'join' },
  h: { kind: 'hint' },
  x: { kind: 'dismiss' },
  n: { kind: 'next' },
  s: { kind: 'sort' },
  m: { kind: 'message' },
  e: { kind: 'hold' },
  '/': { kind: 'find' },
  '?': { kind: 'keys' },
  '[': { kind: 'size', step: -1 },
  ']': { kind: 'size', step: 1 },
};
const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'];

/**
 * @param singleKeys  false: keys without a modifier are turned off (they disturb some input methods)
 * @returns what the press asks for, or undefined when it belongs to the control that has the focus
 */
export function wallCommand(press: KeyPress, singleKeys: boolean): WallCommand | undefined {
  const { key, on } = press;
  if (key === 'F6' && !press.modified) return { kind: 'panel', step: press.shift ? -1 : 1 };
  if (key === 'Escape') return { kind: 'escape' };
  if (press.modified || on === 'text') return undefined;
  if (on === 'tile') {
    if (key === 'Enter') return { kind: 'open' };
    if (key === ' ') return { kind: 'lens' };
    if (key === 'ContextMenu' || (key === 'F10' && press.shift)) return { kind: 'menu' };
  }
  if (arrows.includes(key)) {
    // Arrows inside a control (a row of choices, a menu) are its own.
    return on === 'control' ? undefined : { kind: 'move', key: key as GridKey };
  }
  if (!singleKeys) return undefined;
  if (/^[0-5]$/.test(key)) return { kind: 'filter', index: Number(key) };
  return letters[key.toLowerCase()];
}
