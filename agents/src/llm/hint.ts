import { codeBlocksOf } from './code-blocks.ts';

/** A card holds as much. */
const hintChars = 400;

/** @returns the first one or two sentences; undefined when there is code in it, or they are too long */
export function asHint(text: string): string | undefined {
  const lines = text.trim().split(/\n+/);
  const said = (lines[0] ?? '').replace(/^(?:hint|tip)\s*:\s*/i, '');
  const sentences = said.match(/[^.?!]+(?:[.?!](?!\s|$)[^.?!]*)*(?:[.?!]+["')\]]*|$)\s*/g) ?? [];
  const hint = sentences.slice(0, 2).join('').trim();
  const isCode =
    codeBlocksOf(text).length > 0 ||
    [...hint.matchAll(/`([^`]*)`/g)].some(([, code = '']) => /[=:\s]/.test(code));
  return isCode || hint === '' || hint.length > hintChars ? undefined : hint;
}
