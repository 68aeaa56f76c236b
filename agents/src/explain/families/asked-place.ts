/** Which place of which list the failing line asks for. */
import type { SyntaxNode } from '@lezer/common';
import { subscriptOf } from '../code.ts';
import { evaluate } from '../evaluate.ts';
import { type Case, nodesAt, plural, q } from '../family.ts';
import type { Value } from '../value.ts';

export interface Asked {
  node: SyntaxNode;
  base: SyntaxNode;
  index: SyntaxNode;
  value: Value | undefined;
  /** The number that was asked for. */
  place: number | undefined;
}

/** The `a[i]` that failed: one whose place is known to be outside, else the likeliest. */
export function findAsked(c: Case): Asked | undefined {
  const all: Asked[] = [];
  for (const node of nodesAt(c, ['MemberExpression'])) {
    const found = subscriptOf(node);
    if (!found?.index || found.isSlice) continue;
    const value = evaluate(c.code, found.base, c.values);
    const place = evaluate(c.code, found.index, c.values)?.number;
    all.push({ node, base: found.base, index: found.index, value, place });
  }
  return (
    all.find(({ value, place }) => isOutside(value, place)) ??
    all.find(({ value }) => value?.length === 0) ??
    all.find(({ value }) => value?.type !== 'dict')
  );
}

function isOutside(value: Value | undefined, place: number | undefined): boolean {
  if (value?.length === undefined || place === undefined || value.type === 'dict') return false;
  return place >= value.length || place < -value.length;
}

export function sizeWords(name: string, length: number, items: string): string {
  return length === 1
    ? `${q(name)} has 1 ${items}, number 0`
    : `${q(name)} has ${plural(length, items)}, numbered 0 to ${String(length - 1)}`;
}
