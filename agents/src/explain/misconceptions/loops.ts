/** Loops whose list, counter or end is not what it seems. */
import { calledName, childrenOf, lineAt, nodesOf, subscriptOf, textOf } from '../code.ts';
import { capital, q } from '../family.ts';
import type { FindMisconceptions } from './misconception.ts';
import { bindingsOf } from '../scope.ts';

/** Items are added to or taken from the list a loop goes through. */
export const changedWhileLooping: FindMisconceptions = (code) =>
  nodesOf(code, ['ForStatement']).flatMap((loop) => {
    const over = childrenOf(loop).find((child) => child.name === 'in')?.nextSibling;
    if (over?.name !== 'VariableName') return [];
    const name = textOf(code, over);
    const change = nodesOf(code, ['CallExpression'], loop).find(
      (call) =>
        ['append', 'remove', 'insert', 'pop', 'extend', 'add', 'discard'].includes(
          calledName(code, call),
        ) && textOf(code, call.firstChild?.firstChild) === name,
    );
    if (!change) return [];
    return [
      {
        id: 'changed-while-looping',
        line: lineAt(code, change.from),
        names: [name],
        text: `The loop goes through ${q(name)} while this line changes it, so items are skipped or come twice. Go through a copy, or build a new list.`,
        concept: 'changing-while-looping',
      },
    ];
  });

/** `for i in range(len(a) + 1): a[i]`, or `a[i + 1]` with `range(len(a))`. */
export const rangeOffByOne: FindMisconceptions = (code) =>
  nodesOf(code, ['ForStatement']).flatMap((loop) => {
    const children = childrenOf(loop);
    const at = children.findIndex((child) => child.name === 'in');
    const [target, over] = [children[1], children[at + 1]];
    const range = /^range\((?:0, ?)?len\((\w+)\)( ?\+ ?1)?\)$/.exec(textOf(code, over));
    if (!range || target?.name !== 'VariableName') return [];
    const [, list = '', more] = range;
    const name = textOf(code, target);
    const guarded = nodesOf(code, ['IfStatement', 'ConditionalExpression'], loop).length > 0;
    const bad = nodesOf(code, ['MemberExpression'], loop).find((node) => {
      const found = subscriptOf(node);
      if (!found?.index || textOf(code, found.base) !== list) return false;
      const index = textOf(code, found.index).replaceAll(' ', '');
      return more
        ? index === name
        : index === `${name}+1` && (!guarded || node.parent?.parent?.name === 'IfStatement');
    });
    if (!bad) return [];
    return [
      {
        id: 'range-off-by-one',
        line: lineAt(code, bad.from),
        names: [name, list],
        text: `In the last turn ${q(textOf(code, bad))} asks for a place that ${q(list)} does not have: its places end at its length minus one.`,
        concept: 'list-index',
      },
    ];
  });

/** The counter of a `for` is set inside it: the loop sets it back in the next turn. */
export const counterChanged: FindMisconceptions = (code) =>
  nodesOf(code, ['ForStatement']).flatMap((loop) => {
    const target = childrenOf(loop)[1];
    const body = loop.getChild('Body');
    if (target?.name !== 'VariableName' || !body) return [];
    const name = textOf(code, target);
    const found = bindingsOf(code).find(
      (one) =>
        one.kind === 'update' &&
        one.name === name &&
        one.node.from >= body.from &&
        one.node.to <= body.to,
    );
    if (!found) return [];
    return [
      {
        id: 'counter-changed',
        line: found.line,
        names: [name],
        text: `The loop gives ${q(name)} its next value by itself, so changing it here is forgotten in the next turn.`,
        concept: 'for-loop',
      },
    ];
  });

/** `for i in 5`, `for i in len(x)`. */
export const loopOverNumber: FindMisconceptions = (code) =>
  nodesOf(code, ['ForStatement']).flatMap((loop) => {
    const over = childrenOf(loop).find((child) => child.name === 'in')?.nextSibling;
    const isNumber =
      over?.name === 'Number' ||
      (over?.name === 'CallExpression' && ['len', 'int'].includes(calledName(code, over)));
    if (!isNumber) return [];
    return [
      {
        id: 'loop-over-number',
        line: lineAt(code, loop.from),
        names: [textOf(code, over)],
        text: `${capital(q(textOf(code, over)))} is one number, and a loop needs several items to go through.`,
        concept: 'for-loop',
      },
    ];
  });
