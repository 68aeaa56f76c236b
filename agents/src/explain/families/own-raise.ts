/** Where the program stopped itself: `raise` and `assert`. */
import { nodesOf, textOf } from '../code.ts';
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

export function explainAssert(c: Case): Account {
  const here = atLine(c.line);
  const node = nodesAt(c, ['AssertStatement'])[0];
  const condition = node?.firstChild?.nextSibling ?? undefined;
  const text = condition ? textOf(c.code, condition) : failingText(c);
  const values = condition
    ? nodesOf(c.code, ['VariableName'], condition)
        .map((one) => textOf(c.code, one))
        .concat(condition.name === 'VariableName' ? [textOf(c.code, condition)] : [])
        .filter((name, i, all) => all.indexOf(name) === i)
        .map((name) => [name, c.values.get(name)?.repr] as const)
        .filter(([, repr]) => repr !== undefined)
        .slice(0, 3)
        .map(([name, repr]) => `${q(name)} is ${q(repr ?? '')}`)
    : [];
  return {
    what: `${capital(here)} says that ${q(text)} is true, and it was not.`,
    why:
      values.length > 0
        ? `At that moment ${values.join(', ')}.`
        : c.message === ''
          ? `The value that was checked is not what was expected.`
          : `The program says: ${q(c.message)}.`,
    question: `Is the check wrong, or the value it looks at?`,
    concept: 'assert',
    hints: [
      `Work out both sides of the check on ${here} by hand.`,
      `${capital(q('assert'))} stops the program as soon as something is not as it should be. It shows where, not why.`,
      `Print the value that is checked, and follow it back to the line that makes it wrong.`,
    ],
  };
}

/** The line raises the exception itself: its text was written for this moment. */
function explainOwnRaise(c: Case): Account {
  const here = atLine(c.line);
  const asker = c.frames.at(-2);
  return {
    what: `The program stopped itself: ${here} raises ${q(c.type)}${c.message === '' ? '' : ` with ${q(c.message)}`}.`,
    why: asker
      ? `That happens inside ${q(c.function)}, which was called on ${atLine(asker.line)}. Nothing there catches it.`
      : `Nothing around ${here} catches it.`,
    question: asker
      ? `Which value did ${atLine(asker.line)} hand over, and is it allowed?`
      : `When should this line be reached?`,
    concept: 'exceptions',
    hints: [
      `Look at the condition that leads to ${here}.`,
      `${capital(q('raise'))} reports a case the program does not want to go on with. Whoever calls it may catch that.`,
      `Hand over an allowed value, or put the call into a ${q('try')} and say what should happen then.`,
    ],
  };
}

export const ownRaise: Family = {
  id: 'own-raise',
  title: 'The program stopped itself',
  concept: 'exceptions',
  message: /^/,
  explain: explainOwnRaise,
};
