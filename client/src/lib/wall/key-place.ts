import type { KeyPress } from './wall-keys.ts';

/** @returns a key press with where it happened, or undefined inside windows and menus, which have keys of their own */
export function pressOf(event: KeyboardEvent): KeyPress | undefined {
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest('[role="menu"], [role="alertdialog"], [role="dialog"][data-state]')) {
    return undefined;
  }
  return {
    key: event.key,
    shift: event.shiftKey,
    modified: event.ctrlKey || event.altKey || event.metaKey,
    on: placeOf(target),
  };
}

function placeOf(target: Element): KeyPress['on'] {
  const text =
    'textarea, [contenteditable="true"], [role="textbox"], input:not([type="radio"], [type="checkbox"])';
  if (target.closest(text)) return 'text';
  if (target.matches('[role="gridcell"]')) return 'tile';
  if (target.closest('button, a[href], input, select, summary')) return 'control';
  return 'nothing';
}

/** Moves the focus to the next part of the page that is marked `data-panel`. */
export function stepPanel(step: -1 | 1): void {
  const panels = [...document.querySelectorAll<HTMLElement>('[data-panel]')].filter(
    (panel) => panel.offsetParent !== null,
  );
  const at = panels.findIndex((panel) => panel.contains(document.activeElement));
  const next = panels[(at + step + panels.length) % panels.length];
  const inside = next?.querySelector<HTMLElement>(
    '[role="gridcell"][tabindex="0"], button:not([tabindex="-1"]):not(:disabled), a[href], input',
  );
  (inside ?? next)?.focus();
}
