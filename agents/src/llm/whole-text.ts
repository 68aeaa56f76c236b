import { HeldBack } from './held-back.ts';
import type { Receiver } from './release.ts';

/** Collects a text that is read by a machine when it is complete; half of it is nothing. */
export function wholeText(maxChars: number, onText: (piece: string) => void): Receiver {
  let text = '';
  return {
    add: (piece) => {
      text += piece;
      if (text.length > maxChars) return Promise.reject(new HeldBack('unreadable'));
      onText(piece);
      return Promise.resolve();
    },
    end: (isCut) =>
      isCut ? Promise.reject(new HeldBack('unreadable')) : Promise.resolve(text.trim()),
  };
}
