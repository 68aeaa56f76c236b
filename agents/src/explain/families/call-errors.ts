/** Calling a function in a way it cannot be called, and asking for what is not there: the table of families. */
import { textOf } from '../code.ts';
import {
  explainBuiltinCount,
  explainKeyword,
  explainMissing,
  explainNoArguments,
  explainTooMany,
} from './arguments.ts';
import { explainAttribute } from './attributes.ts';
import { explainCannotImport, explainImport } from './modules.ts';
import { noneAccount } from './none.ts';
import { findOfType } from './single-values.ts';
import { type Account, type Case, type Family, atLine, capital, nodesAt, q } from '../family.ts';
import { bindingsOf } from '../scope.ts';
import { typeWords } from '../value.ts';

function explainNotCallable(c: Case): Account {
  const type = c.match[1] ?? '';
  const here = atLine(c.line);
  const calls = nodesAt(c, ['CallExpression']);
  const node = findOfType(
    c,
    calls.map((call) => call.firstChild),
    type,
  );
  const name = node ? textOf(c.code, node) : 'it';
  if (type === 'NoneType') return noneAccount(c, node, 'calls a value');
  const shadow = bindingsOf(c.code).find(
    (one) => one.name === name && ['assign', 'for', 'parameter', 'with'].includes(one.kind),
  );
  if (type === 'module') {
    return {
      what: `${capital(here)} calls ${q(name)}, but that is a module, a whole collection of functions.`,
      why: `The function is inside the module ${q(name)}; the module itself cannot be called.`,
      question: `Which function of ${q(name)} do you want?`,
      concept: 'modules',
      hints: [
        `Look at the name before the brackets on ${here}.`,
        `What is inside a module is reached with a dot after its name.`,
        `Write the module, a dot, and then the function, or import just that function.`,
      ],
    };
  }
  if (shadow && node?.name === 'VariableName') {
    return {
      what: `${capital(here)} calls ${q(name)} like a function, but here it is ${typeWords(type)}.`,
      why: `On ${atLine(shadow.line)} the name ${q(name)} was given to a value, which hides what it meant before.`,
      question: `What else could that value be called?`,
      concept: 'names',
      hints: [
        `Look at ${atLine(shadow.line)}: which name is used there?`,
        `A name means one thing at a time. A value named like a function takes the function away.`,
        `Give the value on ${atLine(shadow.line)} another name, there and wherever it is used.`,
      ],
    };
  }
  const isNumber = type === 'int' || type === 'float';
  return {
    what: `${capital(here)} has round brackets right after ${q(name)}, which is ${typeWords(type)}.`,
    why: isNumber
      ? `Round brackets after a value call it. In maths they can mean "times"; in Python they cannot.`
      : `Round brackets call a function. To take an item out of a list or dictionary, Python uses square ones.`,
    question: isNumber
      ? `Which sign is missing before the bracket?`
      : `Did you want to call something, or to ask for an item?`,
    hints: [
      `Look at what stands right before the opening bracket on ${here}.`,
      isNumber
        ? `Python never leaves out the sign for multiplying.`
        : `The shape of the brackets matters: round ones call, square ones ask for a place. Two things beside each other may also miss a comma.`,
      isNumber
        ? `Put the sign you mean between the two.`
        : `Choose the brackets that fit, or put the missing sign between the two values.`,
    ],
  };
}

export const callErrors: Family[] = [
  {
    id: 'too-many-arguments',
    title: 'More values than the function takes',
    concept: 'parameters',
    types: ['TypeError'],
    message:
      /^(\S+\(\)) takes (?:from )?((?:\d+ to )?\d+) positional arguments? but (\d+) (?:was|were) given/,
    explain: explainTooMany,
  },
  {
    id: 'missing-argument',
    title: 'A value is missing in the call',
    concept: 'parameters',
    types: ['TypeError'],
    message: /^(\S+\(\)) missing (\d+) required (?:positional|keyword-only) arguments?: (.+)/,
    explain: explainMissing,
  },
  {
    id: 'unknown-argument',
    title: 'A parameter that is not there',
    concept: 'parameters',
    types: ['TypeError'],
    message:
      /^(\S+)(?:\(\))? got an unexpected keyword argument '(\w+)'|^'?(\S+?)'? is an invalid keyword argument for (\S+)/,
    explain: explainKeyword,
  },
  {
    id: 'class-without-arguments',
    title: 'A class that takes no values',
    concept: 'init',
    types: ['TypeError'],
    message: /^([A-Z]\w*)(?:\(\))? takes no arguments/,
    explain: explainNoArguments,
  },
  {
    id: 'argument-count',
    title: 'The wrong number of values',
    concept: 'parameters',
    types: ['TypeError'],
    message:
      /^([\w.]+)(?:\(\))? (?:takes|expected) (?:exactly |at least |at most |from |no )?.*arguments?|^([\w.]+)(?:\(\))? (?:got multiple values|takes no keyword)/,
    explain: explainBuiltinCount,
  },
  {
    id: 'not-callable',
    title: 'Brackets after something that is no function',
    concept: 'calling-functions',
    types: ['TypeError'],
    message: /^'(\S+)' object is not callable/,
    explain: explainNotCallable,
  },
  {
    id: 'no-attribute',
    title: 'Something the value does not have',
    concept: 'attributes',
    types: ['AttributeError'],
    message:
      /^(?:'([^']+)' object|type object '([^']+)'|(?:partially initialized )?module '([^']+)') has no attribute '([^']+)'/,
    explain: explainAttribute,
  },
  {
    id: 'unknown-module',
    title: 'A module that is not here',
    concept: 'modules',
    types: ['ModuleNotFoundError', 'ImportError'],
    message: /^No module named '([^']+)'|^No module named (\S+)/,
    explain: explainImport,
  },
  {
    id: 'unknown-import',
    title: 'A name the module does not have',
    concept: 'modules',
    types: ['ImportError'],
    message: /^cannot import name '([^']+)' from (?:partially initialized module )?'([^']+)'/,
    explain: explainCannotImport,
  },
];
