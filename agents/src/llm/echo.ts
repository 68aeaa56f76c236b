import { disguisesOf } from './disguises.ts';

/** As many words of the prompt in a row are no chance. */
const windowWords = 12;

/** @returns a check whether a text gives away the orders of the model, or the mark around the student's data */
export function createEchoCheck(orders: string, delimiter: string): (text: string) => boolean {
  const secret = new Set(windowsOf(orders));
  const mark = unsigned(delimiter);
  return (text) =>
    [text, ...disguisesOf(text)].some(
      (each) =>
        unsigned(each).includes(mark) || windowsOf(each).some((window) => secret.has(window)),
    );
}

function windowsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  return Array.from({ length: Math.max(0, words.length - windowWords + 1) }, (_, at) =>
    words.slice(at, at + windowWords).join(' '),
  );
}

const unsigned = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
