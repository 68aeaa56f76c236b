/** Functions that hand back too early, too late or nothing. */
import type { SyntaxNode } from '@lezer/common';
import { around, calledName, childrenOf, lineAt, nodesOf, textOf } from '../code.ts';
import { capital, q } from '../family.ts';
import type { FindMisconceptions } from './misconception.ts';
import { returnsOf } from '../scope.ts';

/** Statements behind a `return`, `break` or `continue` in the same block. */
export const afterReturn: FindMisconceptions = (code) =>
  nodesOf(code, [
    'ReturnStatement',
    'BreakStatement',
    'ContinueStatement',
    'RaiseStatement',
  ]).flatMap((node) => {
    const next = node.nextSibling;
    if (!next || (!next.name.endsWith('Statement') && !next.name.endsWith('Definition'))) return [];
    const word = textOf(code, node.firstChild);
    return [
      {
        id: 'after-return',
        line: lineAt(code, next.from),
        names: [],
        text: `This line never runs: ${q(word)} on line ${String(lineAt(code, node.from))} leaves before it.`,
        concept: 'return',
      },
    ];
  });

/** A `for` whose body always returns in its first turn. */
export const returnTooEarly: FindMisconceptions = (code) =>
  nodesOf(code, ['ForStatement']).flatMap((loop) => {
    const body = loop.getChild('Body');
    if (!body || around(loop, ['FunctionDefinition']) === undefined) return [];
    const statements = childrenOf(body).filter((child) => /Statement$/.test(child.name));
    const last = statements.at(-1);
    const isFinal =
      last !== undefined && (last.name === 'ReturnStatement' || returnsOnBothWays(last));
    if (!isFinal || nodesOf(code, ['ContinueStatement'], loop).length > 0) return [];
    const target = textOf(code, childrenOf(loop)[1]);
    return [
      {
        id: 'return-too-early',
        line: lineAt(code, last.from),
        names: [target],
        text: `The loop ends in its first turn, because this ${q('return')} is reached every time. Only the first ${q(target)} is ever looked at.`,
        concept: 'return',
      },
    ];
  });

/** `if …: return … else: return …`. */
function returnsOnBothWays(node: SyntaxNode): boolean {
  if (node.name !== 'IfStatement' || !node.getChild('else')) return false;
  return node.getChildren('Body').every((body) => {
    const last = childrenOf(body)
      .filter((child) => /Statement$/.test(child.name))
      .at(-1);
    return last?.name === 'ReturnStatement';
  });
}

/** A function prints its result and returns nothing, though a call uses what it gives back. */
export const printsInsteadOfReturns: FindMisconceptions = (code) =>
  nodesOf(code, ['FunctionDefinition']).flatMap((fn) => {
    const name = textOf(code, fn.getChild('VariableName'));
    const prints = nodesOf(code, ['CallExpression'], fn).find(
      (node) => calledName(code, node) === 'print',
    );
    if (!prints || returnsOf(code, fn).some((one) => one.hasValue)) return [];
    const isUsed = nodesOf(code, ['CallExpression']).some((call) => {
      if (calledName(code, call) !== name || call.firstChild?.name !== 'VariableName') return false;
      return call.parent?.name !== 'ExpressionStatement' && call.parent?.name !== 'Script';
    });
    if (!isUsed) return [];
    return [
      {
        id: 'prints-not-returns',
        line: lineAt(code, prints.from),
        names: [name],
        text: `${capital(q(name))} prints its answer but hands back ${q('None')}, and the program uses what it hands back.`,
        concept: 'print-and-return',
      },
    ];
  });

/** Some ways through a function return a value and the end does not. */
export const missingReturn: FindMisconceptions = (code) =>
  nodesOf(code, ['FunctionDefinition']).flatMap((fn) => {
    const returns = returnsOf(code, fn);
    const body = fn.getChild('Body');
    if (!body || !returns.some((one) => one.hasValue) || returns.some((one) => !one.hasValue))
      return [];
    const last = childrenOf(body)
      .filter((child) => /Statement$/.test(child.name))
      .at(-1);
    if (last?.name !== 'IfStatement' || last.getChild('else')) return [];
    const holds = returns.some((one) => one.node.from > last.from && one.node.to <= last.to);
    if (!holds) return [];
    const name = textOf(code, fn.getChild('VariableName'));
    return [
      {
        id: 'missing-return',
        line: lineAt(code, last.from),
        names: [name],
        text: `When no condition from here on is true, ${q(name)} ends without ${q('return')} and hands back ${q('None')}.`,
        concept: 'return',
      },
    ];
  });
