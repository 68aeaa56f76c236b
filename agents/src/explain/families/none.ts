/** Where a None came from: the commonest cause behind many type errors, so every family asks here first. */
import type { SyntaxNode } from '@lezer/common';
import { calledName, childrenOf, lineAt, nodesOf, textOf } from '../code.ts';
import { type Account, atLine, capital, type Case, q } from '../family.ts';
import { inPlace } from '../python-words.ts';
import { bindingsOf, functionAt, functionNamed, returnsOf } from '../scope.ts';

/** The last line at or before `line` that gives `name` a value, with what it gives. */
export function originOf(
  c: Case,
  name: string,
): { line: number; value: SyntaxNode | undefined } | undefined {
  const fn = functionAt(c.code, c.line);
  const all = bindingsOf(c.code).filter((one) => one.name === name && one.kind === 'assign');
  const own = all.filter((one) => one.owner?.from === fn?.from);
  const found =
    (own.length > 0 ? own : all).findLast((one) => one.line <= c.line) ?? own[0] ?? all[0];
  if (!found) return undefined;
  let statement: SyntaxNode | null = found.node;
  while (statement && statement.name !== 'AssignStatement') statement = statement.parent;
  return { line: found.line, value: statement ? childrenOf(statement).at(-1) : undefined };
}

/**
 * @param node  the expression that is None
 * @param verb  what the line wants to do with it: `asks for its length`
 */
export function noneAccount(c: Case, node: SyntaxNode | undefined, verb: string): Account {
  const here = atLine(c.line);
  const name = node ? textOf(c.code, node) : 'a value';
  const origin = node?.name === 'VariableName' ? originOf(c, name) : undefined;
  const source = node?.name === 'CallExpression' ? node : origin?.value;
  const at = origin ? atLine(origin.line) : here;
  const what = `${capital(here)} ${verb}, but ${q(name)} is ${q('None')}: it holds nothing.`;
  if (source?.name === 'CallExpression') {
    const called = calledName(c.code, source);
    const isMethod = source.firstChild?.name === 'MemberExpression';
    if (isMethod && inPlace.has(called)) {
      const owner = textOf(c.code, source.firstChild?.firstChild);
      return {
        what,
        why: `On ${at} ${q(`.${called}()`)} changes ${q(owner)} itself and gives nothing back.`,
        question: `After ${at}, which name holds the changed list?`,
        concept: 'in-place-methods',
        hints: [
          `Look at what ${q(called)} gives back on ${at}.`,
          `Some methods change their list and return ${q('None')}. What they return must not be kept.`,
          `Call the method on a line of its own, without giving its result to a name. Afterwards use the list itself.`,
        ],
      };
    }
    if (called === 'print') {
      return {
        what,
        why: `On ${at} it is what ${q('print')} gives back. ${capital(q('print'))} shows a text and returns nothing.`,
        question: `Do you want to show the text, or to keep it?`,
        concept: 'print-and-return',
        hints: [
          `Look at what stands on ${at} around ${q('print')}.`,
          `Showing something on the screen and giving a value back are two different things.`,
          `Keep the value under a name first; then print that name on a line of its own.`,
        ],
      };
    }
    const fn = functionNamed(c.code, called);
    if (fn && !isMethod) return functionAccount(c, fn, called, what);
    if (called !== '') {
      return {
        what,
        why: `It is what ${q(called)} gave back on ${at}.`,
        question: `When does ${q(called)} give back nothing?`,
        concept: 'return',
        hints: [
          `Look at what ${q(called)} gives back on ${at}.`,
          `A function or method may return ${q('None')} when it found nothing, or when it only changes something.`,
          `Print the result right after the call. Then decide what should happen when it is ${q('None')}.`,
        ],
      };
    }
  }
  if (origin && source?.name === 'None') {
    return {
      what,
      why: `${q(name)} was set to ${q('None')} on ${at}, and nothing has changed it since.`,
      question: `Which line should have given ${q(name)} its real value?`,
      concept: 'none',
      hints: [
        `Look at every line between ${at} and ${here} that could change ${q(name)}.`,
        `${q('None')} stands for "no value yet". It has to be replaced before it is used.`,
        `Give ${q(name)} its value before ${here}, or check there that it is no longer ${q('None')}.`,
      ],
    };
  }
  return {
    what,
    why: `Somewhere before, ${q(name)} was given the result of something that returns nothing.`,
    question: `Where does ${q(name)} get its value?`,
    concept: 'none',
    hints: [
      `Go back from ${here} to where ${q(name)} gets its value.`,
      `A function without ${q('return')}, and methods that change a list, give back ${q('None')}.`,
      `Print ${q(name)} after each step until you see where it becomes ${q('None')}; mend that step.`,
    ],
  };
}

function functionAccount(c: Case, fn: SyntaxNode, name: string, what: string): Account {
  const returns = returnsOf(c.code, fn);
  const withValue = returns.filter((one) => one.hasValue);
  const prints = nodesOf(c.code, ['CallExpression'], fn).find(
    (node) => calledName(c.code, node) === 'print',
  );
  const first = atLine(lineAt(c.code, fn.from));
  if (withValue.length === 0) {
    return {
      what,
      why: prints
        ? `${q(name)} (${first}) prints its answer but hands back nothing.`
        : `${q(name)} (${first}) has no ${q('return')}, so it hands back nothing.`,
      question: `What should ${q(name)} give back to whoever calls it?`,
      concept: 'print-and-return',
      hints: [
        `Look at the last line of ${q(name)}.`,
        `A function gives a value back only with the word ${q('return')}. Printing shows it to people, not to the program.`,
        `Find the value that ${q(name)} has worked out at its end, and hand exactly that back.`,
      ],
    };
  }
  return {
    what,
    why: `${q(name)} returns a value on ${atLine(lineAt(c.code, withValue[0]?.node.from ?? 0))}, but not on every way through it.`,
    question: `Which case of ${q(name)} ends without a ${q('return')}?`,
    concept: 'return',
    hints: [
      `Follow ${q(name)} with the values of this call: does it reach a ${q('return')}?`,
      `When a function runs past its last line without returning, it hands back ${q('None')}.`,
      `Decide what the answer is when no condition fits, and return it at the end of ${q(name)}.`,
    ],
  };
}
