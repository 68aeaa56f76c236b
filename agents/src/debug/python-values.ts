/** Just enough of Python's literals to say how two of them differ. What it cannot read stays text. */

/** @returns the items of a list, tuple or set as they are written; undefined for anything else or when it is cut off */
export function itemsOf(literal: string): string[] | undefined {
  const inner = /^[[({](.*)[\])}]$/s.exec(literal.trim())?.[1];
  if (inner === undefined) return undefined;
  const items: string[] = [];
  let depth = 0;
  let quote = '';
  let item = '';
  for (let i = 0; i < inner.length; i += 1) {
    const sign = inner[i] ?? '';
    if (quote !== '') {
      if (sign === '\\') item += sign + (inner[++i] ?? '');
      else item += sign;
      if (sign === quote) quote = '';
      continue;
    }
    if (sign === ',' && depth === 0) {
      items.push(item.trim());
      item = '';
      continue;
    }
    if (sign === "'" || sign === '"') quote = sign;
    else if ('[({'.includes(sign)) depth += 1;
    else if ('])}'.includes(sign)) depth -= 1;
    item += sign;
  }
  if (item.trim() !== '') items.push(item.trim());
  return items;
}

/** @returns the number a literal is; undefined for anything else */
export function numberOf(literal: string): number | undefined {
  return /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(literal) ? Number(literal) : undefined;
}

/** @returns the text between the quotes, or the literal itself */
export function textOf(literal: string): string {
  return /^(['"])(.*)\1$/s.exec(literal)?.[2] ?? literal;
}
