import type { KeyPress } from './wall-keys.ts';

export type VisitCommand = 'back' | 'coedit' | 'peek' | 'next' | 'previous' | 'keys' | 'leaveField';

/**
 * What a key press asks for in a visited room.
 * @param where  `editor`: the focus is in the code. While only looking, keys mean nothing to the editor, so Esc leads back.
 */
export function visitCommand(
  press: KeyPress & { where: 'editor' | 'elsewhere' },
  { singleKeys, editing }: { singleKeys: boolean; editing: boolean },
): VisitCommand | undefined {
  if (press.modified) return undefined;
  const typing = press.on === 'text' && (press.where !== 'editor' || editing);
  if (press.key === 'Escape') {
    if (!typing) return 'back';
    // In the code Esc closes suggestions and the find bar; F6 leaves the code.
    return press.where === 'editor' ? undefined : 'leaveField';
  }
  if (typing || !singleKeys) return undefined;
  switch (press.key.toLowerCase()) {
    case 'c':
      return 'coedit';
    case 'p':
      return 'peek';
    case 'n':
      return press.shift ? 'previous' : 'next';
    case '?':
      return 'keys';
    default:
      return undefined;
  }
}
