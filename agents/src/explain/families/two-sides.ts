/** An operation whose two sides do not go together. */
import type { SyntaxNode } from '@lezer/common';
import { calledName, childrenOf, textOf } from '../code.ts';
import { evaluate } from '../evaluate.ts';
import { noneAccount, originOf } from './none.ts';
import { type Account, type Case, atLine, capital, nodesAt, q } from '../family.ts';
import { typeWords } from '../value.ts';

interface Sides {
  left: SyntaxNode | undefined;
  right: SyntaxNode | undefined;
}

/** The two sides of the operation that failed, by their types where they are known. */
export function sidesOf(c: Case, operator: string, types: [string, string]): Sides {
  const all: Sides[] = [];
  for (const node of nodesAt(c, ['BinaryExpression', 'UpdateStatement'])) {
    const children = childrenOf(node);
    const sign = textOf(c.code, children[1]);
    if (sign !== operator && sign !== `${operator}=` && `${sign}=` !== operator) continue;
    all.push({ left: children[0], right: children.at(-1) });
  }
  const fits = (side: SyntaxNode | undefined, type: string): boolean => {
    const known = evaluate(c.code, side, c.values)?.type;
    return known === undefined || known === '' || known === type;
  };
  return (
    all.find(({ left, right }) => fits(left, types[0]) && fits(right, types[1])) ??
    all[0] ?? { left: undefined, right: undefined }
  );
}

/** `x` (which is '5', from input) */
function named(c: Case, node: SyntaxNode | undefined, type: string): string {
  if (!node) return typeWords(type);
  const text = textOf(c.code, node);
  const value = evaluate(c.code, node, c.values)?.repr;
  if (value === undefined || value === text) return `${q(text)} (${typeWords(type)})`;
  return `${q(text)} (${typeWords(type)}, ${q(value)})`;
}

/** The side that came out of `input()`: the text somebody meant as a number. */
function fromInput(
  c: Case,
  sides: Sides,
  types: [string, string],
): { name: string; line: number } | undefined {
  for (const [i, node] of [sides.left, sides.right].entries()) {
    if (types[i] !== 'str' || node?.name !== 'VariableName') continue;
    const origin = originOf(c, textOf(c.code, node));
    if (origin?.value?.name === 'CallExpression' && calledName(c.code, origin.value) === 'input') {
      return { name: textOf(c.code, node), line: origin.line };
    }
  }
  return undefined;
}

export function explainTwoTypes(c: Case, operator: string, types: [string, string]): Account {
  const here = atLine(c.line);
  const sides = sidesOf(c, operator, types);
  if (types.includes('NoneType')) {
    return noneAccount(
      c,
      types[0] === 'NoneType' ? sides.left : sides.right,
      `uses ${q(operator)} on a value`,
    );
  }
  const adder = sides.left
    ? undefined
    : nodesAt(c, ['CallExpression']).find((node) => calledName(c.code, node) === 'sum');
  const [left, right] = [named(c, sides.left, types[0]), named(c, sides.right, types[1])];
  const doing = words[operator] ?? `uses ${q(operator)} on`;
  const typed = fromInput(c, sides, types);
  const isText = types.includes('str');
  const isList = types.includes('list');
  const isFunction = types.some((type) =>
    ['function', 'builtin_function_or_method', 'method', 'type'].includes(type),
  );
  const what = adder
    ? `${capital(here)} lets ${q('sum')} add ${left} and ${right}.`
    : `${capital(here)} ${doing} ${left} and ${right}.`;
  if (typed) {
    return {
      what,
      why: `${q(typed.name)} comes from ${q('input')} on ${atLine(typed.line)}, and ${q('input')} always gives text, even for digits.`,
      question: `Where should the text become a number?`,
      concept: 'text-and-numbers',
      hints: [
        `Look at ${atLine(typed.line)}: what kind of value does ${q(typed.name)} get?`,
        `Digits that are typed are text. Python does not count with text.`,
        `Turn what was typed into a number as soon as it is read, and keep the number under the name.`,
      ],
    };
  }
  if (isFunction) {
    return {
      what,
      why: `One of them is a function that was named but not called: the round brackets are missing.`,
      question: `Which of the two should have been called?`,
      concept: 'calling-functions',
      hints: [
        `Look for the name of a function on ${here}.`,
        `A function's name alone is the function itself. Its result comes only when it is called.`,
        `Put round brackets after the function's name, with what it needs inside them.`,
      ],
    };
  }
  if (isList && operator === '+') {
    const other = types[0] === 'list' ? types[1] : types[0];
    return {
      what,
      why: `${q(operator)} joins a list only with another list, and the other one is ${typeWords(other)}.`,
      question: `Should the value become one more item, or do you mean one item of the list?`,
      concept: 'list-append',
      hints: [
        `Look at the two sides of ${q(operator)} on ${here}.`,
        `A list and a single value are different kinds of things, even when the list has one item.`,
        `To add an item at the end, use the method of lists for that. To count with an item, ask the list for it first.`,
      ],
    };
  }
  return {
    what,
    why: isText
      ? `Text and numbers do not mix: for Python ${q('"5"')} is text, not a number.`
      : `Python has no ${q(operator)} for ${typeWords(types[0])} and ${typeWords(types[1])}.`,
    question: isText
      ? `Should the result be text or a number?`
      : `Which of the two is not what you expected?`,
    concept: 'text-and-numbers',
    hints: [
      `Look at the kinds of the two values on ${here}.`,
      isText
        ? `One side has to be turned into the kind of the other. Which one depends on the result you want.`
        : `Both sides have to be of kinds that go together.`,
      isText
        ? `To show it, make the number text, or put both into one f-string. To count with it, make the text a number.`
        : `Print both values before ${here} and find out where the unexpected one comes from.`,
    ],
  };
}

const words: Record<string, string> = {
  '+': 'adds',
  '-': 'subtracts with',
  '*': 'multiplies',
  '/': 'divides with',
  '<': 'compares',
  '>': 'compares',
  '<=': 'compares',
  '>=': 'compares',
};
