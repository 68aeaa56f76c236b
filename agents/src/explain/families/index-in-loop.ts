/** A loop that asks for a place past the end, most often in its last turn. */
import { around, childrenOf, lineAt, nodesOf, textOf } from '../code.ts';
import { type Asked, sizeWords } from './asked-place.ts';
import { type Account, type Case, atLine, capital, q } from '../family.ts';

/** The loop that gives a name of the index its value, with what it runs over. */
export function loopOf(
  c: Case,
  asked: Asked,
): { name: string; line: number; over: string } | undefined {
  const names = new Set(
    [asked.index, ...nodesOf(c.code, ['VariableName'], asked.index)]
      .filter((node) => node.name === 'VariableName')
      .map((node) => textOf(c.code, node)),
  );
  for (let up = around(asked.node, ['ForStatement']); up; up = around(up, ['ForStatement'])) {
    const children = childrenOf(up);
    const at = children.findIndex((child) => child.name === 'in');
    const target = children.slice(1, at).find((child) => names.has(textOf(c.code, child)));
    if (target) {
      const over = textOf(c.code, children[at + 1]);
      return { name: textOf(c.code, target), line: lineAt(c.code, up.from), over };
    }
  }
  return undefined;
}

export function loopAccount(
  c: Case,
  loop: { name: string; line: number; over: string },
  asked: { name: string; index: string; length: number; place: number; items: string; end: string },
): Account {
  const { name, index, length, items, end } = asked;
  const value = c.values.get(loop.name)?.number;
  const here = atLine(c.line);
  const isRange = loop.over.startsWith('range');
  const now = value === undefined ? '' : `${q(loop.name)} is ${String(value)}`;
  const sizes = sizeWords(name, length, items);
  if (!isRange) {
    return {
      what: `${capital(here)} asks ${q(name)} for ${end}, which is not there.`,
      why: `${sizes}. ${now === '' ? q(loop.name) : `Here ${now}, and it`} is one of the values of ${q(loop.over)}, not a place.`,
      question: `Does ${q(loop.name)} hold a value, or the number of a place?`,
      hints: [
        `Look at the loop on ${atLine(loop.line)} and at what ${q(loop.name)} is each time round.`,
        `A loop straight over a list hands out its values. Only a loop over numbers hands out places.`,
        `Say which of the two you need inside the loop. If it is the value, use the loop's name by itself; if it is the place, let the loop count.`,
      ],
    };
  }
  return {
    what: `${capital(here)} asks ${q(name)} for ${end}, which is not there.`,
    why: `${sizes}. In this turn of the loop ${now === '' ? '' : `${now}, so `}${index === loop.name ? 'the line' : q(index)} asks for ${String(asked.place)}.`,
    question: `What is the last number that ${q(loop.name)} should reach?`,
    hints: [
      `What is ${q(loop.name)} the last time round the loop on ${atLine(loop.line)}? Which place does ${here} ask for then?`,
      index === loop.name
        ? `The last place of ${q(name)} is one less than its length, so the loop goes one step too far.`
        : `The line looks at a place beside ${q(loop.name)}. At the end of ${q(name)} there is no neighbour on that side.`,
      index === loop.name
        ? `Write down the numbers the loop counts through for a ${q(name)} of three ${items}s. Then move the end of the counting so that the last one is 2.`
        : `Write down each pair of places for a ${q(name)} of three ${items}s. Stop the loop before the pair that does not exist, or begin one later and look the other way.`,
    ],
  };
}
