/** Whether a claimed value is the expected one. Types count: `1`, `1.0`, `True` and `"1"` are four different answers. */
import type { Value } from './value.ts';
import { holdsOther } from './value.ts';

/** Same types, same values; order counts in lists and tuples only. */
export function isSame(expected: Value, got: Value): boolean {
  return !holdsOther(got) && canonical(expected) === canonical(got);
}

/** Items of the outermost list or tuple in any order; each as often as expected. */
export function isSameUnordered(expected: Value, got: Value): boolean {
  if (holdsOther(got)) return false;
  if (!('items' in expected) || !('items' in got)) return isSame(expected, got);
  return (
    expected.kind === got.kind && sortedCanonical(expected.items) === sortedCanonical(got.items)
  );
}

export interface Tolerance {
  absolute: number;
  relative: number;
}

/** Numbers may differ a little, also inside lists, tuples and dict values; everything else must be the same. */
export function isNear(expected: Value, got: Value, tolerance: Tolerance): boolean {
  if (isNumber(expected) && isNumber(got)) return numbersNear(expected, got, tolerance);
  if (expected.kind !== got.kind) return false;
  if (expected.kind === 'dict' && got.kind === 'dict') return dictsNear(expected, got, tolerance);
  if (!('items' in expected) || !('items' in got)) return isSame(expected, got);
  if (expected.items.length !== got.items.length) return false;
  const isSet = expected.kind === 'set' || expected.kind === 'frozenset';
  const left = isSet ? inOrder(expected.items) : expected.items;
  const right = isSet ? inOrder(got.items) : got.items;
  return left.every((item, index) => {
    const other = right[index];
    return other !== undefined && isNear(item, other, tolerance);
  });
}

type NumberValue = Extract<Value, { kind: 'int' | 'float' }>;

function isNumber(value: Value): value is NumberValue {
  return value.kind === 'int' || value.kind === 'float';
}

function numbersNear(expected: NumberValue, got: NumberValue, tolerance: Tolerance): boolean {
  if (canonical(expected) === canonical(got)) return true;
  const wanted = Number(expected.value);
  const claimed = Number(got.value);
  if (!Number.isFinite(wanted) || !Number.isFinite(claimed)) return wanted === claimed;
  return (
    Math.abs(claimed - wanted) <=
    Math.max(tolerance.absolute, tolerance.relative * Math.abs(wanted))
  );
}

type DictValue = Extract<Value, { kind: 'dict' }>;

function dictsNear(expected: DictValue, got: DictValue, tolerance: Tolerance): boolean {
  const claimed = new Map(got.entries.map(([key, item]) => [canonical(key), item]));
  return (
    expected.entries.length === got.entries.length &&
    expected.entries.every(([key, item]) => {
      const other = claimed.get(canonical(key));
      return other !== undefined && isNear(item, other, tolerance);
    })
  );
}

/** Numbers of a set by size, so that near ones meet. */
function inOrder(items: Value[]): Value[] {
  const size = (value: Value): number => (isNumber(value) ? Number(value.value) : 0);
  return items.toSorted((a, b) => size(a) - size(b) || (canonical(a) < canonical(b) ? -1 : 1));
}

function sortedCanonical(items: Value[]): string {
  return JSON.stringify(items.map(canonical).sort());
}

/** A text that two values share exactly when they have the same type and are equal. */
export function canonical(value: Value): string {
  switch (value.kind) {
    case 'None':
      return 'N';
    case 'bool':
      return value.value ? 'T' : 'F';
    case 'int':
      return `i${value.value.toString(16)}`;
    case 'float':
      // Minus zero is zero.
      return `f${String(value.value)}`;
    case 'str':
      return `s${JSON.stringify(value.value)}`;
    case 'bytes':
      return `b${value.value.toString('hex')}`;
    case 'list':
    case 'tuple':
      return `${value.kind}(${value.items.map(canonical).join()})`;
    case 'set':
    case 'frozenset':
      return `${value.kind}(${value.items.map(canonical).sort().join()})`;
    case 'dict':
      return `dict(${value.entries
        .map(([key, item]) => `${canonical(key)}:${canonical(item)}`)
        .sort()
        .join()})`;
    case 'other':
      // Equal to nothing, not even to itself.
      return `o${value.type}`;
  }
}
