/** Conditions that do not ask what they read like. */
import type { SyntaxNode } from '@lezer/common';
import { type Code, around, childrenOf, lineAt, nodesOf, textOf } from '../code.ts';
import { capital, q } from '../family.ts';
import type { FindMisconceptions, Misconception } from './misconception.ts';

export function operatorOf(code: Code, node: SyntaxNode): string {
  const inner = childrenOf(node).slice(1, -1);
  return inner.map((child) => textOf(code, child)).join(' ');
}

/** `if x == 'a' or 'b'`. */
export const orLiteral: FindMisconceptions = (code) =>
  nodesOf(code, ['BinaryExpression']).flatMap((node) => {
    const operator = operatorOf(code, node);
    if (operator !== 'or' && operator !== 'and') return [];
    const [left, right] = [node.firstChild, node.lastChild];
    // Of a chain of several the innermost is told, once.
    const isCompare = left?.name === 'BinaryExpression' && operatorOf(code, left) !== operator;
    if (!isCompare || !right || !['String', 'Number'].includes(right.name)) return [];
    const name = textOf(code, left.firstChild);
    return [
      {
        id: 'or-literal',
        line: lineAt(code, node.from),
        names: [name],
        text: `${capital(q(textOf(code, right)))} after ${q(operator)} is a condition by itself, and it is always true. Each side of ${q(operator)} has to compare ${q(name)} anew.`,
        concept: 'comparing',
      },
    ];
  });

/** `if done == True`. */
export const compareTrue: FindMisconceptions = (code) =>
  nodesOf(code, ['BinaryExpression']).flatMap((node) => {
    const operator = operatorOf(code, node);
    const right = node.lastChild;
    if (!['==', '!=', 'is'].includes(operator) || right?.name !== 'Boolean') return [];
    if (around(node, ['IfStatement', 'WhileStatement']) === undefined) return [];
    return [
      {
        id: 'compare-true',
        line: lineAt(code, node.from),
        names: [textOf(code, node.firstChild)],
        text: `${capital(q(textOf(code, node.firstChild)))} is already true or false. It needs no comparison; its opposite is said with ${q('not')}.`,
        concept: 'comparing',
      },
    ];
  });

/** `x is 5`. */
export const isLiteral: FindMisconceptions = (code) =>
  nodesOf(code, ['BinaryExpression']).flatMap((node) => {
    const operator = operatorOf(code, node);
    const right = node.lastChild;
    if (
      (operator !== 'is' && operator !== 'is not') ||
      !right ||
      !['Number', 'String', 'ArrayExpression'].includes(right.name)
    )
      return [];
    return [
      {
        id: 'is-literal',
        line: lineAt(code, node.from),
        names: [textOf(code, node.firstChild)],
        text: `${capital(q(operator))} asks whether two things are one and the same, not whether they are equal. For ${q(textOf(code, right))} the equals comparison is meant.`,
        concept: 'comparing',
      },
    ];
  });

/** An `elif` that asks the same as an earlier branch. */
export const unreachableBranch: FindMisconceptions = (code) =>
  nodesOf(code, ['IfStatement']).flatMap((node) => {
    const seen = new Set<string>();
    return childrenOf(node).flatMap((child, i, all): Misconception[] => {
      const word = all[i - 1]?.name;
      if (word !== 'if' && word !== 'elif') return [];
      const text = textOf(code, child).replace(/\s+/g, ' ');
      if (!seen.has(text)) {
        seen.add(text);
        return [];
      }
      return [
        {
          id: 'unreachable-branch',
          line: lineAt(code, child.from),
          names: [],
          text: `${capital(q(text))} was asked before in the same chain, so this branch is never reached.`,
          concept: 'branches',
        },
      ];
    });
  });
