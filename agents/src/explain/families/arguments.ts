/** Calls whose values do not pair up with what the function takes. */
import { argumentsOf, around, calledName, lineAt, nodesOf, textOf } from '../code.ts';
import {
  type Account,
  type Case,
  atLine,
  capital,
  listed,
  nodesAt,
  plural,
  q,
  said,
} from '../family.ts';
import { nearest } from '../near.ts';
import { functionNamed, parametersOf } from '../scope.ts';
import { typeWords } from '../value.ts';

/** `Dog.bark` and `bark` are told the same. */
function shortName(name: string): string {
  return (name.split('.').at(-1) ?? name).replace('()', '');
}

/** As the call names it: making an object calls the class, not `__init__`. */
function calledWord(name: string): string {
  const parts = name.replace('()', '').split('.');
  return parts.at(-1) === '__init__' ? (parts.at(-2) ?? '__init__') : shortName(name);
}

/** Where a function or the `__init__` of a class is defined. */
function definitionOf(
  c: Case,
  name: string,
): { line: number; parameters: string[]; isMethod: boolean } | undefined {
  const short = shortName(name);
  const home = short === '__init__' ? undefined : functionNamed(c.code, short);
  const owner = name.includes('.') ? name.split('.').at(-2) : undefined;
  const all = nodesOf(c.code, ['FunctionDefinition']).filter(
    (node) => textOf(c.code, node.getChild('VariableName')) === short,
  );
  const fn =
    all.find(
      (node) =>
        textOf(c.code, around(node, ['ClassDefinition'])?.getChild('VariableName')) === owner,
    ) ??
    home ??
    all[0];
  if (!fn) return undefined;
  return {
    line: lineAt(c.code, fn.from),
    parameters: parametersOf(c.code, fn).map((one) => one.name),
    isMethod: around(fn, ['ClassDefinition']) !== undefined,
  };
}

function argumentHints(name: string, at: string, here: string): [string, string, string] {
  return [
    `Compare the call on ${here} with ${at}.`,
    `Every parameter without a default needs one value in the call, in the same order.`,
    `Write down the parameters of ${q(name)} one below the other, and beside each the value the call gives. Add or drop what does not pair up.`,
  ];
}

export function explainTooMany(c: Case): Account {
  const [, full = '', wants = '', got = ''] = c.match;
  const name = calledWord(full);
  const here = atLine(c.line);
  const definition = definitionOf(c, full);
  const at = definition
    ? `${atLine(definition.line)}, where ${q(name)} begins`
    : `what ${q(name)} wants`;
  const lacksSelf = definition?.isMethod === true && definition.parameters[0] !== 'self';
  if (lacksSelf) {
    return {
      what: `${capital(here)} calls the method ${q(name)}, and it gets one value more than it has room for.`,
      why: `A method is always handed its own object first. ${q(name)} on ${atLine(definition.line)} has no parameter for it.`,
      question: `Which first parameter do the other methods have?`,
      concept: 'self',
      hints: [
        `Look at the brackets of ${q(name)} on ${atLine(definition.line)}.`,
        `The object before the dot goes into a method as its first value, even though the call does not show it.`,
        `Give the method a first parameter for its object, with the usual name.`,
      ],
    };
  }
  const self = definition?.isMethod ? 1 : 0;
  const wanted = wants.replace(/\d+/g, (n) => String(Number(n) - self));
  return {
    what: `${capital(here)} gives ${q(name)} ${plural(Number(got) - self, 'value')}, but it takes ${wanted}.`,
    why:
      definition && definition.parameters.length > self
        ? `${q(name)} (${atLine(definition.line)}) has the parameters ${listed(definition.parameters.slice(self))}.`
        : definition
          ? `${q(name)} (${atLine(definition.line)}) has nothing between its brackets.`
          : `${q(name)} has no room for more.`,
    question: `Which value of the call is one too many, or which parameter is missing?`,
    hints: argumentHints(name, at, here),
  };
}

export function explainMissing(c: Case): Account {
  const [, full = '', , names = ''] = c.match;
  const name = calledWord(full);
  const missing = [...names.matchAll(/'([^']+)'/g)].map((one) => one[1] ?? '');
  const here = atLine(c.line);
  const definition = definitionOf(c, full);
  const at = definition
    ? `${atLine(definition.line)}, where ${q(name)} begins`
    : `what ${q(name)} wants`;
  const isClass = nodesOf(c.code, ['ClassDefinition']).some((node) =>
    nodesAt(c, ['MemberExpression']).some(
      (one) => textOf(c.code, one.firstChild) === textOf(c.code, node.getChild('VariableName')),
    ),
  );
  if (missing[0] === 'self' || (isClass && definition?.isMethod)) {
    return {
      what: `${capital(here)} calls ${q(name)} on the class, not on an object.`,
      why: `Without an object there is nothing for ${q(missing[0] ?? 'self')}. A class is only the plan; an object is made by calling it.`,
      question: `Which object should do ${q(name)}?`,
      concept: 'self',
      hints: [
        `Look at what stands before the dot on ${here}.`,
        `Methods are called on an object. Calling the class with round brackets makes one.`,
        `Make an object first and keep it under a name. Then call the method on that name.`,
      ],
    };
  }
  return {
    what: `${capital(here)} calls ${q(name)} without ${missing.length > 1 ? 'the values' : 'a value'} for ${listed(missing)}.`,
    why: definition
      ? `${q(name)} (${atLine(definition.line)}) wants ${listed(definition.parameters.filter((one) => one !== 'self'))}.`
      : `${q(name)} cannot do its work without ${missing.length > 1 ? 'them' : 'it'}.`,
    question: `What should ${q(missing[0] ?? '')} be in this call?`,
    hints: argumentHints(name, at, here),
  };
}

export function explainKeyword(c: Case): Account {
  const [, own = '', ownGiven = '', invalid, of = ''] = c.match;
  const given = invalid ?? ownGiven;
  const full = invalid === undefined ? own : of;
  const name = calledWord(full);
  const here = atLine(c.line);
  const definition = definitionOf(c, full);
  const near = definition && nearest(given, definition.parameters);
  return {
    what: `${capital(here)} gives ${q(name)} a value for ${q(given)}, but it has no such parameter.`,
    why: definition
      ? `${q(name)} has ${listed(definition.parameters.filter((one) => one !== 'self'))}.${near ? ` ${q(near)} is spelt almost the same.` : ''}`
      : `${q(name)} does not know that name.`,
    question: near ? `Is ${q(near)} the one you mean?` : `Which parameter did you mean?`,
    hints: [
      `Look at the names before the equals signs in the call on ${here}.`,
      `A value given by name must use the parameter's own name.`,
      `Compare the spelling with the line that defines ${q(name)}, and make both the same.`,
    ],
  };
}

/** Python's own functions: `len() takes exactly one argument (2 given)`, `range expected at least 1 argument, got 0`. */
export function explainBuiltinCount(c: Case): Account {
  const name = shortName(c.match[1] ?? c.match[2] ?? '');
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) => calledName(c.code, node) === name);
  const given = call ? argumentsOf(call).length : undefined;
  const isAppend = name === 'append' || name === 'add';
  return {
    what: `${capital(here)} calls ${q(name)} with ${given === undefined ? 'the wrong number of values' : plural(given, 'value')}.`,
    why: isAppend ? `${q(name)} adds one item at a time.` : said(c.message),
    question: isAppend
      ? `Are these one item, or several to be added one after another?`
      : `What does ${q(name)} need to do its work?`,
    hints: [
      `Count the values between the brackets of ${q(name)} on ${here}.`,
      `Every function of Python wants a certain number of values.`,
      isAppend
        ? `Add them in several steps, or put them together into one item first.`
        : `Give it exactly what it needs. Several values that belong together can be put into one list or one f-string.`,
    ],
  };
}

export function explainNoArguments(c: Case): Account {
  const name = shortName(c.match[1] ?? '');
  const here = atLine(c.line);
  const home = nodesOf(c.code, ['ClassDefinition']).find(
    (node) => textOf(c.code, node.getChild('VariableName')) === name,
  );
  const misspelt =
    home &&
    nodesOf(c.code, ['FunctionDefinition'], home)
      .map((node) => textOf(c.code, node.getChild('VariableName')))
      .find((one) => one !== '__init__' && /^_*init_*$/.test(one));
  return {
    what: `${capital(here)} makes ${typeWords(name)} with values, but ${q(name)} takes none.`,
    why: misspelt
      ? `The class has ${q(misspelt)}, which is spelt almost like the method that takes them: two underlines before and after.`
      : `The class ${q(name)} has no method that takes values when an object is made.`,
    question: `Which method runs when a new object is made?`,
    concept: 'init',
    hints: [
      `Look at the methods of the class ${q(name)}.`,
      `Values for a new object go to one special method. Its name has two underlines on each side.`,
      misspelt
        ? `Count the underlines in that method's name and compare.`
        : `Write that method, with one parameter for each value, and keep the values in the object.`,
    ],
  };
}
