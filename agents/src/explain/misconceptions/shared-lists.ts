/** One list under two names, in two rows or in two calls. */
import type { SyntaxNode } from '@lezer/common';
import { type Code, around, childrenOf, lineAt, nodesOf, textOf } from '../code.ts';
import { q } from '../family.ts';
import type { FindMisconceptions, Misconception } from './misconception.ts';
import { inPlace } from '../python-words.ts';

/** Whether a name is given a list somewhere in the file. */
export function isList(code: Code, node: SyntaxNode | null): boolean {
  const name = textOf(code, node);
  return nodesOf(code, ['AssignStatement']).some((statement) => {
    const value = statement.lastChild;
    return (
      textOf(code, statement.firstChild) === name &&
      (value?.name === 'ArrayExpression' || value?.name === 'ArrayComprehensionExpression')
    );
  });
}

/** `b = a` for a list, and later one of the two is changed. */
export const alias: FindMisconceptions = (code) =>
  nodesOf(code, ['AssignStatement']).flatMap((statement) => {
    const [target, sign, value] = childrenOf(statement);
    if (childrenOf(statement).length !== 3 || sign?.name !== 'AssignOp') return [];
    if (target?.name !== 'VariableName' || value?.name !== 'VariableName' || !isList(code, value))
      return [];
    const names = [textOf(code, target), textOf(code, value)];
    const home = around(statement, ['FunctionDefinition']);
    const changes = nodesOf(code, ['MemberExpression'], home).some(
      (node) =>
        node.from > statement.to &&
        names.includes(textOf(code, node.firstChild)) &&
        (inPlace.has(textOf(code, node.getChild('PropertyName'))) ||
          (node.getChild('[') !== null &&
            node.parent?.name.endsWith('Statement') === true &&
            node.parent.firstChild?.from === node.from &&
            node.parent.name !== 'ExpressionStatement')),
    );
    if (!changes) return [];
    return [
      {
        id: 'alias',
        line: lineAt(code, statement.from),
        names,
        text: `After this line ${q(names[0] ?? '')} and ${q(names[1] ?? '')} are two names for one list, so a change through one is seen through the other. A copy has to be made on purpose.`,
        concept: 'copies',
      },
    ];
  });

/** `[[0] * n] * n`. */
export const repeatedRow: FindMisconceptions = (code) =>
  nodesOf(code, ['BinaryExpression']).flatMap((node) => {
    const [left, sign] = childrenOf(node);
    if (textOf(code, sign) !== '*' || left?.name !== 'ArrayExpression') return [];
    const holdsList = childrenOf(left).some(
      (child) =>
        child.name === 'ArrayExpression' ||
        (child.name === 'BinaryExpression' && child.firstChild?.name === 'ArrayExpression'),
    );
    if (!holdsList) return [];
    return [
      {
        id: 'repeated-row',
        line: lineAt(code, node.from),
        names: [],
        text: `All rows of ${q(textOf(code, node))} are one and the same list: a change in one row shows in every row. Each row has to be made anew.`,
        concept: 'copies',
      },
    ];
  });

/** `def f(items=[])`. */
export const mutableDefault: FindMisconceptions = (code) =>
  nodesOf(code, ['FunctionDefinition']).flatMap((fn) => {
    const list = fn.getChild('ParamList');
    if (!list) return [];
    return childrenOf(list).flatMap((child, i, all): Misconception[] => {
      const isFresh = ['ArrayExpression', 'DictionaryExpression', 'SetExpression'].includes(
        child.name,
      );
      if (!isFresh || all[i - 1]?.name !== 'AssignOp') return [];
      const name = textOf(
        code,
        all.slice(0, i).findLast((one) => one.name === 'VariableName'),
      );
      return [
        {
          id: 'mutable-default',
          line: lineAt(code, child.from),
          names: [name],
          text: `The list for ${q(name)} is made once, when the function is defined, and shared by all calls. What one call puts in is still there in the next.`,
          concept: 'default-values',
        },
      ];
    });
  });
