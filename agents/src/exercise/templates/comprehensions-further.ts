import { Tuple } from '../python-value.ts';
import { calls, lines, needs, type Template } from '../template.ts';
import { capital, themes } from '../themes.ts';

const asked = needs(
  'comprehension',
  'Use a list comprehension: that is what this exercise is about.',
);
const use = 'Use a list comprehension.';

/** List comprehensions: pairs, choices, rows and grids. */
export const furtherComprehensions: readonly Template[] = [
  {
    id: 'comp-label',
    topic: 'comprehensions',
    levels: ['medium'],
    make(draw) {
      const theme = draw.pick(themes);
      const limit = draw.int(4, 12);
      const [yes, no] = draw.pick([
        ['high', 'low'],
        ['yes', 'no'],
        ['on', 'off'],
      ] as const);
      return {
        title: `${capital(yes)} or ${no} for ${theme.amount} from ${limit}`,
        task: `Write \`labels(numbers)\`: a list with a word for each number of ${theme.amount}. It is \`"${yes}"\` from ${limit} on, and \`"${no}"\` below. ${use}`,
        file: 'labels',
        starter: lines('def labels(numbers):', '    return None'),
        solution: lines(
          'def labels(numbers):',
          `    return ["${yes}" if number >= ${limit} else "${no}" for number in numbers]`,
        ),
        constraints: asked,
        tests: calls(
          'labels',
          (numbers: readonly number[]) => numbers.map((each) => (each >= limit ? yes : no)),
          {
            shown: [
              ['Both words', [limit + 2, limit - 2, limit]],
              ['One word only', [0, 1]],
            ],
            hidden: [
              ['an empty list', []],
              ['just below', [limit - 1]],
              ['long lists', draw.ints(10, 0, limit * 2)],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'comp-pairs',
    topic: 'comprehensions',
    levels: ['medium'],
    make(draw) {
      const theme = draw.pick(themes);
      const least = draw.int(2, 8);
      const answer = (pairs: readonly Tuple[]) =>
        pairs.flatMap(({ items: [name, number] }) =>
          typeof name === 'string' && typeof number === 'number' && number >= least
            ? [`${name}: ${number}`]
            : [],
        );
      const some = (count: number) =>
        draw.sample(theme.items, count).map((name) => new Tuple(name, draw.int(0, 12)));
      return {
        title: `Lines for ${theme.things} with ${least} or more ${theme.amount}`,
        task: `A list holds tuples of a name and its ${theme.amount}. Write \`report(pairs)\`: a list of texts like \`"${theme.items[0] ?? ''}: 9"\`, only for those with ${least} or more ${theme.amount}. ${use}`,
        file: 'report',
        starter: lines('def report(pairs):', '    return None'),
        solution: lines(
          'def report(pairs):',
          `    return [f"{name}: {number}" for name, number in pairs if number >= ${least}]`,
        ),
        constraints: asked,
        tests: calls('report', answer, {
          shown: [
            ['Three pairs', some(3)],
            ['At the limit', [new Tuple('Kay', least), new Tuple('Jo', least - 1)]],
          ],
          hidden: [
            ['an empty list', []],
            ['many pairs', some(8)],
            ['nobody', [new Tuple('Kay', 0)]],
          ],
        }),
      };
    },
  },
  {
    id: 'comp-flat',
    topic: 'comprehensions',
    levels: ['medium', 'hard'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const isHard = level === 'hard';
      const by = draw.int(2, 4);
      const answer = (rows: readonly (readonly number[])[]) =>
        rows
          .filter((row) => !isHard || row.length >= 2)
          .flatMap((row) => row.filter((each) => each % by !== 0));
      const row = (count: number) => draw.ints(count, 1, 20);
      return {
        title: isHard
          ? `Long rows of ${theme.amount} in one list, without multiples of ${by}`
          : `Rows of ${theme.amount} in one list, without multiples of ${by}`,
        task: `A list holds rows, and each row is a list of ${theme.amount}. Write \`flat(rows)\`: one list with all numbers in their order, except multiples of ${by}.${isHard ? ' Rows with fewer than two numbers are left out altogether.' : ''} ${use}`,
        file: 'flat',
        starter: lines('def flat(rows):', '    return None'),
        solution: lines(
          'def flat(rows):',
          isHard
            ? `    return [n for row in rows if len(row) >= 2 for n in row if n % ${by} != 0]`
            : `    return [number for row in rows for number in row if number % ${by} != 0]`,
        ),
        constraints: asked,
        tests: calls('flat', answer, {
          shown: [
            ['Two rows', [row(3), row(2)]],
            ['A short row', [[by + 1], row(4)]],
          ],
          hidden: [
            ['an empty list', []],
            ['empty rows', [[], [], row(3)]],
            ['many rows', [row(4), row(1), row(5), row(2)]],
          ],
        }),
      };
    },
  },
  {
    id: 'comp-turned',
    topic: 'comprehensions',
    levels: ['hard'],
    make(draw) {
      const theme = draw.pick(themes);
      const factor = draw.int(2, 6);
      const answer = (rows: readonly (readonly number[])[]) =>
        (rows[0] ?? []).map((_, column) => rows.map((row) => (row[column] ?? 0) * factor));
      const grid = (rows: number, columns: number) =>
        Array.from({ length: rows }, () => draw.ints(columns, 1, 9));
      return {
        title: `Columns of ${theme.amount} become rows, times ${factor}`,
        task: `A grid is a list of rows that are all equally long. Write \`turned(grid)\`: a list of the columns, each as a list from top to bottom, with every number multiplied by ${factor}. A grid without rows gives an empty list. Use a list comprehension inside another.`,
        file: 'turned',
        starter: lines('def turned(grid):', '    return None'),
        solution: lines(
          'def turned(grid):',
          '    if not grid:',
          '        return []',
          `    return [[row[i] * ${factor} for row in grid] for i in range(len(grid[0]))]`,
        ),
        constraints: asked,
        tests: calls('turned', answer, {
          shown: [
            ['Two rows of three', grid(2, 3)],
            ['A single row', grid(1, 2)],
          ],
          hidden: [
            ['no rows', []],
            ['a single column', grid(3, 1)],
            ['large grids', grid(4, 5)],
          ],
        }),
      };
    },
  },
];
