/**
 * Values that hidden tests expect, other than texts, which the leak check has: lists, tuples, dicts, and numbers that do not
 * come about by chance.
 */

/** A shorter number stands in many texts. */
const numberDigits = 5;

/** @returns a check whether a text holds such a value; blanks do not count */
export function createExpectedCheck(
  hidden: readonly string[],
  known: readonly string[],
): (text: string) => boolean {
  const seen = known.map(unspaced);
  const values = hidden
    .map(unspaced)
    .filter((value) => isTelling(value) && !seen.some((text) => holds(text, value)));
  return (text) => {
    const said = unspaced(text);
    return values.some((value) => holds(said, value));
  };
}

function isTelling(value: string): boolean {
  if (/^-?\d[\d.]*$/.test(value)) return value.replace(/\D/g, '').length >= numberDigits;
  return /^[[({].*,.*[\])}]$/.test(value) && value.length >= 6;
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
