import { historyLimits } from '@learnflow/shared';
import type { Letter } from './inbox.ts';
import type { Mark } from './live-document.ts';
import { scanUpdate } from './update-scan.ts';

/**
 * Says whether an update brought in more at once than anybody types. Only the bytes count, not what the client says.
 * A step 2 is no paste: it holds what was typed while its author was away.
 * @returns how the update is called in the log; undefined for typing
 */
export function markPaste(letter: Letter): Mark | undefined {
  if (letter.kind !== 'update' || letter.isWhole) return undefined;
  // A key press is smaller, so that typing is not read twice.
  if (letter.update.byteLength < historyLimits.pasteMinChars) return undefined;
  const chars = scanUpdate(letter.update)?.longestText ?? 0;
  return chars >= historyLimits.pasteMinChars ? { kind: 'pasted', chars } : undefined;
}
