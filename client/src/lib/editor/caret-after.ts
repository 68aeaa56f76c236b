/** One step of a change of text, as Yjs tells it. */
export interface TextStep {
  retain?: number | undefined;
  insert?: unknown;
  delete?: number | undefined;
}

/**
 * Where a caret is after somebody else's change. It stays with the letter before it, so that two people who type at
 * the same spot do not end up inside each other's words.
 */
export function caretAfter(caret: number, steps: readonly TextStep[]): number {
  let at = 0;
  let moved = caret;
  for (const step of steps) {
    if (step.retain !== undefined) {
      at += step.retain;
    } else if (step.delete !== undefined) {
      if (at < moved) moved -= Math.min(step.delete, moved - at);
    } else {
      const length = typeof step.insert === 'string' ? step.insert.length : 1;
      if (at < moved) moved += length;
      at += length;
    }
  }
  return moved;
}
