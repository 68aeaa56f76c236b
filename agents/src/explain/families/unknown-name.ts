/** The reasons why a name may be unknown, each in its own words. */
import type { SyntaxNode } from '@lezer/common';
import { around, childrenOf, lineAt, nodesOf, nodesOnLine, textOf } from '../code.ts';
import { type Account, type Case, atLine, capital, q } from '../family.ts';
import { functionAt } from '../scope.ts';

export function selfAttribute(c: Case, name: string): boolean {
  const at = nodesOnLine(c.code, c.line, ['VariableName'])[0];
  const home = at && around(at, ['ClassDefinition']);
  if (!home) return false;
  const isMethod = nodesOf(c.code, ['FunctionDefinition'], home).some(
    (node) => textOf(c.code, node.getChild('VariableName')) === name,
  );
  return (
    isMethod ||
    nodesOf(c.code, ['MemberExpression'], home).some(
      (node) => textOf(c.code, node) === `self.${name}`,
    )
  );
}

export function selfAccount(c: Case): Account {
  const here = atLine(c.line);
  const fn = functionAt(c.code, c.line);
  const method = fn ? textOf(c.code, fn.getChild('VariableName')) : '';
  return {
    what: `${capital(here)} uses ${q('self')}, which has no value there.`,
    why: method
      ? `${q('self')} is no magic word: it is the first parameter of a method, and ${q(method)} does not have it.`
      : `${q('self')} only exists inside the methods of a class.`,
    question: method
      ? `What stands between the brackets of ${q(method)}?`
      : `Which object do you mean?`,
    hints: [
      method ? `Look at the line that begins ${q(method)}.` : `Look at where ${here} stands.`,
      `A method is handed its own object as the first value, under the name its first parameter has.`,
      method
        ? `Give ${q(method)} one more parameter, in the first place, and call it the way the class does elsewhere.`
        : `Use the name of the variable that holds the object, or move the line into a method.`,
    ],
  };
}

export function laterAccount(c: Case, name: string, line: number, kind: string): Account {
  const here = atLine(c.line);
  const noun = kind === 'function' ? 'function' : kind === 'class' ? 'class' : 'name';
  return {
    what: `${capital(here)} uses the ${noun} ${q(name)} before it exists.`,
    why: `Python reads from top to bottom, and ${q(name)} first gets its ${noun === 'name' ? 'value' : 'meaning'} on ${atLine(line)}.`,
    question: `Which of the two lines has to come first?`,
    hints: [
      `Compare ${here} with ${atLine(line)}.`,
      `Something can be used only after the line that makes it has run.`,
      noun === 'name'
        ? `Give ${q(name)} its first value before the line that uses it.`
        : `Move the whole ${noun} above the line that uses it.`,
    ],
  };
}

export function scopeAccount(c: Case, name: string, owner: SyntaxNode): Account {
  const here = atLine(c.line);
  const home = textOf(c.code, owner.getChild('VariableName')) || 'another function';
  return {
    what: `${capital(here)} uses ${q(name)}, but out here nobody knows it.`,
    why: `${q(name)} gets its value inside the function ${q(home)} (${atLine(lineAt(c.code, owner.from))}) and is gone when ${q(home)} ends.`,
    question: `How can ${q(home)} hand its result to whoever called it?`,
    hints: [
      `Look at where ${q(name)} gets its value, and at where it is used.`,
      `What a function names inside itself stays inside. A result goes out with the word ${q('return')}; a value comes in as a parameter.`,
      `Let ${q(home)} return the value, and keep what the call gives back under a name of your own.`,
    ],
  };
}

export function unknownAccount(
  c: Case,
  name: string,
  how: { isCalled: boolean; isOwner: boolean; at: SyntaxNode | undefined },
): Account {
  const here = atLine(c.line);
  if (how.isCalled) {
    return {
      what: `${capital(here)} calls ${q(name)}, but there is no function with that name.`,
      why: `Nothing in this file defines ${q(name)}, and Python has no function called that.`,
      question: `Did you mean another function, or is ${q(name)} still to be written?`,
      hints: [
        `Look for the line that defines ${q(name)}.`,
        `A function has to be defined, or imported, before it can be called.`,
        `Write the function above ${here}, or call the one you have by its real name.`,
      ],
    };
  }
  const isText = how.at !== undefined && !how.isOwner && couldBeText(how.at);
  return {
    what: `Python doesn't know ${q(name)} on ${here}.`,
    why: isText
      ? `Without quotes ${q(name)} is a name, and no line before gives it a value.`
      : `No line that has run so far gives ${q(name)} a value.`,
    question: isText
      ? `Is ${q(name)} a text, or a name for a value?`
      : `Where should ${q(name)} get its first value?`,
    hints: [
      `Look for a line above ${here} that gives ${q(name)} a value.`,
      `A word without quotes is a name, and a name needs a value before it is used. A word in quotes is text.`,
      `If it is text, put quotes round it. If it is a name, give it a first value on an earlier line that is sure to run.`,
    ],
  };
}

/** An argument, one side of a comparison, an item or what is assigned: places where a text often stands. */
function couldBeText(node: SyntaxNode): boolean {
  const up = node.parent;
  if (!up) return false;
  if (up.name === 'AssignStatement') return childrenOf(up).at(-1)?.from === node.from;
  return [
    'ArgList',
    'BinaryExpression',
    'ArrayExpression',
    'MemberExpression',
    'DictionaryExpression',
    'ReturnStatement',
  ].includes(up.name);
}
