/**
 * Values that hidden tests expect, other than texts in quotes, which the leak check has: lists, tuples, dicts, numbers that
 * do not come about by chance, and lines of output.
 */

/** A shorter number stands in many texts. */
const numberDigits = 5;
/** So does a shorter line or list. */
const collectionChars = 6;
const lineChars = 8;

/** @returns a check whether a text holds such a value; blanks do not count */
export function createExpectedCheck(
  hidden: readonly string[],
  known: readonly string[],
): (text: string) => boolean {
  const seen = known.map(unspaced);
  const values = hidden
    .flatMap(tellingParts)
    .map(unspaced)
    .filter((value) => !seen.some((text) => holds(text, value)));
  return (text) => {
    const said = unspaced(text);
    return values.some((value) => holds(said, value));
  };
}

function tellingParts(value: string): string[] {
  const text = value.trim();
  if (/^['"]/.test(text)) return [];
  if (/^-?\d[\d.]*$/.test(text))
    return text.replace(/\D/g, '').length >= numberDigits ? [text] : [];
  if (/^[[({].*,.*[\])}]$/s.test(text))
    return unspaced(text).length >= collectionChars ? [text] : [];
  return [text, ...text.split('\n')].filter((part) => unspaced(part).length >= lineChars);
}

function holds(text: string, value: string): boolean {
  let at = text.indexOf(value);
  while (at >= 0) {
    const isWithinNumber =
      /^-?\d/.test(value) &&
      (/[\d.]$/.test(text.slice(0, at)) || /^\d/.test(text.slice(at + value.length)));
    if (!isWithinNumber) return true;
    at = text.indexOf(value, at + 1);
  }
  return false;
}

const unspaced = (text: string): string => text.replace(/\s/g, '').replaceAll('"', "'");
