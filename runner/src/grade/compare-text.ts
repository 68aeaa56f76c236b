/** Whether printed text is the expected text. Line ends of other systems never count. */
import type { Tolerance } from './compare-values.ts';

/** The same characters. */
export function isSameText(expected: string, got: string): boolean {
  return unixLines(expected) === unixLines(got);
}

/** Blanks at the ends of lines and empty lines at the end do not count. */
export function isSameButBlanks(expected: string, got: string): boolean {
  return trimmed(expected) === trimmed(got);
}

/** The same lines in any order, each as often as expected. */
export function isSameLines(expected: string, got: string): boolean {
  const sorted = (text: string): string => trimmed(text).split('\n').sort().join('\n');
  return sorted(expected) === sorted(got);
}

const numeral = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Word by word; where both words are numbers they may differ by the tolerance. */
export function isNearText(expected: string, got: string, tolerance: Tolerance): boolean {
  const wanted = words(expected);
  const claimed = words(got);
  return (
    wanted.length === claimed.length &&
    wanted.every((word, index) => {
      const other = claimed[index] ?? '';
      if (word === other) return true;
      if (!numeral.test(word) || !numeral.test(other)) return false;
      const difference = Math.abs(Number(other) - Number(word));
      return (
        difference <= Math.max(tolerance.absolute, tolerance.relative * Math.abs(Number(word)))
      );
    })
  );
}

/** Line ends as Python writes them. */
export function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Without blanks at the ends of lines and empty lines at the end. */
export function trimmed(text: string): string {
  return unixLines(text)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trimEnd();
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
