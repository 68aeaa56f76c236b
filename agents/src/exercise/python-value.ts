/** Values as Python writes them. Plain numbers are ints: a float says so, as it does in Python. */
export type PythonValue =
  | null
  | boolean
  | number
  | string
  | Float
  | Tuple
  | readonly PythonValue[]
  | ReadonlyMap<PythonValue, PythonValue>
  | ReadonlySet<PythonValue>;

export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}
export class Tuple {
  readonly items: readonly PythonValue[];
  constructor(...items: PythonValue[]) {
    this.items = items;
  }
}

/** @returns the literal, as `repr` writes it */
export function literal(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Float) {
    return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value);
  }
  if (value instanceof Tuple) {
    const inside = value.items.map(literal).join(', ');
    return value.items.length === 1 ? `(${inside},)` : `(${inside})`;
  }
  if (value instanceof Map) {
    const map: ReadonlyMap<PythonValue, PythonValue> = value;
    return `{${[...map].map(([key, each]) => `${literal(key)}: ${literal(each)}`).join(', ')}}`;
  }
  if (value instanceof Set) {
    const set: ReadonlySet<PythonValue> = value;
    return set.size === 0 ? 'set()' : `{${[...set].map(literal).join(', ')}}`;
  }
  const list = value as readonly PythonValue[];
  return `[${list.map(literal).join(', ')}]`;
}

function quoted(text: string): string {
  const sign = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
  return sign + (sign === "'" ? inside.replaceAll("'", "\\'") : inside) + sign;
}
