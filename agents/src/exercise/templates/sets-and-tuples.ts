import { Tuple } from '../python-value.ts';
import { calls, lines, type Template } from '../template.ts';
import { capital, people, themes } from '../themes.ts';

type Names = ReadonlySet<string>;

/** Sets and tuples. */
export const setsAndTuples: readonly Template[] = [
  {
    id: 'set-both',
    topic: 'sets',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const [sign, said] = draw.pick([
        ['&', 'in both lists'],
        ['-', 'in the first list, but not in the second'],
        ['^', 'in exactly one of the two lists'],
      ] as const);
      const answer = (a: readonly string[], b: readonly string[]): Names => {
        if (sign === '&') return new Set(a.filter((each) => b.includes(each)));
        const first = a.filter((each) => !b.includes(each));
        if (sign === '-') return new Set(first);
        return new Set([...first, ...b.filter((each) => !a.includes(each))]);
      };
      const some = (count: number) => draw.sample(theme.items, count);
      const [x = '', y = '', z = ''] = some(3);
      return {
        title: `${capital(theme.things)} ${said.replace(', but', ' but')}`,
        task: `Two friends have written down the ${theme.things} they like. Write \`compare(first, second)\`: the set of names that are ${said}.`,
        file: 'compare',
        starter: lines('def compare(first, second):', '    return None'),
        solution: lines('def compare(first, second):', `    return set(first) ${sign} set(second)`),
        tests: calls('compare', answer, {
          shown: [
            ['One in common', [x, y], [y, z]],
            ['Nothing in common', [x], [z]],
          ],
          hidden: [
            ['an empty list', [], [x, y]],
            ['a name twice', [x, x, y], [y, y]],
            ['long lists', some(6), some(5)],
          ],
        }),
      };
    },
  },
  {
    id: 'set-missing',
    topic: 'sets',
    levels: ['medium'],
    make(draw) {
      const theme = draw.pick(themes);
      const wanted = draw.sample(theme.items, 4);
      const answer = (there: readonly string[]) =>
        wanted.filter((each) => !there.includes(each)).sort();
      return {
        title: `Which ${theme.things} are missing?`,
        task: `These ${theme.things} should be there: ${wanted.map((each) => `\`${each}\``).join(', ')}. Write \`missing(names)\`: a sorted list of those that are not in \`names\`. Sets make it short.`,
        file: 'missing',
        starter: lines('def missing(names):', '    return None'),
        solution: lines(
          'def missing(names):',
          `    wanted = {${wanted.map((each) => `"${each}"`).join(', ')}}`,
          '    return sorted(wanted - set(names))',
        ),
        tests: calls('missing', answer, {
          shown: [
            ['Two are missing', wanted.slice(0, 2)],
            ['Somebody else is there', [...wanted.slice(1, 3), draw.pick(people)]],
          ],
          hidden: [
            ['all are there', wanted.toReversed()],
            ['nobody is there', []],
            ['a name twice', [wanted[3] ?? '', wanted[3] ?? '']],
          ],
        }),
      };
    },
  },
  {
    id: 'set-letters',
    topic: 'sets',
    levels: ['hard'],
    make(draw) {
      const least = draw.int(2, 3);
      const theme = draw.pick(themes);
      const answer = (words: readonly string[]): Names => {
        const sets = words.map((word) => new Set(word.toLowerCase()));
        const all = new Set(sets.flatMap((each) => [...each]));
        return new Set(
          [...all].filter((each) => sets.filter((one) => one.has(each)).length >= least),
        );
      };
      return {
        title: `Letters in ${least} or more names of ${theme.things}`,
        task: `Write \`shared(words)\`: the set of letters that stand in at least ${least} of the words. Small and capital letters are the same letter, and the result holds small ones. A letter that stands twice in one word counts once for it.`,
        file: 'shared',
        starter: lines('def shared(words):', '    return None'),
        solution: lines(
          'def shared(words):',
          '    counts = {}',
          '    for word in words:',
          '        for letter in set(word.lower()):',
          '            counts[letter] = counts.get(letter, 0) + 1',
          `    return {letter for letter, count in counts.items() if count >= ${least}}`,
        ),
        tests: calls('shared', answer, {
          shown: [
            ['Three words', ['tap', 'Pat', 'top']],
            ['Four names', draw.sample(theme.items, 4)],
          ],
          hidden: [
            ['no words', []],
            ['twice in one word', ['otto', 'xyz', 'abc']],
            ['many words', draw.sample(theme.items, 7)],
          ],
        }),
      };
    },
  },
  {
    id: 'tuple-ends',
    topic: 'tuples',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const add = draw.int(0, 1) === 1;
      const word = add ? 'sum' : 'number of values';
      return {
        title: `Smallest, largest and ${word} of ${theme.amount}`,
        task: `Write \`summary(numbers)\`: a tuple of three values, the smallest number, the largest number and the ${add ? 'sum of all numbers' : 'number of values in the list'}. The list is never empty.`,
        file: 'summary',
        starter: lines('def summary(numbers):', '    return ()'),
        solution: lines(
          'def summary(numbers):',
          `    return min(numbers), max(numbers), ${add ? 'sum' : 'len'}(numbers)`,
        ),
        tests: calls(
          'summary',
          (numbers: readonly number[]) =>
            new Tuple(
              Math.min(...numbers),
              Math.max(...numbers),
              add ? numbers.reduce((a, b) => a + b, 0) : numbers.length,
            ),
          {
            shown: [
              ['Four numbers', draw.ints(4, 1, 30)],
              ['Two numbers', [9, 4]],
            ],
            hidden: [
              ['a single number', draw.ints(1, 1, 30)],
              ['negative numbers', [-3, -8, 2]],
              ['long lists', draw.ints(12, 1, 99)],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'tuple-order',
    topic: 'tuples',
    levels: ['medium', 'hard'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const isHard = level === 'hard';
      const count = draw.int(2, 3);
      const answer = (pairs: readonly Tuple[]) => {
        const read = pairs.map(
          ({ items: [name, number] }) => [String(name), Number(number)] as const,
        );
        const inOrder = read.toSorted(
          ([a, x], [b, y]) => y - x || (isHard ? (a < b ? -1 : a > b ? 1 : 0) : 0),
        );
        return inOrder.slice(0, count).map(([name]) => name);
      };
      const some = (many: number) => {
        const numbers = draw.sample([1, 2, 3, 5, 8, 9, 12, 14, 17, 20], many);
        return draw.sample(theme.items, many).map((name, at) => new Tuple(name, numbers[at] ?? 0));
      };
      return {
        title: `The top ${count} ${theme.things}${isHard ? ', with ties' : ''}`,
        task:
          `A list holds tuples of a name and its ${theme.amount}. Write \`top(pairs)\`: a list of the ${count} names with the most ${theme.amount}, the most in front. When there are fewer, all of them.` +
          (isHard
            ? ' Those with the same number come in alphabetical order.'
            : ' No number comes twice.'),
        file: 'top',
        starter: lines('def top(pairs):', '    return None'),
        solution: lines(
          'def top(pairs):',
          `    in_order = sorted(pairs, key=lambda pair: ${isHard ? '(-pair[1], pair[0])' : 'pair[1]'}${isHard ? '' : ', reverse=True'})`,
          `    return [name for name, number in in_order[:${count}]]`,
        ),
        tests: calls('top', answer, {
          shown: [
            ['Four pairs', some(4)],
            ['A single pair', some(1)],
          ],
          hidden: [
            ['an empty list', []],
            ['many pairs', some(8)],
            ...(isHard
              ? ([
                  ['the same number', ['Zoe', 'Ben', 'Ida'].map((name) => new Tuple(name, 7))],
                ] as const)
              : ([['many pairs', some(6)]] as const)),
          ],
        }),
      };
    },
  },
];
