import { calls, lines, type Template } from '../template.ts';
import { capital, themes } from '../themes.ts';

const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);

/** Lists. */
export const lists: readonly Template[] = [
  {
    id: 'every',
    topic: 'lists',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const [step, start] = [draw.int(2, 3), draw.int(0, 2)];
      const word = ['first', 'second', 'third'][start] ?? '';
      return {
        title: `Every ${step === 2 ? 'second' : 'third'} ${theme.thing} from the ${word}`,
        task: `Write \`chosen(names)\`: begin with the ${word} name of the list and take every ${step === 2 ? 'second' : 'third'} one from there on. A slice can do it.`,
        file: 'chosen',
        starter: lines('def chosen(names):', '    return None'),
        solution: lines('def chosen(names):', `    return names[${start}::${step}]`),
        tests: calls(
          'chosen',
          (names: readonly string[]) =>
            names.filter((_, at) => at >= start && (at - start) % step === 0),
          {
            shown: [
              ['Five names', draw.sample(theme.items, 5)],
              ['Three names', draw.sample(theme.items, 3)],
            ],
            hidden: [
              ['many names', draw.sample(theme.items, 8)],
              ['an empty list', []],
              ['a single name', draw.sample(theme.items, 1)],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'ends',
    topic: 'lists',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const add = draw.int(1, 9);
      return {
        title: `First and last ${theme.amount}, and ${add}`,
        task: `Write \`ends(numbers)\`: a new list of three numbers. These are the first number of the list, the last one, and the sum of both plus ${add}. The list always holds at least one number.`,
        file: 'ends',
        starter: lines('def ends(numbers):', '    return []'),
        solution: lines(
          'def ends(numbers):',
          '    first = numbers[0]',
          '    last = numbers[-1]',
          `    return [first, last, first + last + ${add}]`,
        ),
        tests: calls(
          'ends',
          (numbers: readonly number[]) => {
            const [a, b] = [numbers[0] ?? 0, numbers.at(-1) ?? 0];
            return [a, b, a + b + add];
          },
          {
            shown: [
              ['Three numbers', draw.ints(3, 1, 30)],
              ['Five numbers', draw.ints(5, 1, 30)],
            ],
            hidden: [
              ['a single number', draw.ints(1, 1, 30)],
              ['negative numbers', [-4, 2, -9]],
              ['long lists', draw.ints(15, 1, 99)],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'turn',
    topic: 'lists',
    levels: ['medium'],
    make(draw) {
      const theme = draw.pick(themes);
      const by = draw.int(1, 3);
      return {
        title: `${capital(theme.things)} move on by ${by}`,
        task: `The ${theme.things} stand in a circle. Write \`turn(names)\`: a new list in which everybody has moved ${by} ${by === 1 ? 'place' : 'places'} to the right; those who fall off at the end come in at the front, in the same order. The list you get stays as it is. Mind short lists and empty ones: the circle may go round more than once.`,
        file: 'turn',
        starter: lines('def turn(names):', '    return None'),
        solution: lines(
          'def turn(names):',
          '    if not names:',
          '        return []',
          `    cut = len(names) - ${by} % len(names)`,
          '    return names[cut:] + names[:cut]',
        ),
        tests: calls(
          'turn',
          (names: readonly string[]) =>
            names.map((_, at) => names[(at + names.length * by - by) % names.length] ?? ''),
          {
            shown: [
              ['Four names', draw.sample(theme.items, 4)],
              ['Five names', draw.sample(theme.items, 5)],
            ],
            hidden: [
              ['a single name', draw.sample(theme.items, 1)],
              ['two names', draw.sample(theme.items, 2)],
              ['an empty list', []],
              ['many names', draw.sample(theme.items, 8)],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'best-of',
    topic: 'lists',
    levels: ['medium'],
    make(draw) {
      const theme = draw.pick(themes);
      const count = draw.int(2, 4);
      const isLow = draw.int(0, 1) === 1;
      return {
        title: `The ${count} ${isLow ? 'smallest' : 'largest'} numbers of ${theme.amount}`,
        task: `Write \`best(numbers)\`: the ${count} ${isLow ? 'smallest' : 'largest'} numbers of the list, the ${isLow ? 'smallest' : 'largest'} in front. When there are fewer than ${count}, return all of them.`,
        file: 'best',
        starter: lines('def best(numbers):', '    return None'),
        solution: lines(
          'def best(numbers):',
          `    return sorted(numbers${isLow ? '' : ', reverse=True'})[:${count}]`,
        ),
        tests: calls(
          'best',
          (numbers: readonly number[]) =>
            (isLow ? sorted(numbers) : sorted(numbers).reverse()).slice(0, count),
          {
            shown: [
              ['Six numbers', draw.ints(6, 1, 50)],
              ['The same number twice', [7, 3, 7, 9, 3]],
            ],
            hidden: [
              ['short lists', [draw.int(1, 9)]],
              ['an empty list', []],
              ['negative numbers', [-3, 5, -8, 0, 2]],
              ['long lists', draw.ints(14, 1, 90)],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'merge',
    topic: 'lists',
    levels: ['hard'],
    make(draw) {
      const theme = draw.pick(themes);
      const isOnce = draw.int(0, 1) === 1;
      const answer = (a: readonly number[], b: readonly number[]) => {
        const all = sorted([...a, ...b]);
        return isOnce ? [...new Set(all)] : all;
      };
      const some = (count: number) => sorted(draw.ints(count, 1, 25));
      return {
        title: `Two sorted lists of ${theme.amount}${isOnce ? ', each number once' : ''}`,
        task: `Two lists of ${theme.amount} are sorted already. Write \`merge(first, second)\`: one sorted list with the numbers of both${isOnce ? ', in which no number stands twice' : ''}. Walk through both lists side by side: sorting again is not allowed.`,
        file: 'merge',
        starter: lines('def merge(first, second):', '    return None'),
        solution: lines(
          'def merge(first, second):',
          '    result = []',
          '    i = 0',
          '    j = 0',
          '    while i < len(first) or j < len(second):',
          '        if j == len(second) or (i < len(first) and first[i] <= second[j]):',
          '            number = first[i]',
          '            i += 1',
          '        else:',
          '            number = second[j]',
          '            j += 1',
          ...(isOnce
            ? [
                '        if not result or result[-1] != number:',
                '            result.append(number)',
              ]
            : ['        result.append(number)']),
          '    return result',
        ),
        constraints: ['sorted', 'sort'].map((name) => ({
          ...{ rule: 'forbidden', construct: 'call', name, cost: 50 },
          message: 'Do not sort: walk through both lists side by side.',
        })),
        tests: calls('merge', answer, {
          shown: [
            ['Both have numbers', [1, 4, 9], [2, 4]],
            ['One is empty', [], [3, 5]],
          ],
          hidden: [
            ['both are empty', [], []],
            ['the same numbers', [5, 5], [5]],
            ['long lists', some(8), some(9)],
            ['one after the other', [1, 2], [7, 8, 9]],
          ],
        }),
      };
    },
  },
];
