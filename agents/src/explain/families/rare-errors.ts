/** Errors of the standard library and of classes that beginners meet late. */
import { argumentsOf, calledName, textOf } from '../code.ts';
import { type Account, atLine, capital, type Case, type Family, nodesAt, q } from '../family.ts';

function explainJson(c: Case): Account {
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) =>
    ['loads', 'load'].includes(calledName(c.code, node)),
  );
  const source = call && argumentsOf(call)[0];
  const text = source ? q(textOf(c.code, source)) : 'the text';
  const place = /line (\d+) column (\d+)/.exec(c.message);
  const at = place ? `line ${place[1]}, sign ${place[2]} of that text` : 'one place of that text';
  const isEmpty = /^Expecting value: line 1 column 1 /.test(c.message);
  return {
    what: `${capital(here)} reads ${text} as JSON, and it is not JSON.`,
    why: isEmpty
      ? `Already its first sign does not fit: it is empty, or something else than JSON.`
      : `Up to ${at} it can be read, and there something else is needed.`,
    question: `What does ${text} look like when you print it?`,
    hints: [
      `Print ${text} just before ${here} and look at ${isEmpty ? 'its beginning' : at}.`,
      `JSON has its own spelling: names and texts in double quotes, no comma after the last item.`,
      `Find the sign that does not fit, and mend it where the text comes from.`,
    ],
  };
}

function explainStop(c: Case): Account {
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) => calledName(c.code, node) === 'next');
  const source = call && argumentsOf(call)[0];
  const text = source ? q(textOf(c.code, source)) : 'what it goes through';
  return {
    what: `${capital(here)} asks for the next item of ${text}, and there is none left.`,
    why: `Every call of ${q('next')} takes one item away, and all of them are used up.`,
    question: `How many items does ${text} have, and how often is ${q('next')} called?`,
    hints: [
      `Count how often ${here} runs.`,
      `What is gone through with ${q('next')} can be used once; a ${q('for')} loop ends by itself where it ends.`,
      `Ask for one item less, let a loop do the asking, or give ${q('next')} a second value for the end.`,
    ],
  };
}

function explainSetter(c: Case): Account {
  const here = atLine(c.line);
  const name = c.match[1] ?? c.match[3] ?? 'it';
  const owner = c.match[2];
  return {
    what: `${capital(here)} gives ${q(name)} a new value, and that cannot be set.`,
    why: `${capital(q(name))} is a property${owner === undefined ? '' : ` of ${q(owner)}`}: it is worked out when somebody asks, and nothing says how to change it.`,
    question: `From which stored value is ${q(name)} worked out?`,
    concept: 'attributes',
    hints: [
      `Find ${q('@property')} above ${q(name)} and read what it gives back.`,
      `A property can be read like an attribute. Setting it needs a second method made for that.`,
      `Change the stored value that it is worked out from, or write the method that sets it.`,
    ],
  };
}

export const rareErrors: Family[] = [
  {
    id: 'not-json',
    title: 'A text that is not JSON',
    concept: 'files',
    types: ['JSONDecodeError', 'json.decoder.JSONDecodeError'],
    message: /^/,
    explain: explainJson,
  },
  {
    id: 'nothing-next',
    title: 'No next item',
    concept: 'for-loop',
    types: ['StopIteration'],
    message: /^/,
    explain: explainStop,
  },
  {
    id: 'no-setter',
    title: 'A property that cannot be set',
    concept: 'attributes',
    types: ['AttributeError'],
    message: /^property '(\w+)' of '(\w+)' object has no setter|^can't set attribute(?: '(\w+)')?/,
    explain: explainSetter,
  },
];
