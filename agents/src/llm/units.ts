/**
 * How far a text that is still being written can be judged: by whole sentences, lines, and code blocks. A block is never
 * cut, so that it is checked before its first line is shown.
 */

/**
 * @param text         what has not been judged yet
 * @param atLineStart  whether it begins a line
 * @returns length of the first whole unit; 0: there is none yet
 */
export function unitLength(text: string, atLineStart: boolean): number {
  if (atLineStart) {
    // Two signs may become three.
    if (/^ {0,3}(`{1,2}|~{1,2})$/.test(text) || /^[ \t]{0,4}$/.test(text)) return 0;
    const [opening, marks = ''] = /^ {0,3}(`{3,}|~{3,})/.exec(text) ?? [];
    if (opening !== undefined) return fencedLength(text, marks);
    if (/^(?: {4}|\t)/.test(text)) return indentedLength(text);
  }
  return sentenceLength(text);
}

function fencedLength(text: string, marks: string): number {
  const closing = new RegExp(`\\n {0,3}${marks[0] ?? '`'}{${marks.length},}[ \\t]*\\n`);
  const found = closing.exec(text);
  return found ? found.index + found[0].length : 0;
}

/** All lines in a row that are indented, blank ones between them too. */
function indentedLength(text: string): number {
  let end = 0;
  for (const [line] of text.matchAll(/[^\n]*\n/g)) {
    if (line.trim() !== '' && !/^(?: {4}|\t)/.test(line)) return end;
    end += line.length;
  }
  // The next line has begun and is not indented.
  return /^ {0,3}\S/.test(text.slice(end)) ? end : 0;
}

function sentenceLength(text: string): number {
  for (const found of text.matchAll(/[.!?]["')\]*_]*\s|\n/g)) {
    const end = found.index + found[0].length;
    const line = text.slice(text.lastIndexOf('\n', found.index - 1) + 1, found.index);
    const isInCode = (line.match(/`/g)?.length ?? 0) % 2 === 1;
    if (!isInCode || found[0].endsWith('\n')) return end;
  }
  return 0;
}
