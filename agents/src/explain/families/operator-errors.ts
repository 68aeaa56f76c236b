/** Adding, comparing and counting with values that do not go together: the table of families. */
import { argumentsOf, calledName, textOf } from '../code.ts';
import { evaluate } from '../evaluate.ts';
import { noneAccount } from './none.ts';
import { explainTwoTypes, sidesOf } from './two-sides.ts';
import { findOfType } from './single-values.ts';
import { type Account, type Case, type Family, atLine, capital, nodesAt, q } from '../family.ts';
import { typeWords } from '../value.ts';

function explainOrder(c: Case): Account {
  const [, operator = '<', left = '', right = ''] = c.match;
  const call = nodesAt(c, ['CallExpression']).find((node) =>
    ['max', 'min', 'sorted', 'sort'].includes(calledName(c.code, node)),
  );
  const sides = sidesOf(c, operator, [left, right]);
  if (sides.left || !call) return explainTwoTypes(c, operator, [left, right]);
  const here = atLine(c.line);
  const name = calledName(c.code, call);
  const isSeveral =
    name !== 'sort' && argumentsOf(call).length > 1 && !textOf(c.code, call).includes('key');
  const owner = name === 'sort' ? call.firstChild?.firstChild : argumentsOf(call)[0];
  return {
    what: `${capital(here)} lets ${q(name)} compare ${typeWords(left)} with ${typeWords(right)}.`,
    why: `${isSeveral ? 'The values in its brackets are' : `${owner ? q(textOf(c.code, owner)) : 'The list'} holds values`} of both kinds, and Python cannot say which of them is smaller.`,
    question: `Which item is of another kind than the others?`,
    concept: 'text-and-numbers',
    hints: [
      `Print what ${q(name)} is given on ${here}, and look at each item.`,
      `Only values of one kind can be put in order.`,
      `Find where the odd item goes in, and turn it into the kind of the others there.`,
    ],
  };
}

function explainConcatenate(c: Case): Account {
  const [, kind = 'str', other = ''] = c.match;
  const sides = sidesOf(c, '+', [kind, other]);
  const rightFirst = evaluate(c.code, sides.left, c.values)?.type === other;
  return explainTwoTypes(c, '+', rightFirst ? [other, kind] : [kind, other]);
}

function explainMultiply(c: Case): Account {
  const type = c.match[1] ?? '';
  const here = atLine(c.line);
  const operands = nodesAt(c, ['BinaryExpression']).flatMap((node) => [
    node.firstChild,
    node.lastChild,
  ]);
  const text = findOfType(c, operands, 'str');
  const name = text ? textOf(c.code, text) : 'it';
  return {
    what: `${capital(here)} multiplies text or a list by ${typeWords(type)}.`,
    why: `${q(name)} is no number. Text or a list times a whole number repeats it; nothing else is possible.`,
    question: `Did you mean to count with ${q(name)}? Then what should it be?`,
    concept: 'text-and-numbers',
    hints: [
      `Look at the kinds of the two values on ${here}.`,
      `Digits from ${q('input')} are text until they are turned into a number.`,
      `Turn the text into a number where it is read. To repeat something, use a whole number.`,
    ],
  };
}

function explainInteger(c: Case): Account {
  const type = c.match[1] ?? 'str';
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) => calledName(c.code, node) !== '');
  const name = call ? calledName(c.code, call) : '';
  // Of `round(x, places)` the second has to be whole.
  const given = call ? argumentsOf(call).slice(name === 'round' ? 1 : 0) : [];
  const node = findOfType(c, given, type);
  if (type === 'NoneType') return noneAccount(c, node, `gives a value to ${q(name)}`);
  const text = node ? textOf(c.code, node) : 'it';
  const value = evaluate(c.code, node, c.values)?.repr;
  const shown = value !== undefined && value !== text ? `, here ${q(value)}` : '';
  const isDivision = type === 'float' && node !== undefined && text.includes('/');
  return {
    what: `${capital(here)} gives ${q(name || 'a function')} ${q(text)}${shown}, which is ${typeWords(type)}.`,
    why: isDivision
      ? `Dividing with ${q('/')} always gives a number with a decimal point, and here a whole number is needed.`
      : type === 'list'
        ? `It needs a whole number, for example how many items the list has, not the list itself.`
        : `A whole number is needed here.`,
    question:
      type === 'list'
        ? `Do you want to count, or to go through the list?`
        : `How does this value become a whole number?`,
    concept: 'whole-numbers',
    hints: [
      `Look at what stands in the brackets of ${q(name || 'the call')} on ${here}.`,
      isDivision
        ? `There are two divisions: one keeps what is behind the decimal point, the other leaves it out.`
        : `Counting works with whole numbers only. Text, lists and numbers with a point are none.`,
      isDivision
        ? `Use the division that gives whole numbers.`
        : `Give the length of the list, or turn the value into a whole number first.`,
    ],
  };
}

function explainUnary(c: Case): Account {
  const [, sign = '-', type = ''] = c.match;
  const here = atLine(c.line);
  return {
    what: `${capital(here)} uses ${q(sign.replace('()', ''))} on ${typeWords(type)}.`,
    why: `That works for numbers only. Digits in quotes, or from ${q('input')}, are text.`,
    question: `Which value on ${here} should be a number?`,
    concept: 'text-and-numbers',
    hints: [
      `Look at the value right after ${q(sign.replace('()', ''))} on ${here}.`,
      `A value has a kind, and only numbers can be counted with.`,
      `Turn it into a number where it is read, before it is used.`,
    ],
  };
}

export const operatorErrors: Family[] = [
  {
    id: 'not-comparable',
    title: 'Comparing two different kinds',
    concept: 'text-and-numbers',
    types: ['TypeError'],
    message: /^'(\S+)' not supported between instances of '(\S+)' and '(\S+)'/,
    explain: explainOrder,
  },
  {
    id: 'concatenate',
    title: 'Text and number together',
    concept: 'text-and-numbers',
    types: ['TypeError'],
    message: /^can only concatenate (\S+) \(not "(\S+)"\) to/,
    explain: explainConcatenate,
  },
  {
    id: 'unsupported-operand',
    title: 'Two kinds that do not go together',
    concept: 'text-and-numbers',
    types: ['TypeError'],
    message: /^unsupported operand type\(s\) for (\S+?)(?: or pow\(\))?: '(\S+)' and '(\S+)'/,
    explain: (c) =>
      explainTwoTypes(c, (c.match[1] ?? '+').replace(/^([^=<>!]+)=$/, '$1'), [
        c.match[2] ?? '',
        c.match[3] ?? '',
      ]),
  },
  {
    id: 'multiply-text',
    title: 'Multiplying something that is no number',
    concept: 'text-and-numbers',
    types: ['TypeError'],
    message: /^can't multiply sequence by non-int of type '(\S+)'/,
    explain: explainMultiply,
  },
  {
    id: 'not-an-integer',
    title: 'A whole number is needed',
    concept: 'whole-numbers',
    types: ['TypeError', 'ValueError'],
    message:
      /^'(\S+)' object cannot be interpreted as an integer|^non-integer (?:arg|start|stop|step)/,
    explain: explainInteger,
  },
  {
    id: 'unary-operand',
    title: 'A number is needed',
    concept: 'text-and-numbers',
    types: ['TypeError'],
    message: /^bad operand type for (?:unary )?([^:]+): '(\S+)'/,
    explain: explainUnary,
  },
];
