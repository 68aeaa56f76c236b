/** What differs between two values, in a few words; undefined when the two texts say it best. */
import { canonical, isNear } from './compare-values.ts';
import { pythonText } from './python-text.ts';
import type { Value } from './value.ts';
import { typeName } from './value.ts';

/** `printed` is what the function wrote while it ran: beginners print an answer instead of returning it. */
export function hintForValue(expected: Value, got: Value, printed = ''): string | undefined {
  if (got.kind === 'None' && expected.kind !== 'None') {
    const wasPrinted = [plainText(expected), pythonText(expected)].includes(printed.trim());
    return printed.trim() !== '' && wasPrinted
      ? 'the answer was printed, not returned: use return'
      : 'nothing was returned: a return is missing';
  }
  if (expected.kind !== got.kind) {
    const same = plainText(expected) === plainText(got) ? ', the text is the same' : '';
    return `the type: ${typeName(got)} instead of ${typeName(expected)}${same}`;
  }
  if (isNumeric(expected) && isNumeric(got)) return hintForNumber(expected, got);
  if (expected.kind === 'str' && got.kind === 'str') return hintForText(expected.value, got.value);
  if ('items' in expected && 'items' in got)
    return expected.kind === 'set' || expected.kind === 'frozenset'
      ? hintForMembers('', expected.items, got.items)
      : hintForItems(expected.items, got.items);
  if (expected.kind === 'dict' && got.kind === 'dict') return hintForEntries(expected, got);
  return undefined;
}

type NumberValue = Extract<Value, { kind: 'int' | 'float' }>;

function isNumeric(value: Value): value is NumberValue {
  return value.kind === 'int' || value.kind === 'float';
}

function hintForNumber(expected: NumberValue, got: NumberValue): string | undefined {
  if (expected.kind === 'int' && got.kind === 'int') {
    if (got.value - expected.value === 1n) return 'one too many';
    if (expected.value - got.value === 1n) return 'one too few';
    return got.value === -expected.value ? 'the sign' : undefined;
  }
  if (Number(got.value) === -Number(expected.value)) return 'the sign';
  return isNear(expected, got, { absolute: 0.01, relative: 1e-6 }) ? 'rounding' : undefined;
}

function hintForText(expected: string, got: string): string | undefined {
  if (got === '') return 'the text is empty';
  if (got.trim() === expected.trim()) {
    if (got.trimEnd() === expected.trimEnd()) return 'blanks at the end';
    return got.trimStart() === expected.trimStart() ? 'blanks at the beginning' : 'blanks around';
  }
  if (got.toLowerCase() === expected.toLowerCase()) return 'upper and lower case';
  if (got.replace(/\s/g, '') === expected.replace(/\s/g, '')) return 'the blanks between words';
  const at = firstDifference([...expected], [...got], (a, b) => a === b);
  return at === 0 ? undefined : `the text from character ${String(at + 1)} on`;
}

function hintForItems(expected: Value[], got: Value[]): string {
  const same = (a: Value, b: Value): boolean => canonical(a) === canonical(b);
  const at = firstDifference(expected, got, same);
  if (got.length === expected.length) {
    const isShuffled = sorted(expected) === sorted(got);
    if (isShuffled) return 'the order';
    const [wanted, claimed] = [expected[at], got[at]];
    const inner = wanted && claimed ? hintForValue(wanted, claimed) : undefined;
    return `the item at index ${String(at)}${inner === undefined ? '' : `: ${inner}`}`;
  }
  const count = `${String(got.length)} items instead of ${String(expected.length)}`;
  if (got.length === expected.length - 1) {
    if (at === got.length) return `${count}: the last one is missing`;
    if (expected.slice(1).every((item, index) => same(item, got[index] ?? item)))
      return `${count}: the first one is missing`;
  }
  if (got.length === expected.length + 1 && at === expected.length)
    return `${count}: one too many at the end`;
  return count;
}

function hintForEntries(
  expected: Extract<Value, { kind: 'dict' }>,
  got: Extract<Value, { kind: 'dict' }>,
): string | undefined {
  const keys = (value: typeof expected): Value[] => value.entries.map(([key]) => key);
  const members = hintForMembers('key ', keys(expected), keys(got));
  if (members !== undefined) return members;
  const claimed = new Map(got.entries.map(([key, item]) => [canonical(key), item]));
  for (const [key, item] of expected.entries) {
    const other = claimed.get(canonical(key));
    if (other === undefined || canonical(other) === canonical(item)) continue;
    const inner = hintForValue(item, other);
    return `the value of ${pythonText(key)}${inner === undefined ? '' : `: ${inner}`}`;
  }
  return undefined;
}

/** For what has no order: something is missing or should not be there. */
function hintForMembers(what: string, expected: Value[], got: Value[]): string | undefined {
  const wanted = new Set(expected.map(canonical));
  const claimed = new Set(got.map(canonical));
  const missing = expected.find((item) => !claimed.has(canonical(item)));
  if (missing !== undefined) return `${what}${pythonText(missing)} is missing`;
  const extra = got.find((item) => !wanted.has(canonical(item)));
  return extra === undefined ? undefined : `${what}${pythonText(extra)} should not be there`;
}

function sorted(items: Value[]): string {
  return JSON.stringify(items.map(canonical).sort());
}

/** What `print` would write. */
function plainText(value: Value): string {
  return value.kind === 'str' ? value.value : pythonText(value);
}

/** Index of the first item that differs; the shorter length when one begins with the other. */
export function firstDifference<T>(
  expected: readonly T[],
  got: readonly T[],
  same: (a: T, b: T) => boolean,
): number {
  const length = Math.min(expected.length, got.length);
  for (let index = 0; index < length; index += 1) {
    const [a, b] = [expected[index], got[index]];
    if (a === undefined || b === undefined || !same(a, b)) return index;
  }
  return length;
}
