/** Names of a function that have no value yet when it uses them. */
import { around, lineAt, textOf } from '../code.ts';
import { type Account, type Case, atLine, capital, q } from '../family.ts';
import { bindingsOf, functionAt } from '../scope.ts';

export function explainUnbound(c: Case): Account {
  const name = c.match[1] ?? '';
  const here = atLine(c.line);
  const fn = functionAt(c.code, c.line);
  const fnName = fn ? textOf(c.code, fn.getChild('VariableName')) : c.function;
  const all = bindingsOf(c.code).filter((one) => one.name === name);
  const inside = all.filter((one) => one.owner?.from === fn?.from);
  const outside = all.find((one) => one.owner === undefined);
  const before = inside.filter((one) => one.line < c.line);
  if (before.length === 0 && outside) {
    return {
      what: `Inside ${q(fnName)}, ${q(name)} has no value yet when ${here} uses it.`,
      why: `${q(fnName)} gives ${q(name)} a value itself, so inside it is a new name of its own: not the one from ${atLine(outside.line)}.`,
      question: `Should ${q(fnName)} get the value as a parameter and return the new one?`,
      concept: 'local-names',
      hints: [
        `Compare the two places where ${q(name)} gets a value: inside ${q(fnName)} and outside.`,
        `A name that a function gives a value to belongs to that function alone, from its first line on.`,
        `Hand the value in as a parameter and return the changed one. Only if it must be the outer name, say at the start of the function that it is ${q('global')}.`,
      ],
    };
  }
  const last = before.at(-1);
  const branch =
    last && around(last.node, ['IfStatement', 'ForStatement', 'WhileStatement', 'TryStatement']);
  if (last && branch) {
    const isLoop = branch.name === 'ForStatement' || branch.name === 'WhileStatement';
    return {
      what: `${capital(here)} uses ${q(name)}, but this time no line gave it a value.`,
      why: `${q(name)} gets its value only on ${atLine(last.line)}, inside ${isLoop ? 'a loop that went round 0 times' : branch.name === 'TryStatement' ? 'a `try` that broke off' : 'a branch that was not taken'}.`,
      question: `What should ${q(name)} be when ${atLine(last.line)} does not run?`,
      concept: 'first-value',
      hints: [
        `Look at ${atLine(lineAt(c.code, branch.from))} and ask when the lines inside it run.`,
        `A name needs a value on every way through the function, also when ${isLoop ? 'the loop has nothing to do' : 'the condition is false'}.`,
        `Give ${q(name)} a sensible first value before ${atLine(lineAt(c.code, branch.from))}.`,
      ],
    };
  }
  const first = inside[0];
  return {
    what: `Inside ${q(fnName)}, ${here} uses ${q(name)} before it has a value.`,
    why: first
      ? `In this function ${q(name)} gets its value on ${atLine(first.line)}${first.line === c.line ? ', and that line already needs the old one' : ', which runs later'}.`
      : `The function names ${q(name)} without giving it a value first.`,
    question: `What should ${q(name)} start with?`,
    hints: [
      `Look for the first line of ${q(fnName)} that gives ${q(name)} a value.`,
      `A name has to get a value before a line can use it, also before a line that only changes it.`,
      `Give ${q(name)} its starting value at the top of the function, before the first line that reads it.`,
    ],
  };
}

/** The name is in whichever group of the pattern matched. */
export function withFirst(c: Case): Case {
  const name = c.match.slice(1).find((part) => part !== undefined) ?? '';
  return {
    ...c,
    match: Object.assign([c.match[0], name], { index: 0, input: c.message }) as RegExpExecArray,
  };
}
