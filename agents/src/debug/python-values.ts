/** Just enough of Python's literals to say how two of them differ. What it cannot read stays text. */
import { splitItems } from '../explain/value.ts';

/** @returns the items of a list, tuple or set as they are written; undefined for anything else or when it is cut off */
export function itemsOf(literal: string): string[] | undefined {
  const inner = /^[[({](.*)[\])}]$/s.exec(literal.trim())?.[1];
  if (inner === undefined) return undefined;
  const { parts, isWhole } = splitItems(inner);
  return isWhole ? parts : undefined;
}

/** @returns the number a literal is; undefined for anything else */
export function numberOf(literal: string): number | undefined {
  return /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(literal) ? Number(literal) : undefined;
}

/** @returns the text between the quotes, or the literal itself */
export function textOf(literal: string): string {
  return /^(['"])(.*)\1$/s.exec(literal)?.[2] ?? literal;
}
