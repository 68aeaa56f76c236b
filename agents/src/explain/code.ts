/**
 * A learner's file as text, lines and a tree. The tree is a tolerant one: it also exists for code that Python refuses, with
 * `⚠` nodes where it does not fit. Walks use cursors, because code can be nested deeper than a stack.
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';

export interface Code {
  name: string;
  text: string;
  lines: readonly string[];
  /** Offsets where lines begin. */
  starts: readonly number[];
  tree: Tree;
}

/**
 * A larger or more deeply nested file is explained by its message and line alone: nobody writes that in a lesson, and the
 * server that explains it has other rooms to serve.
 */
const maxTreeChars = 16 * 1024;
const maxTreeDepth = 50;

export function readCode(name: string, text: string): Code {
  const lines = text.split('\n');
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  return { name, text, lines, starts, tree: parser.parse(isTooMuch(text) ? '' : text) };
}

function isTooMuch(text: string): boolean {
  if (text.length > maxTreeChars) return true;
  let depth = 0;
  for (const sign of text) {
    if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) depth -= 1;
    if (depth > maxTreeDepth) return true;
  }
  return false;
}

export function textOf(code: Code, node: SyntaxNode | null | undefined): string {
  return node ? code.text.slice(node.from, node.to) : '';
}

/** @returns the 1-based line of an offset */
export function lineAt(code: Code, offset: number): number {
  let low = 0;
  let high = code.starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((code.starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function lineText(code: Code, line: number): string {
  return code.lines[line - 1] ?? '';
}

/** Nodes with one of these names, in order. @param within  only inside this node */
export function nodesOf(code: Code, names: readonly string[], within?: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  code.tree.iterate({
    from: within?.from ?? 0,
    to: within?.to ?? code.text.length,
    enter: (ref) => {
      if (!names.includes(ref.name)) return;
      if (within && (ref.from < within.from || ref.to > within.to)) return;
      found.push(ref.node);
    },
  });
  return found;
}

/** Nodes with one of these names that begin on a line. */
export function nodesOnLine(code: Code, line: number, names: readonly string[]): SyntaxNode[] {
  const from = code.starts[line - 1];
  if (from === undefined) return [];
  const to = from + lineText(code, line).length;
  const found: SyntaxNode[] = [];
  code.tree.iterate({
    from,
    to,
    enter: (ref) => {
      if (ref.from >= from && ref.from <= to && names.includes(ref.name)) found.push(ref.node);
    },
  });
  return found;
}

/** @returns the nearest node around `node` with one of these names */
export function around(node: SyntaxNode, names: readonly string[]): SyntaxNode | undefined {
  for (let up = node.parent; up; up = up.parent) if (names.includes(up.name)) return up;
  return undefined;
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) found.push(child);
  return found;
}

/** The argument expressions of a call, without brackets, commas and comments. */
export function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  const list = call.getChild('ArgList');
  if (!list) return [];
  return childrenOf(list).filter((node) => !['(', ')', ',', 'Comment', '⚠'].includes(node.name));
}

/** The name that is called: `f` of `f(x)`, `append` of `a.b.append(x)`. */
export function calledName(code: Code, call: SyntaxNode): string {
  const target = call.firstChild;
  if (!target) return '';
  if (target.name === 'MemberExpression') return textOf(code, target.getChild('PropertyName'));
  return target.name === 'VariableName' ? textOf(code, target) : '';
}

/** Whether a member expression is `a[b]`; then its base and what is between the brackets. */
export function subscriptOf(
  node: SyntaxNode,
): { base: SyntaxNode; index: SyntaxNode | undefined; isSlice: boolean } | undefined {
  if (node.name !== 'MemberExpression' || !node.getChild('[')) return undefined;
  const base = node.firstChild;
  if (!base) return undefined;
  const inner = childrenOf(node).slice(1);
  const isSlice = inner.some((child) => child.name === ':' || child.name === ',');
  const index = inner.find((child) => !['[', ']', ':', ',', '⚠'].includes(child.name));
  return { base, index, isSlice };
}
