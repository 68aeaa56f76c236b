export type RoomAct =
  | 'run'
  | 'check'
  | 'stop'
  | 'bigger'
  | 'smaller'
  | 'hand'
  | 'chat'
  | 'ask'
  | 'swap'
  | 'nextPanel'
  | 'previousPanel';

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Does what a key press means; other keys go where they would go. */
export function pressRoomKey(event: KeyboardEvent, acts: Record<RoomAct, () => unknown>): void {
  const act = roomKey(event);
  if (!act) return;
  event.preventDefault();
  acts[act]();
}

/** @returns what a key press means in a room; ⌘ counts as Ctrl. */
export function roomKey(event: Pressed): RoomAct | undefined {
  const { key, code, altKey, shiftKey } = event;
  const ctrl = event.ctrlKey || event.metaKey;
  if (key === 'F6') return shiftKey ? 'previousPanel' : 'nextPanel';
  if (ctrl && !altKey) {
    if (key === 'Enter') return shiftKey ? 'check' : 'run';
    if (key === '.') return 'stop';
    if (key === '=' || key === '+') return 'bigger';
    if (key === '-') return 'smaller';
  }
  // With Alt a keyboard may write another sign, so the place of the key counts.
  if (altKey && shiftKey && !ctrl) {
    if (code === 'KeyH') return 'hand';
    if (code === 'KeyC') return 'chat';
    if (code === 'KeyX') return 'ask';
    if (code === 'KeyW') return 'swap';
  }
  return undefined;
}
