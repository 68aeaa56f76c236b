/**
 * Values as they come out of a sandbox: read once, bounded, exact. The written form is told in python/grade_values.py.
 * A value is inert here: comparing never calls anything of the program that made it.
 */

export type Value =
  | { kind: 'None' }
  | { kind: 'bool'; value: boolean }
  | { kind: 'int'; value: bigint }
  /** `text` is Python's own writing, which reads back to the same number. */
  | { kind: 'float'; value: number; text: string }
  | { kind: 'str'; value: string }
  | { kind: 'bytes'; value: Buffer }
  | { kind: 'list' | 'tuple' | 'set' | 'frozenset'; items: Value[] }
  | { kind: 'dict'; entries: [key: Value, value: Value][] }
  /** Anything else, by the name of its type; equal to nothing. */
  | { kind: 'other'; type: string; text: string };

/** The written form, as JSON. */
export type WrittenValue = null | boolean | number | string | WrittenValue[];

const maxDepth = 51;
const maxParts = 60_000;
const maxIntHexDigits = 100_003;
const maxTypeChars = 80;
const maxTextChars = 200;
const sequences = { l: 'list', t: 'tuple', s: 'set', z: 'frozenset' } as const;

/** Thrown for what is no value; a sandbox that sends such a thing has made no claim. */
export class NotAValue extends Error {}

/** Reads the written form. @throws NotAValue */
export function readValue(written: unknown): Value {
  let left = maxParts;
  return part(written, 0);

  function part(at: unknown, depth: number): Value {
    left -= 1;
    if (left < 0 || depth > maxDepth) throw new NotAValue('too large');
    if (at === null) return { kind: 'None' };
    if (typeof at === 'boolean') return { kind: 'bool', value: at };
    if (typeof at === 'string') return { kind: 'str', value: at };
    if (typeof at === 'number') {
      if (!Number.isSafeInteger(at)) throw new NotAValue('no whole number');
      return { kind: 'int', value: BigInt(at) };
    }
    if (!Array.isArray(at)) throw new NotAValue('no value');
    const [kind, ...rest] = at as unknown[];
    switch (kind) {
      case 'i':
        return { kind: 'int', value: readInt(rest) };
      case 'f':
        return readFloat(rest);
      case 'b':
        return { kind: 'bytes', value: Buffer.from(oneText(rest), 'base64') };
      case 'l':
      case 't':
        return { kind: sequences[kind], items: rest.map((item) => part(item, depth + 1)) };
      case 's':
      case 'z':
        return { kind: sequences[kind], items: rest.map((item) => hashable(item, depth + 1)) };
      case 'd':
        return { kind: 'dict', entries: readEntries(rest, depth + 1) };
      case 'o':
        return readOther(rest);
      default:
        throw new NotAValue('unknown kind');
    }
  }

  function hashable(at: unknown, depth: number): Value {
    const value = part(at, depth);
    if (!isHashable(value)) throw new NotAValue('cannot be in a set');
    return value;
  }

  function readEntries(rest: unknown[], depth: number): [Value, Value][] {
    if (rest.length % 2 !== 0) throw new NotAValue('a key without a value');
    const entries: [Value, Value][] = [];
    for (let index = 0; index < rest.length; index += 2)
      entries.push([hashable(rest[index], depth), part(rest[index + 1], depth)]);
    return entries;
  }
}

function isHashable(value: Value): boolean {
  if (value.kind === 'list' || value.kind === 'set' || value.kind === 'dict') return false;
  return value.kind !== 'tuple' || value.items.every(isHashable);
}

function oneText(rest: unknown[]): string {
  const [text] = rest;
  if (rest.length !== 1 || typeof text !== 'string') throw new NotAValue('no text');
  return text;
}

function readInt(rest: unknown[]): bigint {
  const text = oneText(rest);
  if (text.length > maxIntHexDigits || !/^-?0x[0-9a-f]+$/.test(text)) throw new NotAValue('no int');
  return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
}

const floatWords: Record<string, number> = { inf: Infinity, '-inf': -Infinity, nan: NaN };

function readFloat(rest: unknown[]): Value {
  const text = oneText(rest);
  const word = Object.hasOwn(floatWords, text) ? floatWords[text] : undefined;
  if (word === undefined && !/^-?\d{1,20}(\.\d{1,20})?(e[+-]\d{1,3})?$/.test(text))
    throw new NotAValue('no float');
  return { kind: 'float', value: word ?? Number(text), text };
}

function readOther(rest: unknown[]): Value {
  const [type, text] = rest;
  if (typeof type !== 'string' || typeof text !== 'string') throw new NotAValue('no type');
  return { kind: 'other', type: type.slice(0, maxTypeChars), text: text.slice(0, maxTextChars) };
}

/** Python's name of the value's type. */
export function typeName(value: Value): string {
  if (value.kind === 'None') return 'NoneType';
  return value.kind === 'other' ? value.type : value.kind;
}

/** Whether something in it is no plain value. */
export function holdsOther(value: Value): boolean {
  switch (value.kind) {
    case 'other':
      return true;
    case 'list':
    case 'tuple':
    case 'set':
    case 'frozenset':
      return value.items.some(holdsOther);
    case 'dict':
      return value.entries.some(([key, item]) => holdsOther(key) || holdsOther(item));
    default:
      return false;
  }
}
