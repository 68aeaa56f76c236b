/** As many words of the prompt in a row are no chance. */
const windowWords = 12;

/** A whole sentence of it is none either, and may be shown before the next one comes. */
const sentenceWords = 7;

/**
 * @returns a check whether a text, in any of these forms, gives away the orders of the model, or the mark around the
 * student's data
 */
export function createEchoCheck(
  orders: string,
  delimiter: string,
): (forms: readonly string[]) => boolean {
  const secret = new Set(windowsOf(orders));
  const sentences = orders
    .split(/(?<=[.:?!])\s|\n/)
    .map(wordsOf)
    .filter((words) => words.length >= sentenceWords)
    .map((words) => words.join(' '));
  const mark = unsigned(delimiter);
  const holdsSentence = (text: string): boolean => {
    const said = wordsOf(text).join(' ');
    return sentences.some((sentence) => said.includes(sentence));
  };
  return (forms) =>
    forms.some(
      (each) =>
        unsigned(each).includes(mark) ||
        windowsOf(each).some((window) => secret.has(window)) ||
        holdsSentence(each),
    );
}

function windowsOf(text: string): string[] {
  const words = wordsOf(text);
  return Array.from({ length: Math.max(0, words.length - windowWords + 1) }, (_, at) =>
    words.slice(at, at + windowWords).join(' '),
  );
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
const unsigned = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
