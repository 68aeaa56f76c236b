/** Values of the right kind that cannot be used, and the table of these families. */
import type { SyntaxNode } from '@lezer/common';
import { argumentsOf, calledName, childrenOf, textOf } from '../code.ts';
import { evaluate } from '../evaluate.ts';
import {
  explainEmpty,
  explainEof,
  explainFile,
  explainKey,
  explainNotIn,
} from './missing-items.ts';
import {
  type Account,
  type Case,
  type Family,
  atLine,
  capital,
  listed,
  nodesAt,
  plural,
  q,
} from '../family.ts';
import { unquote } from '../value.ts';

function explainConvert(c: Case): Account {
  const literal = c.match[1] ?? c.match[2] ?? "''";
  const text = unquote(literal) ?? literal;
  const isInt = /int\(\)/.test(c.message);
  const name = isInt ? 'int' : 'float';
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) => calledName(c.code, node) === name);
  const argument = call && argumentsOf(call)[0];
  const source = argument ? textOf(c.code, argument) : '';
  const kind = isInt ? 'a whole number' : 'a number';
  const trimmed = text.trim();
  const why =
    trimmed === ''
      ? `The text is empty: there is nothing to read a number from.`
      : isInt && /^[+-]?\d*[.,]\d+$/.test(trimmed)
        ? `${q(trimmed)} has a ${trimmed.includes(',') ? 'comma' : 'decimal point'}, so it is no whole number.`
        : /^[+-]?\d+,\d+$/.test(trimmed)
          ? `Python writes a decimal point, not a comma.`
          : /\d\s+[-+\d]/.test(trimmed)
            ? `There are several numbers in ${q(trimmed)}, and ${q(name)} reads one.`
            : /\d/.test(trimmed)
              ? `Besides digits there are other signs in ${q(trimmed)}.`
              : `${q(trimmed)} has no digits in it.`;
  return {
    what: `${capital(here)} wants to read ${kind} out of ${trimmed === '' ? 'an empty text' : q(literal)}.`,
    why: `${why}${source !== '' && argument?.name === 'VariableName' ? ` It comes from ${q(source)}.` : ''}`,
    question: `What should the program do when the text is not ${kind}?`,
    concept: 'text-and-numbers',
    hints: [
      `Print the text just before ${here}, with a mark on both sides so that you see spaces.`,
      `${capital(q(name))} reads digits only, perhaps with a sign before them${isInt ? '' : ' and one decimal point'}.`,
      /\d\s+[-+\d]/.test(trimmed)
        ? `Split the text into its parts first, then turn each part into a number.`
        : `Clean the text first, or check that it consists of digits and ask again when it does not.`,
    ],
  };
}

function explainUnpack(c: Case): Account {
  const isTooMany = c.message.startsWith('too many');
  const wanted = Number(c.match[1] ?? 0);
  const here = atLine(c.line);
  const statement = nodesAt(c, [
    'AssignStatement',
    'ForStatement',
    'ArrayComprehensionExpression',
  ])[0];
  const children = statement ? childrenOf(statement) : [];
  const at = children.findIndex(
    (child) => child.name === (statement?.name === 'AssignStatement' ? 'AssignOp' : 'in'),
  );
  const targets = children
    .slice(0, Math.max(at, 0))
    .filter((child) => child.name === 'VariableName');
  const names = targets.map((child) => textOf(c.code, child));
  const source = at < 0 ? undefined : children[at + 1];
  const value = evaluate(c.code, source, c.values);
  const got =
    c.match[2] ?? (statement?.name === 'AssignStatement' ? value?.length?.toString() : undefined);
  const from = source ? q(textOf(c.code, source)) : 'the right side';
  const isDict = value?.type === 'dict' && statement?.name !== 'AssignStatement';
  return {
    what: `${capital(here)} has ${plural(wanted, 'name')}${names.length > 0 ? ` (${listed(names)})` : ''}, but ${isTooMany ? 'more' : 'fewer'} values come${got === undefined ? '' : `: ${got}`}.`,
    why: isDict
      ? `Going through a dictionary gives its keys only, one at a time.`
      : statement?.name === 'ForStatement'
        ? `Each time round, ${from} hands out one item, and this one does not split into ${String(wanted)}.`
        : `The values come from ${from}${value?.repr === undefined ? '' : `, here ${q(value.repr)}`}.`,
    question: `How many values does ${from} really give?`,
    concept: 'unpacking',
    hints: [
      `Count the names before ${q(statement?.name === 'AssignStatement' ? '=' : 'in')} on ${here}, and the values after it.`,
      `Each name takes exactly one value. A line that was split may have fewer parts than expected.`,
      isDict
        ? `Ask the dictionary for its pairs, then each turn gives a key and a value.`
        : `Print what comes before it is split. Then change the number of names, or the way it is split.`,
    ],
  };
}

function explainZero(c: Case): Account {
  const here = atLine(c.line);
  const divisions = nodesAt(c, ['BinaryExpression', 'UpdateStatement']).filter((node) =>
    /^(\/\/?|%)=?$/.test(textOf(c.code, childrenOf(node)[1])),
  );
  const node =
    divisions.find((one) => evaluate(c.code, one.lastChild, c.values)?.number === 0) ??
    divisions[0];
  const divisor: SyntaxNode | undefined = node?.lastChild ?? undefined;
  const text = divisor ? textOf(c.code, divisor) : '';
  const isLength = text.startsWith('len(');
  const list = isLength ? text.slice(4, -1) : '';
  const isLiteral = /^0(\.0*)?$/.test(text);
  return {
    what: `${capital(here)} divides by ${text === '' ? 'something' : q(text)}, and that is 0${isLiteral ? '' : ' this time'}.`,
    why: isLength
      ? `${q(list)} is empty, so its length is 0, and nothing can be divided by 0.`
      : text === ''
        ? `Nothing can be divided by 0.`
        : isLiteral
          ? `No number can be divided by 0.`
          : `${q(text)} has the value 0 when ${here} runs, and nothing can be divided by 0.`,
    question: isLength
      ? `What should the answer be for an empty ${q(list)}?`
      : `When can ${text === '' ? 'the divisor' : q(text)} be 0?`,
    hints: [
      `Look at what stands after the division sign on ${here}, and where it gets its value.`,
      `Dividing by 0 has no answer. The program has to decide what to do in that case.`,
      `Ask before the division whether ${text === '' ? 'the divisor' : q(text)} is 0, and give an answer of your own for it.`,
    ],
  };
}

function explainChangedSize(c: Case): Account {
  const kind = c.message.toLowerCase().startsWith('set') ? 'set' : 'dictionary';
  const loop = nodesAt(c, ['ForStatement'])[0];
  const over = loop
    ? childrenOf(loop).find((child) => child.name === 'in')?.nextSibling
    : undefined;
  const name = over ? textOf(c.code, over) : `the ${kind}`;
  const here = atLine(c.line);
  return {
    what: `The loop on ${here} goes through ${q(name)} while something inside it adds or removes items.`,
    why: `Python cannot tell which item comes next when ${q(name)} changes under the loop.`,
    question: `Could you collect the changes and make them after the loop?`,
    concept: 'changing-while-looping',
    hints: [
      `Look inside the loop on ${here} for what changes ${q(name)}.`,
      `A ${kind} must keep its size while a loop goes through it.`,
      `Loop over a list made from it, or note down what should change and do it afterwards.`,
    ],
  };
}

export const valueErrors: Family[] = [
  {
    id: 'not-a-number',
    title: 'A text that is no number',
    concept: 'text-and-numbers',
    types: ['ValueError'],
    message:
      /^invalid literal for int\(\) with base \d+: (.*)$|^could not convert string to float: (.*)$/s,
    explain: explainConvert,
  },
  {
    id: 'unpack',
    title: 'Names and values do not pair up',
    concept: 'unpacking',
    types: ['ValueError'],
    message:
      /^(?:too many|not enough) values to unpack(?: \(expected (?:at least )?(\d+)(?:, got (\d+))?\))?/,
    explain: explainUnpack,
  },
  {
    id: 'empty-sequence',
    title: 'Nothing to choose from',
    concept: 'empty-list',
    types: ['ValueError'],
    message: /^(max|min)\(\) (?:arg is an empty sequence|iterable argument is empty)/,
    explain: explainEmpty,
  },
  {
    id: 'not-in-list',
    title: 'An item that is not there',
    concept: 'in-operator',
    types: ['ValueError'],
    message:
      /^(?:list\.remove\(x\)|list\.index\(x\)|tuple\.index\(x\)): x not in|is not in (?:list|tuple|deque|range)|^substring not found/,
    explain: explainNotIn,
  },
  {
    id: 'unknown-key',
    title: 'A key that is not there',
    concept: 'dict-keys',
    types: ['KeyError'],
    message: /^(?!.*is empty).+/s,
    explain: explainKey,
  },
  {
    id: 'division-by-zero',
    title: 'Dividing by 0',
    concept: 'division',
    types: ['ZeroDivisionError'],
    message: /./,
    explain: explainZero,
  },
  {
    id: 'no-input-left',
    title: 'No input left',
    concept: 'input',
    types: ['EOFError'],
    message: /./,
    explain: explainEof,
  },
  {
    id: 'no-file',
    title: 'A file that is not there',
    concept: 'files',
    types: ['FileNotFoundError'],
    message: /No such file or directory: (.+)$/,
    explain: explainFile,
  },
  {
    id: 'changed-while-looping',
    title: 'Changed while a loop goes through it',
    concept: 'changing-while-looping',
    types: ['RuntimeError'],
    message: /changed (?:size )?during iteration/,
    explain: explainChangedSize,
  },
];
