import { calls, lines, type Template } from '../template.ts';
import { capital, themes } from '../themes.ts';
import { leaveTryWith, tryWith } from './try-with.ts';

/** CSV and JSON. */
export const csvAndJson: readonly Template[] = [
  {
    id: 'csv-total',
    topic: 'csv',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const isOver = level === 'medium';
      const limit = draw.int(5, 12);
      const head = `name,${theme.amount}`;
      const answer = (all: readonly string[]) => {
        const numbers = all.slice(1).map((line) => Number(line.split(',')[1]));
        return numbers.filter((each) => !isOver || each > limit).reduce((a, b) => a + b, 0);
      };
      const row = (name: string) => `${name},${draw.int(1, 20)}`;
      const some = (count: number) => [head, ...draw.sample(theme.items, count).map(row)];
      return {
        title: isOver
          ? `A CSV file: ${theme.amount} above ${limit}`
          : `A CSV file: all ${theme.amount}`,
        task: `A CSV file begins with the line \`${head}\`. Each further line holds a name and a number. Write \`total(path)\`: the sum of ${isOver ? `those numbers that are above ${limit}` : 'all numbers'}. The module \`csv\` reads such files: \`csv.DictReader(file)\`.\n\n${leaveTryWith}`,
        file: 'table',
        starter: lines(
          'import csv',
          '',
          '',
          'def total(path):',
          '    return -1',
          ...tryWith('total', 'table.csv'),
        ),
        solution: lines(
          ...['import csv', '', '', 'def total(path):', '    result = 0'],
          '    with open(path, newline="") as file:',
          '        for row in csv.DictReader(file):',
          `            number = int(row["${theme.amount}"])`,
          ...(isOver
            ? [`            if number > ${limit}:`, '                result += number']
            : ['            result += number']),
          '    return result',
          ...tryWith('total', 'table.csv'),
        ),
        tests: calls('try_with', answer, {
          shown: [
            ['Three lines', some(3)],
            ['One line', some(1)],
          ],
          hidden: [
            ['only the first line', [head]],
            ['many lines', some(8)],
            ['at the limit', [head, `Kay,${limit}`, `Jo,${limit + 1}`]],
          ],
        }),
      };
    },
  },
  {
    id: 'csv-best',
    topic: 'csv',
    levels: ['hard'],
    make(draw) {
      const theme = draw.pick(themes);
      const isLow = draw.int(0, 1) === 1;
      const head = 'name,first,second';
      const answer = (all: readonly string[]) => {
        let best: [string, number] | undefined;
        for (const line of all.slice(1)) {
          const [name = '', first, second] = line.split(',');
          const sum = Number(first) + Number(second);
          if (!best || (isLow ? sum < best[1] : sum > best[1])) best = [name, sum];
        }
        return best?.[0] ?? null;
      };
      const row = (name: string) => `${name},${draw.int(1, 20)},${draw.int(1, 20)}`;
      const some = (count: number) => [head, ...draw.sample(theme.items, count).map(row)];
      return {
        title: `A CSV file of two days: the ${isLow ? 'fewest' : 'most'} ${theme.amount}`,
        task: `A CSV file begins with the line \`${head}\`. Each further line holds the ${theme.amount} of two days. Write \`best(path)\`: the name with the ${isLow ? 'fewest' : 'most'} ${theme.amount} on both days together. When two have the same, the first one in the file counts; in a file without further lines it is \`None\`.\n\n${leaveTryWith}`,
        file: 'days',
        starter: lines(
          'import csv',
          '',
          '',
          'def best(path):',
          '    return ""',
          ...tryWith('best', 'days.csv'),
        ),
        solution: lines(
          ...['import csv', '', '', 'def best(path):', '    winner = None', '    record = None'],
          '    with open(path, newline="") as file:',
          '        for row in csv.DictReader(file):',
          '            total = int(row["first"]) + int(row["second"])',
          `            if record is None or total ${isLow ? '<' : '>'} record:`,
          '                winner, record = row["name"], total',
          '    return winner',
          ...tryWith('best', 'days.csv'),
        ),
        tests: calls('try_with', answer, {
          shown: [
            ['Three lines', some(3)],
            ['Numbers, not texts', [head, 'Kay,9,9', 'Jo,10,10']],
          ],
          hidden: [
            ['only the first line', [head]],
            ['the same sum', [head, 'Ed,4,6', 'Flo,7,3']],
            ['many lines', some(8)],
          ],
        }),
      };
    },
  },
  {
    id: 'json-read',
    topic: 'json',
    levels: ['easy', 'medium', 'hard'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const least = draw.int(4, 10);
      type Entry = readonly [name: string, number: number, ...tags: string[]];
      const text = (all: readonly Entry[]) =>
        JSON.stringify(
          all.map(([name, number, ...tags]) => ({
            ...{ name, [theme.amount]: number },
            ...(level === 'hard' ? { tags } : {}),
          })),
        );
      const [x, y] = ['new', 'loud'];
      const read = (json: string): Record<string, string | number | string[]>[] => JSON.parse(json);
      const answer = (json: string) => {
        const all = read(json);
        if (level === 'easy') return all.map(({ name }) => String(name));
        if (level === 'medium') {
          return all.flatMap((one) =>
            Number(one[theme.amount]) >= least ? [String(one['name'])] : [],
          );
        }
        const sums = new Map<string, number>();
        for (const one of all) {
          for (const tag of one['tags'] as string[]) {
            sums.set(tag, (sums.get(tag) ?? 0) + Number(one[theme.amount]));
          }
        }
        return sums;
      };
      const some = (count: number): Entry[] =>
        draw
          .sample(theme.items, count)
          .map((name) => [
            name,
            draw.int(1, 15),
            ...draw.sample([x ?? '', y ?? ''], draw.int(0, 2)),
          ]);
      const task = {
        easy: 'Write `names(text)`: the list of all names.',
        medium: `Write \`names(text)\`: the list of the names with ${least} or more ${theme.amount}.`,
        hard: `Each also has \`tags\`, a list of words. Write \`names(text)\`: a dictionary that says for each tag how many ${theme.amount} all with this tag have together.`,
      }[level];
      const body = {
        easy: ['    return [one["name"] for one in json.loads(text)]'],
        medium: [
          `    return [one["name"] for one in json.loads(text) if one["${theme.amount}"] >= ${least}]`,
        ],
        hard: [
          '    result = {}',
          '    for one in json.loads(text):',
          '        for tag in one["tags"]:',
          `            result[tag] = result.get(tag, 0) + one["${theme.amount}"]`,
          '    return result',
        ],
      }[level];
      return {
        title: {
          easy: `Names of ${theme.things} out of JSON`,
          medium: `${capital(theme.things)} out of JSON with ${least} ${theme.amount}`,
          hard: `Tags of ${theme.things} out of JSON`,
        }[level],
        task: `A text in JSON is a list of ${theme.things}, and each has a \`name\` and a number of \`${theme.amount}\`. ${task} The module \`json\` reads it: \`json.loads(text)\`.`,
        file: 'reader',
        starter: lines('import json', '', '', 'def names(text):', '    return None'),
        solution: lines('import json', '', '', 'def names(text):', ...body),
        tests: calls('names', answer, {
          shown: [
            [
              'Two entries',
              text([
                ['Kay', least, 'new'],
                ['Jo', least - 1, 'new', 'loud'],
              ]),
            ],
            ['Three entries', text(some(3))],
          ],
          hidden: [
            ['an empty list', text([])],
            ['many entries', text(some(7))],
            ['many entries', text(some(6))],
          ],
        }),
      };
    },
  },
];
