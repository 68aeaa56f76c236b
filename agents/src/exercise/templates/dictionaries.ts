import { calls, lines, type Template } from '../template.ts';
import { capital, people, themes } from '../themes.ts';

type Counts = ReadonlyMap<string, number>;

/** Dictionaries. */
export const dictionaries: readonly Template[] = [
  {
    id: 'dict-count',
    topic: 'dictionaries',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const least = draw.int(2, 3);
      const isOften = level === 'medium';
      const answer = (names: readonly string[]) => {
        const counts = new Map<string, number>();
        for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
        return new Map([...counts].filter(([, count]) => !isOften || count >= least));
      };
      const votes = (count: number) => {
        const some = draw.sample(theme.items, 3);
        return Array.from({ length: count }, () => draw.pick(some));
      };
      const [one = '', two = ''] = draw.sample(theme.items, 2);
      return {
        title: isOften
          ? `${capital(theme.things)} with ${least} or more votes`
          : `Votes for ${theme.things}`,
        task:
          `Everybody votes for a ${theme.thing}. Write \`count(votes)\`: a dictionary that says for each name in the list how often it stands there.` +
          (isOften ? ` Leave out those with fewer than ${least} votes.` : ''),
        file: 'count',
        starter: lines('def count(votes):', '    return None'),
        solution: lines(
          'def count(votes):',
          '    counts = {}',
          '    for name in votes:',
          '        counts[name] = counts.get(name, 0) + 1',
          isOften
            ? `    return {name: number for name, number in counts.items() if number >= ${least}}`
            : '    return counts',
        ),
        tests: calls('count', answer, {
          shown: [
            ['Some votes', [one, two, one, one]],
            ['One vote', [two]],
          ],
          hidden: [
            ['nobody votes', []],
            ['many votes', votes(12)],
            ['many votes', votes(9)],
          ],
        }),
      };
    },
  },
  {
    id: 'dict-price',
    topic: 'dictionaries',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const other = draw.int(1, 9);
      const answer = (prices: Counts, names: readonly string[]) =>
        names.reduce((sum, name) => sum + (prices.get(name) ?? other), 0);
      const [a = '', b = '', c = ''] = draw.sample(theme.items, 3);
      const prices = new Map([
        [a, draw.int(10, 20)],
        [b, draw.int(21, 40)],
      ]);
      return {
        title: `A price list where the rest costs ${other}`,
        task: `Write \`cost(prices, names)\`. The dictionary holds the price of each ${theme.thing}. Return what all names in the list cost together; what is not in the dictionary costs ${other}.`,
        file: 'cost',
        starter: lines('def cost(prices, names):', '    return -1'),
        solution: lines(
          'def cost(prices, names):',
          `    return sum(prices.get(name, ${other}) for name in names)`,
        ),
        tests: calls('cost', answer, {
          shown: [
            ['Both have a price', prices, [a, b]],
            ['One has none', prices, [a, c]],
          ],
          hidden: [
            ['the same twice', prices, [b, b, a]],
            ['nothing in the list', prices, []],
            ['no prices at all', new Map(), [a, b, c]],
          ],
        }),
      };
    },
  },
  {
    id: 'dict-groups',
    topic: 'dictionaries',
    levels: ['medium'],
    make(draw) {
      const theme = draw.pick(themes);
      const isLength = draw.int(0, 1) === 1;
      const answer = (names: readonly string[]) => {
        const groups = new Map<string | number, string[]>();
        for (const name of names) {
          const key = isLength ? name.length : name.charAt(0).toLowerCase();
          groups.set(key, [...(groups.get(key) ?? []), name]);
        }
        return groups;
      };
      return {
        title: `${capital(theme.things)} by ${isLength ? 'length' : 'first letter'}`,
        task: `Write \`groups(names)\`: a dictionary in which each key is ${isLength ? 'a number of letters' : 'a first letter, as a small letter'}, and its value the list of the names with ${isLength ? 'so many letters' : 'this first letter'}, in their order.`,
        file: 'groups',
        starter: lines('def groups(names):', '    return None'),
        solution: lines(
          'def groups(names):',
          '    result = {}',
          '    for name in names:',
          `        key = ${isLength ? 'len(name)' : 'name[0].lower()'}`,
          '        result.setdefault(key, []).append(name)',
          '    return result',
        ),
        tests: calls('groups', answer, {
          shown: [
            ['Two in a group', ['Mia', 'Max', 'Anna']],
            ['Four names', draw.sample(theme.items, 4)],
          ],
          hidden: [
            ['an empty list', []],
            ['the same name twice', ['Kim', 'Kim']],
            ['many names', [...draw.sample(theme.items, 6), ...draw.sample(people, 4)]],
          ],
        }),
      };
    },
  },
  {
    id: 'dict-stock',
    topic: 'dictionaries',
    levels: ['medium', 'hard'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const isHard = level === 'hard';
      const most = draw.int(20, 40);
      const answer = (stock: Counts, delivery: Counts) => {
        const all = new Map(stock);
        for (const [name, number] of delivery) {
          const sum = (all.get(name) ?? 0) + number;
          if (isHard && sum <= 0) all.delete(name);
          else all.set(name, isHard ? Math.min(sum, most) : sum);
        }
        return all;
      };
      const some = (count: number, low = 1) =>
        new Map(draw.sample(theme.items, count).map((name) => [name, draw.int(low, 25)]));
      const [a = '', b = ''] = draw.sample(theme.items, 2);
      return {
        title: isHard
          ? `A store of ${theme.things} with room for ${most}`
          : `A delivery of ${theme.things}`,
        task:
          `Write \`store(stock, delivery)\`. Both are dictionaries of names and numbers. Return a new dictionary with the numbers of both added up; the two you get stay as they are.` +
          (isHard
            ? ` Numbers of a delivery may be negative: what then comes to 0 or less is not in the result. Of nothing that is delivered there is room for more than ${most}.`
            : ''),
        file: 'store',
        starter: lines('def store(stock, delivery):', '    return None'),
        solution: lines(
          'def store(stock, delivery):',
          '    result = dict(stock)',
          '    for name, number in delivery.items():',
          ...(isHard
            ? [
                '        total = result.get(name, 0) + number',
                '        if total <= 0:',
                '            result.pop(name, None)',
                '        else:',
                `            result[name] = min(total, ${most})`,
              ]
            : ['        result[name] = result.get(name, 0) + number']),
          '    return result',
        ),
        tests: calls('store', answer, {
          shown: [
            [
              'One is there already',
              new Map([[a, 3]]),
              new Map([
                [a, 2],
                [b, 5],
              ]),
            ],
            ['Something new', new Map([[a, 1]]), new Map([[b, 4]])],
          ],
          hidden: [
            ['an empty store', new Map(), some(2)],
            ['no delivery', some(3), new Map()],
            ['much of everything', some(6), some(6)],
            ...(isHard
              ? ([
                  [
                    'less than there is',
                    new Map([
                      [a, 3],
                      [b, 8],
                    ]),
                    new Map([
                      [a, -3],
                      [b, -2],
                    ]),
                  ],
                ] as const)
              : []),
          ],
        }),
      };
    },
  },
  {
    id: 'dict-turned',
    topic: 'dictionaries',
    levels: ['hard'],
    make(draw) {
      const theme = draw.pick(themes);
      const answer = (favourites: ReadonlyMap<string, string>) => {
        const turned = new Map<string, string[]>();
        for (const [who, what] of favourites) {
          turned.set(what, [...(turned.get(what) ?? []), who].sort());
        }
        return turned;
      };
      const some = (count: number) => {
        const choice = draw.sample(theme.items, 3);
        return new Map(draw.sample(people, count).map((who) => [who, draw.pick(choice)]));
      };
      return {
        title: `Who likes which ${theme.thing}?`,
        task: `A dictionary says which ${theme.thing} each person likes best. Write \`fans(favourites)\`: a dictionary the other way round. Its keys are the ${theme.things}, its values the lists of people who like them, in alphabetical order.`,
        file: 'fans',
        starter: lines('def fans(favourites):', '    return None'),
        solution: lines(
          'def fans(favourites):',
          '    result = {}',
          '    for person in sorted(favourites):',
          '        result.setdefault(favourites[person], []).append(person)',
          '    return result',
        ),
        tests: calls('fans', answer, {
          shown: [
            ['Three people', some(3)],
            ['One person', some(1)],
          ],
          hidden: [
            ['nobody', new Map()],
            ['many people', some(8)],
            ['many people', some(6)],
          ],
        }),
      };
    },
  },
];
