/** What differs between expected and printed text, in a few words. */
import { trimmed, unixLines } from './compare-text.ts';
import { firstDifference } from './hint-value.ts';

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];

/** Undefined when nothing can be said beyond the two texts. */
export function hintForOutput(expected: string, got: string): string | undefined {
  if (got.trim() === '') return expected.trim() === '' ? 'blanks' : 'nothing was printed';
  if (trimmed(expected) === trimmed(got)) return hintForEnds(unixLines(expected), unixLines(got));
  const wanted = trimmed(expected).split('\n');
  const claimed = trimmed(got).split('\n');
  const at = firstDifference(wanted, claimed, (a, b) => a === b);
  const [line, other] = [wanted[at], claimed[at]];
  if (line === undefined) {
    const extra = claimed.length - wanted.length;
    return extra === 1
      ? 'one line too many at the end'
      : `${String(extra)} lines too many at the end`;
  }
  if (other === undefined) {
    const missing = wanted.length - claimed.length;
    return missing === 1
      ? 'the last line is missing'
      : `the last ${String(missing)} lines are missing`;
  }
  return `${lineName(at, wanted.length)}${hintForLine(line, other)}`;
}

function lineName(at: number, lines: number): string {
  if (lines === 1) return 'the line';
  return at < ordinals.length ? `the ${ordinals[at] ?? ''} line` : `line ${String(at + 1)}`;
}

function hintForLine(expected: string, got: string): string {
  if (got === '') return ' is empty';
  if (got.toLowerCase() === expected.toLowerCase()) return ': upper and lower case';
  if (got.trim() === expected.trim()) return ': blanks at the beginning';
  if (got.replace(/\s/g, '') === expected.replace(/\s/g, '')) return ': the blanks between words';
  // The text of an input() stands before the answer on the same line.
  if (expected !== '' && got.endsWith(expected)) return ': there is more text before the answer';
  const at = firstDifference([...expected], [...got], (a, b) => a === b);
  return at === 0 ? '' : `, from character ${String(at + 1)} on`;
}

/** Only blanks at the ends of lines, or the end of the text, differ. */
function hintForEnds(expected: string, got: string): string {
  const wanted = expected.split('\n');
  const claimed = got.split('\n');
  const at = firstDifference(wanted, claimed, (a, b) => a === b);
  const [line, other] = [wanted[at], claimed[at]];
  if (line === undefined || other === undefined || at === wanted.length - 1)
    return claimed.length > wanted.length ? 'empty lines at the end' : 'the end of the last line';
  return `blanks at the end of ${lineName(at, wanted.length)}`;
}
