/** Asking a list, tuple or text for a place that is not there. */
import { nodesOf, textOf } from '../code.ts';
import { findAsked, sizeWords } from './asked-place.ts';
import { loopAccount, loopOf } from './index-in-loop.ts';
import { explainAssignment, explainPopEmpty, withoutPlace } from './list-changes.ts';
import { type Account, type Case, type Family, atLine, capital, q } from '../family.ts';
import { drawList } from '../pictures.ts';

function explainIndex(c: Case): Account {
  const asked = findAsked(c);
  const kind = /string/.test(c.message) ? 'text' : /tuple/.test(c.message) ? 'tuple' : 'list';
  const items = kind === 'text' ? 'character' : 'item';
  const here = atLine(c.line);
  if (!asked) return withoutPlace(c, kind, items);
  const name = textOf(c.code, asked.base);
  const index = textOf(c.code, asked.index);
  // Every list that is not empty has a first and a last item.
  const length = asked.value?.length ?? (asked.place === 0 || asked.place === -1 ? 0 : undefined);
  const { place } = asked;
  const marks = nodesOf(c.code, ['VariableName'], asked.index)
    .map((node) => ({
      mark: textOf(c.code, node),
      index: c.values.get(textOf(c.code, node))?.number,
    }))
    .filter((one): one is { mark: string; index: number } => one.index !== undefined)
    .filter((one) => one.mark !== index);
  const picture =
    asked.value && place !== undefined
      ? drawList(name, asked.value, { index: place, mark: index }, marks)
      : undefined;
  if (length === 0) {
    return {
      what: `${capital(here)} asks ${q(name)} for ${items} ${q(index)}, but ${q(name)} is empty.`,
      why: `${q(name)} has 0 ${items}s when ${here} runs, so there is no number to ask for, not even 0.`,
      question: `What should have put something into ${q(name)} before ${here}?`,
      picture,
      hints: [
        `Look at ${here} and at every line before it that adds something to ${q(name)}.`,
        `An empty ${kind} has no places at all. Either it has to be filled first, or the program has to check that it is not empty.`,
        `Print ${q(name)} just before ${here}. If it may be empty, decide what the answer is then, and test for it before any place is asked for.`,
      ],
    };
  }
  const size = length === undefined ? undefined : sizeWords(name, length, items);
  const loop = loopOf(c, asked);
  const end = place === undefined ? q(index) : `${items} ${String(place)}`;
  if (loop && place !== undefined && length !== undefined && place >= length) {
    return {
      ...loopAccount(c, loop, { name, index, length, place, items, end }),
      picture,
    };
  }
  const isOneBased = place !== undefined && place === length;
  return {
    what: `${capital(here)} asks ${q(name)} for ${end}, which is not there.`,
    why: size
      ? `${size}${place !== undefined && q(index) !== q(String(place)) ? `, and ${q(index)} is ${String(place)}` : ''}.`
      : `${q(index)} is past the last ${items} of ${q(name)}.`,
    question: isOneBased
      ? `If counting starts at 0, which number does the last ${items} have?`
      : `Which numbers does ${q(name)} have, and which one did you want?`,
    picture,
    hints: [
      `Look at what is between the square brackets on ${here}.`,
      `Places are counted from 0, so the last place is one less than the number of ${items}s.`,
      `Print ${/^-?\d+$/.test(index) ? '' : `${q(index)} and `}the length of ${q(name)} before ${here}. Then change the number so that it stays between 0 and the length minus one.`,
    ],
  };
}

export const indexErrors: Family[] = [
  {
    id: 'assign-index',
    title: 'A place that is not there yet',
    concept: 'list-append',
    types: ['IndexError'],
    message: /assignment index out of range/,
    explain: explainAssignment,
  },
  {
    id: 'pop-empty',
    title: 'Nothing left to take',
    concept: 'list-pop',
    types: ['IndexError', 'KeyError'],
    message: /pop from (an )?empty|popitem\(\): dictionary is empty|pop from an empty set/,
    explain: explainPopEmpty,
  },
  {
    id: 'list-index',
    title: 'A place past the end of the list',
    concept: 'list-index',
    types: ['IndexError'],
    message: /^(list|pop|range object|deque|array|bytes?(array)?) index out of range/,
    explain: explainIndex,
  },
  {
    id: 'text-index',
    title: 'A place past the end',
    concept: 'text-index',
    types: ['IndexError'],
    message: /^(tuple|string) index out of range|index out of range/,
    explain: explainIndex,
  },
];
