/** One value where several are needed: going through it, measuring it, looking into it. */
import type { SyntaxNode } from '@lezer/common';
import { argumentsOf, around, calledName, childrenOf, textOf } from '../code.ts';
import { evaluate } from '../evaluate.ts';
import { noneAccount } from './none.ts';
import { type Account, type Case, atLine, capital, nodesAt, q } from '../family.ts';
import { typeWords } from '../value.ts';

/** The first expression of the line whose value has this type; without values, the first candidate. */
export function findOfType(
  c: Case,
  candidates: readonly (SyntaxNode | null | undefined)[],
  type: string,
): SyntaxNode | undefined {
  const all = candidates.filter((node) => node !== null && node !== undefined);
  return (
    all.find((node) => evaluate(c.code, node, c.values)?.type === type) ??
    all.find((node) => evaluate(c.code, node, c.values) === undefined) ??
    all[0]
  );
}

/** What a `for` or a comprehension runs over, and arguments that are run through. */
function iterated(c: Case): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const loops = [
    'ForStatement',
    'ArrayComprehensionExpression',
    'ComprehensionExpression',
    'ArgList',
  ];
  for (const node of nodesAt(c, [
    ...loops,
    'SetComprehensionExpression',
    'DictionaryComprehensionExpression',
  ])) {
    const children = childrenOf(node);
    const at = children.findIndex((child) => child.name === 'in');
    const over = at < 0 ? undefined : children[at + 1];
    if (over) found.push(over);
  }
  for (const call of nodesAt(c, ['CallExpression'])) {
    const [first, second] = argumentsOf(call);
    const name = calledName(c.code, call);
    if (['map', 'filter'].includes(name) && second) found.push(second);
    else if (first) found.push(first);
  }
  for (const statement of nodesAt(c, ['AssignStatement', 'UpdateStatement'])) {
    const value = statement.lastChild;
    if (value) found.push(value);
  }
  return found;
}

export function explainNotIterable(c: Case): Account {
  const told = c.match[1] ?? c.match[2] ?? '';
  const here = atLine(c.line);
  const node = findOfType(c, iterated(c), told);
  const type = told === '' ? (evaluate(c.code, node, c.values)?.type ?? '') : told;
  const isUnpack = /unpack non-iterable/.test(c.message);
  const loop = nodesAt(c, ['ForStatement'])[0];
  if (type === 'NoneType') {
    return noneAccount(
      c,
      node,
      isUnpack ? 'splits a value into several names' : 'goes through a value step by step',
    );
  }
  const name = node ? textOf(c.code, node) : 'it';
  const value = evaluate(c.code, node, c.values)?.repr;
  const shown = value !== undefined && value !== name ? ` (${q(value)})` : '';
  const isNumber = type === 'int' || type === 'float';
  const isFunction =
    type === 'builtin_function_or_method' || type === 'function' || type === 'method';
  if (isUnpack) {
    return {
      what: `${capital(here)} splits ${q(name)}${shown} into several names.`,
      why: `${q(name)} is ${typeWords(type)}: one value, with nothing to split.`,
      question: `Should ${q(name)} be several values, or should there be one name?`,
      hints: [
        `Count the names on the left of ${here}, and the values on the right.`,
        `Several names at once need as many values, for example a list or a tuple of them.`,
        `Either give the right side one value for each name, or keep one name only.`,
      ],
    };
  }
  return {
    what: `${capital(here)} goes through ${q(name)}${shown} step by step, but that is ${typeWords(type)}.`,
    why: isNumber
      ? `A number is one value. Python cannot take items out of it one after another.`
      : isFunction
        ? `${q(name)} is named without brackets after it, so it was not called.`
        : `Only lists, texts, dictionaries, ranges and the like can be gone through.`,
    question: isNumber
      ? loop
        ? `Do you want to count up to ${q(name)}, or go through a list?`
        : `Did you mean a list with ${q(name)} in it?`
      : `What should ${q(name)} be here?`,
    concept: 'for-loop',
    hints: [
      `Look at ${q(name)} on ${here}: what kind of value is it?`,
      isNumber
        ? `To repeat something a number of times, a loop needs the numbers to count through, not only the last one.`
        : `A loop needs something that holds several values.`,
      isNumber
        ? `Let Python make the row of numbers with its counting function, or go through the list itself.`
        : isFunction
          ? `Call the function, so that the loop gets its result.`
          : `Go through the list or text that belongs to it instead.`,
    ],
  };
}

export function explainNoLength(c: Case): Account {
  const type = c.match[1] ?? '';
  const here = atLine(c.line);
  const calls = nodesAt(c, ['CallExpression']).filter((node) => calledName(c.code, node) === 'len');
  const node = findOfType(
    c,
    calls.map((call) => argumentsOf(call)[0]),
    type,
  );
  if (type === 'NoneType') return noneAccount(c, node, 'asks for a length');
  const name = node ? textOf(c.code, node) : 'an item';
  const value = evaluate(c.code, node, c.values)?.repr;
  const isInRange = calls.some((call) => {
    const list = around(call, ['CallExpression']);
    return list !== undefined && calledName(c.code, list) === 'range';
  });
  return {
    what: `${capital(here)} asks how long ${q(name)} is, but that is ${typeWords(type)}.`,
    why: `${value !== undefined && value !== name ? `${q(name)} is ${q(value)} here. ` : ''}Only what holds items or characters has a length.`,
    question: isInRange
      ? `Is ${q(name)} already the number you want to count to?`
      : `Which list or text did you want to measure?`,
    concept: 'len',
    hints: [
      `Look at what stands in the brackets of ${q('len')} on ${here}.`,
      `A length is the number of items of a list or characters of a text. A number has none.`,
      `If the digits are meant, turn the number into text first. If the number itself is meant, use it directly.`,
    ],
  };
}

export function explainIn(c: Case): Account {
  const type = c.match[1] ?? '';
  const here = atLine(c.line);
  const rights = nodesAt(c, ['BinaryExpression'])
    .filter((node) => childrenOf(node).some((child) => child.name === 'in'))
    .map((node) => node.lastChild);
  const node = findOfType(c, rights, type);
  if (type === 'NoneType') return noneAccount(c, node, 'looks for something inside a value');
  const name = node ? textOf(c.code, node) : 'it';
  return {
    what: `${capital(here)} looks for something inside ${q(name)}, but that is ${typeWords(type)}.`,
    why: `Only lists, texts, dictionaries and the like have an inside for ${q('in')} to look into.`,
    question: `Which list or text should be searched?`,
    concept: 'in-operator',
    hints: [
      `Look at what stands right of ${q('in')} on ${here}.`,
      `${q('in')} asks whether something is among several. One number has nothing inside.`,
      `To compare with one value use the sign for "equal". To look at digits, turn the number into text first.`,
    ],
  };
}
