/** Taking out of and putting into a list at a place it does not have. */
import { argumentsOf, calledName, textOf } from '../code.ts';
import { evaluate } from '../evaluate.ts';
import { findAsked, sizeWords } from './asked-place.ts';
import { type Account, type Case, atLine, capital, nodesAt, q } from '../family.ts';
import { drawList } from '../pictures.ts';

/** `pop(9)`, or nothing of the line could be read. */
export function withoutPlace(c: Case, kind: string, items: string): Account {
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) => calledName(c.code, node) === 'pop');
  const owner = call?.firstChild?.firstChild;
  const name = owner ? textOf(c.code, owner) : '';
  const value = owner && evaluate(c.code, owner, c.values);
  const first = call && argumentsOf(call)[0];
  const index = first ? textOf(c.code, first) : '';
  const place = evaluate(c.code, first, c.values)?.number;
  const isKnown = name !== '' && index !== '';
  return {
    what: isKnown
      ? `${capital(here)} takes ${items} ${q(index)} out of ${q(name)}, which is not there.`
      : `${capital(here)} asks a ${kind} for a place that is not there.`,
    why:
      isKnown && value?.length !== undefined
        ? `${sizeWords(name, value.length, items)}.`
        : `The number asked for is past the last ${items}. Places are numbered from 0.`,
    question: `Which numbers does ${isKnown ? q(name) : `the ${kind}`} have at that moment?`,
    picture:
      isKnown && value && place !== undefined
        ? drawList(name, value, { index: place, mark: index })
        : undefined,
    hints: [
      `Look at the number that ${here} asks for, and at how long the ${kind} is then.`,
      `Places are counted from 0, so the last place is one less than the length.`,
      `Print the length just before ${here} and compare it with the number. Then make the number fit, or check it first.`,
    ],
    specific: isKnown,
  };
}

export function explainPopEmpty(c: Case): Account {
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) => /^pop/.test(calledName(c.code, node)));
  const name = textOf(c.code, call?.firstChild?.firstChild) || 'it';
  return {
    what: `${capital(here)} takes an item out of ${q(name)}, but there is nothing left in it.`,
    why: `${q(name)} is empty when ${here} runs. Every turn before took one item away, or nothing was ever put in.`,
    question: `How often does ${here} run, and how many items are there at the start?`,
    picture: drawList(name, { type: 'list', length: 0 }, { index: 0, mark: 'pop' }),
    hints: [
      `Look at the loop around ${here}: when does it stop?`,
      `Something can only be taken out of what is not empty, so the loop has to end when the last item is gone.`,
      `Let the condition of the loop ask whether ${q(name)} still holds something, before an item is taken.`,
    ],
  };
}

export function explainAssignment(c: Case): Account {
  const asked = findAsked(c);
  const here = atLine(c.line);
  if (!asked) return withoutPlace(c, 'list', 'item');
  const name = textOf(c.code, asked.base);
  const index = textOf(c.code, asked.index);
  const length = asked.value?.length;
  const { place } = asked;
  return {
    what: `${capital(here)} puts a value at place ${q(index)} of ${q(name)}, but there is no such place.`,
    why:
      length === undefined
        ? `A list does not grow by itself when a new number is used.`
        : length === 0
          ? `${q(name)} is empty, and a list does not grow by itself when a new number is used.`
          : `${sizeWords(name, length, 'item')}${place === undefined || index === String(place) ? '' : `, and ${q(index)} is ${String(place)}`}.`,
    question: `Do you want to change an item that is there, or add a new one?`,
    picture:
      asked.value && place !== undefined
        ? drawList(name, asked.value, { index: place, mark: index })
        : undefined,
    hints: [
      `Look at ${q(name)} just before ${here}: how many items does it have?`,
      `Square brackets change a place that is there already. A new item at the end needs a method of lists.`,
      `If ${q(name)} should grow, use the method that adds one item at its end. If not, make the number fit the list.`,
    ],
  };
}
