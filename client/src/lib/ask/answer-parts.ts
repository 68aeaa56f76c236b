/** A part of an answer: `code` can be copied, `picture` is drawn with characters, `text` is Markdown. */
export interface AnswerPart {
  kind: 'text' | 'code' | 'picture';
  text: string;
}

const fence =
  /^ {0,3}(`{3,}|~{3,})\s*(\S*)[^\n]*\n([\s\S]*?)(?:\n {0,3}\1[`~]*[ \t]*(?=\n|$)|$(?![\s\S]))/gm;
const isProgram = (language: string): boolean => /^(python|py|pycon)$/i.test(language);

/** @returns the parts of a Markdown text; a block that has not been closed yet goes on to the end */
export function answerParts(text: string): AnswerPart[] {
  const parts: AnswerPart[] = [];
  let at = 0;
  const addText = (piece: string): void => {
    if (piece.trim() !== '') parts.push({ kind: 'text', text: piece });
  };
  for (const match of text.matchAll(fence)) {
    addText(text.slice(at, match.index));
    const [whole, , language = '', body = ''] = match;
    parts.push({ kind: isProgram(language) ? 'code' : 'picture', text: body });
    at = match.index + whole.length;
  }
  addText(text.slice(at));
  return parts;
}
