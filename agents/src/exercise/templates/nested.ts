import { Tuple } from '../python-value.ts';
import { calls, lines, type Template } from '../template.ts';
import { capital, themes } from '../themes.ts';

/** Nested loops. */
export const nested: readonly Template[] = [
  {
    id: 'grid-text',
    topic: 'nested',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const [full, empty] = draw.sample(['#', '.', 'o', '+', '-', 'x'], 2);
      const isFrame = level === 'medium';
      const answer = (rows: number, columns: number) =>
        Array.from({ length: rows }, (_, row) =>
          Array.from({ length: columns }, (_, column) => {
            const isEdge = row === 0 || column === 0 || row === rows - 1 || column === columns - 1;
            const isFull = isFrame ? isEdge : (row + column) % 2 === 0;
            return isFull ? full : empty;
          }).join(''),
        );
      return {
        title: isFrame ? `A frame of ${full} around ${empty}` : `A board of ${full} and ${empty}`,
        task: isFrame
          ? `Write \`board(rows, columns)\`: a list of texts, one for each row. The edge is made of \`${full}\`, everything inside of \`${empty}\`.`
          : `Write \`board(rows, columns)\`: a list of texts, one for each row. The signs \`${full}\` and \`${empty}\` take turns in both directions, like on a chess board, and the first sign of the first row is \`${full}\`.`,
        file: 'board',
        starter: lines('def board(rows, columns):', '    return None'),
        solution: lines(
          'def board(rows, columns):',
          '    result = []',
          '    for row in range(rows):',
          '        line = ""',
          '        for column in range(columns):',
          isFrame
            ? '            if row in (0, rows - 1) or column in (0, columns - 1):'
            : '            if (row + column) % 2 == 0:',
          `                line += "${full}"`,
          '            else:',
          `                line += "${empty}"`,
          '        result.append(line)',
          '    return result',
        ),
        tests: calls('board', answer, {
          shown: [
            ['Three rows of four', 3, 4],
            ['Two rows', 2, 3],
          ],
          hidden: [
            ['a single sign', 1, 1],
            ['large boards', draw.int(5, 8), draw.int(5, 9)],
            ['no rows', 0, 3],
          ],
        }),
      };
    },
  },
  {
    id: 'table-of',
    topic: 'nested',
    levels: ['medium'],
    make(draw) {
      const start = draw.int(2, 6);
      const add = draw.int(1, 5);
      const answer = (size: number) =>
        Array.from({ length: size }, (_, row) =>
          Array.from({ length: size }, (_, column) => (start + row) * (column + 1) + add),
        );
      return {
        title: `A table from ${start}, plus ${add}`,
        task: `Write \`table(size)\`: a list of rows, and each row is a list of numbers. The first row belongs to ${start}, the next to ${start + 1} and so on. In each row stand the number of the row times 1, times 2, … up to \`size\`, each plus ${add}.`,
        file: 'table',
        starter: lines('def table(size):', '    return None'),
        solution: lines(
          'def table(size):',
          '    rows = []',
          `    for number in range(${start}, ${start} + size):`,
          '        row = []',
          '        for times in range(1, size + 1):',
          `            row.append(number * times + ${add})`,
          '        rows.append(row)',
          '    return rows',
        ),
        tests: calls('table', answer, {
          shown: [
            ['Two rows', 2],
            ['Three rows', 3],
          ],
          hidden: [
            ['a single number', 1],
            ['no rows', 0],
            ['large tables', draw.int(5, 7)],
          ],
        }),
      };
    },
  },
  {
    id: 'pairs',
    topic: 'nested',
    levels: ['hard'],
    make(draw) {
      const theme = draw.pick(themes);
      const sum = draw.int(10, 20);
      const answer = (numbers: readonly number[]) =>
        numbers.flatMap((a, at) =>
          numbers
            .slice(at + 1)
            .filter((b) => a + b === sum)
            .map((b) => new Tuple(a, b)),
        );
      return {
        title: `${capital(theme.amount)} that make ${sum} together`,
        task: `Two ${theme.things} fit together when their ${theme.amount} make exactly ${sum}. Write \`pairs(numbers)\`: a list of tuples with the two numbers of each pair, the one that stands first in the list in front. Pairs come in the order of their first number, then of their second. A number is never paired with itself, but the same number may stand in the list twice.`,
        file: 'pairs',
        starter: lines('def pairs(numbers):', '    return None'),
        solution: lines(
          'def pairs(numbers):',
          '    result = []',
          '    for i in range(len(numbers)):',
          '        for j in range(i + 1, len(numbers)):',
          `            if numbers[i] + numbers[j] == ${sum}:`,
          '                result.append((numbers[i], numbers[j]))',
          '    return result',
        ),
        tests: calls('pairs', answer, {
          shown: [
            ['One pair', [3, sum - 3, 1]],
            ['No pair', [1, 2]],
          ],
          hidden: [
            ['several pairs', [4, sum - 4, 2, sum - 2, 4]],
            ['the same number twice', sum % 2 === 0 ? [sum / 2, sum / 2] : [1, 1, sum - 1]],
            ['an empty list', []],
            ['long lists', draw.ints(10, 1, sum)],
          ],
        }),
      };
    },
  },
];
