/** A value of the wrong kind: indexing and changing what cannot do that, and the table of these families. */
import { subscriptOf, textOf } from '../code.ts';
import { evaluate } from '../evaluate.ts';
import { noneAccount } from './none.ts';
import { explainIn, explainNoLength, explainNotIterable, findOfType } from './single-values.ts';
import {
  type Account,
  type Case,
  type Family,
  atLine,
  capital,
  failingText,
  nodesAt,
  q,
} from '../family.ts';
import { functionNamed } from '../scope.ts';
import { typeWords } from '../value.ts';

function explainNotSubscriptable(c: Case): Account {
  const type = c.match[1] ?? c.match[2] ?? '';
  const here = atLine(c.line);
  const bases = nodesAt(c, ['MemberExpression']).map((node) => subscriptOf(node)?.base);
  const node = findOfType(c, bases, type);
  if (type === 'NoneType') return noneAccount(c, node, 'takes one item out of a value');
  // The tree reads `print[…]` as the print of old Pythons.
  const isPrint = node === undefined && nodesAt(c, ['PrintStatement']).length > 0;
  const name = node ? textOf(c.code, node) : isPrint ? 'print' : 'it';
  const value = evaluate(c.code, node, c.values)?.repr;
  const isFunction = ['function', 'builtin_function_or_method', 'method', 'type'].includes(type);
  const isOwn = functionNamed(c.code, name) !== undefined;
  return {
    what: `${capital(here)} puts square brackets after ${q(name)}, but ${q(name)} is ${typeWords(type)}.`,
    why: isFunction
      ? `Square brackets take an item out of something. ${isOwn ? 'Your function' : 'A function'} is called with round brackets.`
      : `${value !== undefined && value !== name ? `Its value is ${q(value)}. ` : ''}Only what holds several items has places to ask for.`,
    question: isFunction
      ? `Do you want to call ${q(name)}, or take an item out of a list?`
      : `Which list or text did you want an item of?`,
    hints: [
      `Look at the brackets after ${q(name)} on ${here}.`,
      isFunction
        ? `Round brackets call a function, square brackets ask for a place.`
        : `A place can be asked of a list, a tuple, a text or a dictionary, not of ${typeWords(type)}.`,
      isFunction
        ? `Choose the kind of brackets for what you want. If you want an item of the result, call first and then ask for the place.`
        : `Print ${q(name)} before ${here} and see what it is. Then ask the list it came from, or turn it into what has places.`,
    ],
  };
}

function explainIndexType(c: Case): Account {
  const here = atLine(c.line);
  const kind = c.match[1] ?? 'list';
  const wanted = c.match[2] ?? c.match[3] ?? '';
  const all = nodesAt(c, ['MemberExpression'])
    .map((node) => subscriptOf(node))
    .filter((one) => one?.index);
  const found =
    all.find((one) => evaluate(c.code, one?.index, c.values)?.type === wanted && wanted !== '') ??
    all.find((one) => evaluate(c.code, one?.index, c.values)?.type !== 'int') ??
    all[0];
  const base = textOf(c.code, found?.base) || 'it';
  const index = textOf(c.code, found?.index);
  const type = wanted || evaluate(c.code, found?.index, c.values)?.type || '';
  const value = evaluate(c.code, found?.index, c.values)?.repr;
  const noun = kind === 'string' ? 'text' : kind;
  const isKey = type === 'str';
  return {
    what: `${capital(here)} asks ${q(base)} for ${index === '' ? 'a place' : q(index)}, which is ${type === '' ? 'no whole number' : typeWords(type)}.`,
    why: `${value !== undefined && value !== index ? `${q(index)} is ${q(value)} here. ` : ''}${q(base)} is a ${noun}, and the places of a ${noun} are whole numbers.`,
    question: isKey
      ? `Is ${q(base)} meant to be a dictionary, or ${index === '' ? 'the place' : q(index)} a number?`
      : `Which number should stand between the brackets?`,
    concept: 'list-index',
    hints: [
      `Look between the square brackets on ${here}.`,
      isKey
        ? `A dictionary is asked with a key; a list or a text is asked with a whole number. Text that looks like a number is still text.`
        : `A loop straight over a list hands out its items, not their places. A division gives a number with a decimal point.`,
      isKey
        ? `Find out what ${q(base)} really is by printing it. Then ask it in its own way, or turn the text into a number first.`
        : `If you have the item already, use it without brackets. Otherwise make the place a whole number before asking.`,
    ],
  };
}

function explainItemAssignment(c: Case): Account {
  const type = c.match[1] ?? '';
  const here = atLine(c.line);
  const bases = nodesAt(c, ['MemberExpression']).map((node) => subscriptOf(node)?.base);
  const node = findOfType(c, bases, type);
  if (type === 'NoneType') return noneAccount(c, node, 'changes one item of a value');
  const name = node ? textOf(c.code, node) : 'it';
  const value = evaluate(c.code, node, c.values)?.repr;
  const isText = type === 'str';
  return {
    what: `${capital(here)} changes a part of ${q(name)}, but ${q(name)} is ${typeWords(type)}.`,
    why: `${value === undefined || value === name ? '' : `It is ${q(value)}. `}${isText ? 'A text never changes; a changed one is a new text.' : type === 'tuple' ? 'A tuple is fixed once it is made.' : 'Nothing in it can be replaced by its place.'}`,
    question: isText
      ? `What would the new text look like as a whole?`
      : `Should ${q(name)} be a list?`,
    concept: 'fixed-values',
    hints: [
      `Look at how ${q(name)} was made, before ${here}.`,
      `Lists and dictionaries can be changed in place. Texts, tuples and numbers cannot.`,
      isText
        ? `Build a new text out of the part before, the new character and the part after, or let a text method replace it; keep the result under a name.`
        : `Make ${q(name)} a list from the beginning if its items have to change.`,
    ],
  };
}

function explainUnhashable(c: Case): Account {
  const type = c.match[1] ?? c.match[2] ?? '';
  const here = atLine(c.line);
  return {
    what: `${capital(here)} uses ${typeWords(type)} as a key, or puts it into a set.`,
    why: `Python finds keys by their value, so a key must never change. ${capital(typeWords(type))} can change.`,
    question: `Which fixed value could stand for it?`,
    concept: 'dict-keys',
    hints: [
      `Look for the ${type} that is used as a key, or as an item of a set, on ${here}.`,
      `Keys can be texts, numbers and tuples: values that stay as they are.`,
      `Use one part of it as the key, or turn the list into a tuple first.`,
    ],
  };
}

function explainSliceType(c: Case): Account {
  const here = atLine(c.line);
  return {
    what: `${capital(here)} cuts out a slice with limits that are no whole numbers.`,
    why: `In ${q(failingText(c))} one of the two limits is text or a number with a decimal point.`,
    question: `Which limit is it, and where does it come from?`,
    concept: 'slices',
    hints: [
      `Print both limits of the slice before ${here}.`,
      `A slice goes from one place to another, and places are whole numbers.`,
      `Use whole-number division for a middle, and turn typed text into a number first.`,
    ],
  };
}

export const typeErrors: Family[] = [
  {
    id: 'not-iterable',
    title: 'Nothing to go through',
    concept: 'for-loop',
    types: ['TypeError'],
    message:
      /^(?!argument of type)(?:cannot unpack non-iterable (\S+) object|.*'(\S+)' object is not (?:an )?(?:iterable|iterator)|can only join an iterable)/,
    explain: explainNotIterable,
  },
  {
    id: 'not-subscriptable',
    title: 'Square brackets after the wrong thing',
    concept: 'list-index',
    types: ['TypeError'],
    message:
      /^'(\S+)' object (?:is not subscriptable|does not support item deletion)|^(type) '\S+' is not subscriptable/,
    explain: explainNotSubscriptable,
  },
  {
    id: 'index-type',
    title: 'A place must be a whole number',
    concept: 'list-index',
    types: ['TypeError'],
    message:
      /^(list|string|tuple|range object|byte) indices must be integers(?: or slices)?(?:, not (?:'(\S+)'|(\S+)))?$/,
    explain: explainIndexType,
  },
  {
    id: 'slice-type',
    title: 'Limits of a slice',
    concept: 'slices',
    types: ['TypeError'],
    message: /^slice indices must be integers/,
    explain: explainSliceType,
  },
  {
    id: 'no-length',
    title: 'Something without a length',
    concept: 'len',
    types: ['TypeError'],
    message: /^object of type '(\S+)' has no len\(\)/,
    explain: explainNoLength,
  },
  {
    id: 'in-single-value',
    title: 'Nothing to look into',
    concept: 'in-operator',
    types: ['TypeError'],
    message: /^argument of type '(\S+)' is not (?:a container or )?iterable/,
    explain: explainIn,
  },
  {
    id: 'item-assignment',
    title: 'A value that cannot be changed',
    concept: 'fixed-values',
    types: ['TypeError'],
    message: /^'(\S+)' object does not support item assignment/,
    explain: explainItemAssignment,
  },
  {
    id: 'unhashable',
    title: 'A key that could change',
    concept: 'dict-keys',
    types: ['TypeError'],
    message: /(?:cannot use '(\S+)' as a (?:dict key|set element)|unhashable type: '(\S+)')/,
    explain: explainUnhashable,
  },
];
