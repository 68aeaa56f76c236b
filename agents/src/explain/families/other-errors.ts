/** Rarer errors of a run: mathematics, chance, memory, and the table of these families. */
import { argumentsOf, calledName, textOf } from '../code.ts';
import { evaluate } from '../evaluate.ts';
import {
  explainCharacter,
  explainConversionType,
  explainFormat,
  explainJoin,
  explainRealNumber,
} from './conversions.ts';
import { explainAssert } from './own-raise.ts';
import { type Account, type Case, type Family, atLine, capital, nodesAt, q } from '../family.ts';

function explainMath(c: Case): Account {
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) => calledName(c.code, node) !== '');
  const name = call ? calledName(c.code, call) : 'the function';
  const argument = call && argumentsOf(call)[0];
  const text = argument ? textOf(c.code, argument) : 'the value';
  const value = evaluate(c.code, argument, c.values)?.repr;
  return {
    what: `${capital(here)} asks ${q(name)} for something that has no answer.`,
    why: `${q(text)}${value !== undefined && value !== text ? ` is ${q(value)}, and it` : ''} is not among the numbers that ${q(name)} works for.`,
    question: `For which numbers does ${q(name)} have an answer?`,
    concept: 'division',
    hints: [
      `Print ${q(text)} just before ${here}.`,
      `Some calculations exist only for some numbers: no root of a negative number, no logarithm of 0.`,
      `Check the number first and decide what happens when it does not fit.`,
    ],
  };
}

function explainRandom(c: Case): Account {
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) =>
    ['choice', 'randint', 'randrange', 'sample'].includes(calledName(c.code, node)),
  );
  const name = call ? calledName(c.code, call) : 'the function';
  const list = call?.getChild('ArgList');
  return {
    what: `${capital(here)} lets ${q(name)} choose${list ? ` from ${q(textOf(c.code, list))}` : ''}, and there is nothing to choose from.`,
    why: /Sample larger/.test(c.message)
      ? `It should pick more items than there are.`
      : /range/.test(c.message)
        ? `The first number is larger than the last, so no number lies between them.`
        : `What it should choose from is empty.`,
    question: `Which values should be possible here?`,
    concept: 'random',
    hints: [
      `Print what ${q(name)} is given just before ${here}.`,
      `Choosing needs at least one possibility, and a range goes from the smaller number to the larger.`,
      `Put the numbers in the right order, or make sure that the list is filled before.`,
    ],
  };
}

function explainMemory(c: Case): Account {
  const here = atLine(c.line);
  return {
    what: `The program needed more memory than it may use${c.line > 0 ? `, at ${here}` : ''}.`,
    why: `Something grows and grows: a list or a text inside a loop, or one very large number or power.`,
    question: `Which value is larger each time round?`,
    concept: 'loops-that-end',
    hints: [
      `Look for a loop that adds to a list or a text.`,
      `A loop that never ends fills the memory sooner or later.`,
      `Print the length of what grows, every time round, and make sure that the loop stops.`,
    ],
  };
}

export const otherErrors: Family[] = [
  {
    id: 'conversion-type',
    title: 'Something that is no number',
    concept: 'text-and-numbers',
    types: ['TypeError'],
    message: /^(int|float)\(\) argument must be a string.*, not '?(\w+)'?/,
    explain: explainConversionType,
  },
  {
    id: 'join-items',
    title: 'Joining something that is no text',
    concept: 'text-and-numbers',
    types: ['TypeError'],
    message: /^sequence item (\d+): expected str instance, (\w+) found/,
    explain: explainJoin,
  },
  {
    id: 'format',
    title: 'A format that does not fit',
    concept: 'f-strings',
    types: ['TypeError', 'ValueError', 'IndexError'],
    message:
      /format code|[Ii]nvalid format specifier|during string formatting|for format string|unsupported format|format: .* is required|Replacement index \d+ out of range/,
    explain: explainFormat,
  },
  {
    id: 'math-domain',
    title: 'A calculation without an answer',
    concept: 'division',
    types: ['ValueError', 'OverflowError'],
    message:
      /math domain error|expected a (?:nonnegative|positive|finite|number)|factorial\(\) not defined|math range error|Result too large|result out of range|cannot convert float (?:infinity|NaN)|Exceeds the limit|not defined for negative/i,
    explain: explainMath,
  },
  {
    id: 'needs-number',
    title: 'A number is needed',
    concept: 'text-and-numbers',
    types: ['TypeError'],
    message:
      /^must be (?:a )?real number, not (\w+)|^type (\w+) doesn't define __round__|^'(\w+)' object cannot be converted|^(?:a number|an integer) is required/,
    explain: (c) =>
      explainRealNumber({
        ...c,
        match: Object.assign([c.match[0], c.match[1] ?? c.match[2] ?? c.match[3] ?? ''], {
          index: 0,
          input: c.message,
        }) as RegExpExecArray,
      }),
  },
  {
    id: 'one-character',
    title: 'One character is needed',
    concept: 'text-index',
    types: ['TypeError', 'ValueError'],
    message: /^ord\(\) expected|^chr\(\) arg not in range/,
    explain: explainCharacter,
  },
  {
    id: 'random-empty',
    title: 'Nothing to choose from',
    concept: 'random',
    types: ['IndexError', 'ValueError'],
    message:
      /^Cannot choose from an empty|^empty range (?:for|in)|^Sample larger than|^list index out of range in choice/,
    explain: explainRandom,
  },
  {
    id: 'assertion',
    title: 'A check that did not hold',
    concept: 'assert',
    types: ['AssertionError'],
    message: /^/,
    explain: explainAssert,
  },
  {
    id: 'memory',
    title: 'Too much memory',
    concept: 'loops-that-end',
    types: ['MemoryError'],
    message: /^/,
    explain: explainMemory,
  },
];
