import { calls, lines, needs, type Template } from '../template.ts';
import type { PythonValue } from '../python-value.ts';
import { themes } from '../themes.ts';

const asked = (name: string) => needs('recursion', `Let ${name} call itself.`, name);

type Nested = readonly (number | Nested)[];

/** Recursion. */
export const recursion: readonly Template[] = [
  {
    id: 'rec-steps',
    topic: 'recursion',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const [first, more] = [draw.int(2, 9), draw.int(2, 6)];
      return {
        title: `${first} ${theme.amount} on day 1, ${more} more each day`,
        task: `On day 1 there are ${first} ${theme.amount}. Each day there are ${more} more than on the day before. Write \`on_day(day)\`, without a loop: let the function call itself for the day before.`,
        file: 'days',
        starter: lines('def on_day(day):', '    return -1'),
        solution: lines(
          'def on_day(day):',
          '    if day == 1:',
          `        return ${first}`,
          `    return on_day(day - 1) + ${more}`,
        ),
        constraints: asked('on_day'),
        tests: calls('on_day', (day: number) => first + (day - 1) * more, {
          shown: [
            ['The second day', 2],
            ['The fifth day', 5],
          ],
          hidden: [
            ['the first day', 1],
            ['later days', draw.int(10, 30)],
            ['later days', draw.int(31, 60)],
          ],
        }),
      };
    },
  },
  {
    id: 'rec-growth',
    topic: 'recursion',
    levels: ['medium'],
    make(draw) {
      const theme = draw.pick(themes);
      const [a, b] = [draw.int(1, 4), draw.int(1, 4)];
      const times = draw.int(1, 2);
      const answer = (n: number): number =>
        n === 1 ? a : n === 2 ? b : answer(n - 1) + times * answer(n - 2);
      return {
        title: `A row of ${theme.amount} that starts ${a}, ${b}${times === 2 ? ' and doubles back' : ''}`,
        task: `A row of numbers begins with ${a} and ${b}. Every later number is the one before it plus ${times === 1 ? 'the one before that' : 'twice the one before that'}. Write \`number(place)\`, which returns the number at that place, the first place being 1. Let the function call itself.`,
        file: 'row',
        starter: lines('def number(place):', '    return -1'),
        solution: lines(
          'def number(place):',
          '    if place == 1:',
          `        return ${a}`,
          '    if place == 2:',
          `        return ${b}`,
          times === 1
            ? '    return number(place - 1) + number(place - 2)'
            : '    return number(place - 1) + 2 * number(place - 2)',
        ),
        constraints: asked('number'),
        tests: calls('number', answer, {
          shown: [
            ['The third place', 3],
            ['The sixth place', 6],
          ],
          hidden: [
            ['the first place', 1],
            ['the second place', 2],
            ['later places', draw.int(9, 14)],
          ],
        }),
      };
    },
  },
  {
    id: 'rec-nested',
    topic: 'recursion',
    levels: ['hard'],
    make(draw) {
      const theme = draw.pick(themes);
      const deep = draw.int(0, 1) === 1;
      const factor = draw.int(2, 4);
      const sum = (box: Nested, weight: number): number =>
        box.reduce<number>(
          (all, each) =>
            all +
            (typeof each === 'number' ? each * weight : sum(each, deep ? weight * factor : weight)),
          0,
        );
      const box: Nested = [draw.int(1, 9), [draw.int(1, 9), draw.int(1, 9)]];
      return {
        title: deep
          ? `Boxes in boxes of ${theme.things}, each ${factor} times as heavy`
          : `${theme.amount} in boxes in boxes`.replace(/^./, (letter) => letter.toUpperCase()),
        task:
          `A box is a list. In it are numbers of ${theme.amount}, and other boxes, in which there may be boxes again. Write \`total(box)\`: the sum of all numbers, however deep they are.` +
          (deep
            ? ` What is in an inner box counts ${factor} times, in a box inside that ${factor} times ${factor}, and so on.`
            : '') +
          ' `isinstance(part, list)` says whether something is a list.',
        file: 'boxes',
        starter: lines('def total(box):', '    return -1'),
        solution: lines(
          'def total(box):',
          '    result = 0',
          '    for part in box:',
          '        if isinstance(part, list):',
          `            result += ${deep ? `${factor} * ` : ''}total(part)`,
          '        else:',
          '            result += part',
          '    return result',
        ),
        constraints: asked('total'),
        tests: calls<readonly PythonValue[]>('total', (all) => sum(all as Nested, 1), {
          shown: [
            ['A box in a box', box],
            ['No inner box', draw.ints(3, 1, 9)],
          ],
          hidden: [
            ['an empty box', []],
            ['very deep', [1, [2, [3, [4, [5]]]]]],
            ['empty inner boxes', [[], [[]], draw.int(1, 9)]],
            ['many boxes', [draw.ints(3, 1, 9), [draw.ints(2, 1, 9)], 5]],
          ],
        }),
      };
    },
  },
];
