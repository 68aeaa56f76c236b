/** What is known of a value: told by the run with a short repr, or worked out from the code. */
import type { RunValue } from '@learnflow/shared';

export interface Value {
  type: string;
  /** As Python writes it, perhaps cut. */
  repr?: string;
  length?: number;
  /** Of int, float and bool. */
  number?: number;
  /** Of list, tuple and set: the reprs of the first items. */
  items?: string[];
  /** Of dict: reprs of the first keys and values. */
  entries?: [key: string, value: string][];
}

const closers: Record<string, string> = { '[': ']', '(': ')', '{': '}' };
const cutMark = '…';

export function valueOf(told: RunValue): Value {
  if (told.repr === undefined) return sized({ type: told.type }, told.length);
  const read = readRepr(told.repr);
  // A class derived from list has the list's repr but is told by its own name.
  return sized({ ...read, type: told.type, repr: told.repr }, told.length ?? read.length);
}

function sized(value: Value, length: number | undefined): Value {
  return length === undefined ? value : { ...value, length };
}

/** Reads a repr of Python's own types; of anything else only the text stays. */
export function readRepr(repr: string): Value {
  if (/^-?\d+$/.test(repr)) return { type: 'int', repr, number: Number(repr) };
  if (/^-?(\d+\.\d*|\d*\.?\d+e[+-]?\d+|\d+\.\d*e[+-]?\d+|inf|nan)$/i.test(repr)) {
    return { type: 'float', repr, number: Number(repr.replace('inf', 'Infinity')) };
  }
  if (repr === 'None') return { type: 'NoneType', repr };
  if (repr === 'True' || repr === 'False')
    return { type: 'bool', repr, number: repr === 'True' ? 1 : 0 };
  const first = repr[0] ?? '';
  if (first === "'" || first === '"') {
    const inner = unquote(repr);
    return inner === undefined
      ? { type: 'str', repr }
      : { type: 'str', repr, length: [...inner].length };
  }
  if (repr === 'set()') return { type: 'set', repr, length: 0, items: [] };
  const closer = closers[first];
  if (closer === undefined) return { type: '', repr };
  const { parts, isWhole } = splitItems(repr.slice(1, repr.endsWith(closer) ? -1 : undefined));
  const count = isWhole && repr.endsWith(closer) ? { length: parts.length } : {};
  if (first === '[') return { type: 'list', repr, items: parts, ...count };
  if (first === '(') return { type: 'tuple', repr, items: parts, ...count };
  const pairs = parts.map(splitPair);
  if (pairs.every((pair) => pair !== undefined)) {
    return { type: 'dict', repr, entries: pairs, ...count };
  }
  return { type: 'set', repr, items: parts, ...count };
}

/** Places of a sign outside of quotes and brackets; `isClosed` is false where the text ends inside of some. */
function placesOf(wanted: string, text: string): { places: number[]; isClosed: boolean } {
  const places: number[] = [];
  let depth = 0;
  let quote = '';
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i] ?? '';
    if (quote !== '') {
      if (sign === '\\') i += 1;
      else if (sign === quote) quote = '';
    } else if (sign === "'" || sign === '"') quote = sign;
    else if (sign in closers) depth += 1;
    else if (sign === ')' || sign === ']' || sign === '}') depth -= 1;
    else if (sign === wanted && depth === 0) places.push(i);
  }
  return { places, isClosed: quote === '' && depth === 0 };
}

/** Splits at commas outside of quotes and brackets; `isWhole` is false where the repr was cut. */
export function splitItems(inside: string): { parts: string[]; isWhole: boolean } {
  const { places, isClosed } = placesOf(',', inside);
  const parts = [...places, inside.length].map((to, at) =>
    inside.slice(at === 0 ? 0 : (places[at - 1] ?? 0) + 1, to).trim(),
  );
  // Nothing at all, or a comma at the end.
  if (parts.at(-1) === '') parts.pop();
  const isWhole = isClosed && !parts.some((part) => part.endsWith(cutMark));
  return { parts: isWhole ? parts : parts.slice(0, -1), isWhole };
}

function splitPair(part: string): [string, string] | undefined {
  const [at] = placesOf(':', part).places;
  return at === undefined ? undefined : [part.slice(0, at), part.slice(at + 1).trim()];
}

/** The text between the quotes of a whole repr or literal; undefined when it was cut. */
export function unquote(literal: string): string | undefined {
  const quote = literal[0];
  if (quote === undefined || literal.length < 2 || literal.at(-1) !== quote) return undefined;
  return literal.slice(1, -1).replace(/\\(.)/g, (_all, sign: string) => escapes[sign] ?? sign);
}
const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

/** How a type is called in a text for a beginner. */
export function typeWords(type: string): string {
  if (type === '') return 'another kind of value';
  return typeNames[type] ?? `${/^[AEIOUaeiou]/.test(type) ? 'an' : 'a'} \`${type.slice(0, 36)}\``;
}
const typeNames: Record<string, string> = {
  int: 'a whole number',
  float: 'a number with a decimal point',
  str: 'text',
  list: 'a list',
  tuple: 'a tuple',
  dict: 'a dictionary',
  set: 'a set',
  bool: 'True or False',
  NoneType: '`None`',
  function: 'a function',
  method: 'a method',
  builtin_function_or_method: 'a function',
  type: 'a class',
  module: 'a module',
  range: 'a range',
  generator: 'a generator',
  bytes: 'bytes',
};
