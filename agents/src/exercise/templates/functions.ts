import { calls, lines, needs, type Template } from '../template.ts';
import { themes } from '../themes.ts';

/** Functions. */
export const functions: readonly Template[] = [
  {
    id: 'helper',
    topic: 'functions',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const [factor, off] = [draw.int(2, 6), draw.int(1, 5)];
      const isMost = level === 'medium';
      const score = (number: number) => Math.max(number * factor - off, 0);
      return {
        title: isMost
          ? `Points of all ${theme.things}: ${factor} for each, minus ${off}`
          : `Points of two ${theme.things}: ${factor} for each, minus ${off}`,
        task:
          `Write two functions.\n\n- \`points(number)\`: ${factor} points for each of the ${theme.amount}, minus ${off}, but never below 0.\n` +
          (isMost
            ? '- `best(numbers)`: the highest points that any number of the list gives, and 0 for an empty list.\n\nLet `best` call `points`. The tests call `best`.'
            : '- `together(first, second)`: the points of both numbers added up.\n\nLet `together` call `points`. The tests call `together`.'),
        file: 'points',
        starter: lines(
          'def points(number):',
          '    return 0',
          '',
          '',
          isMost ? 'def best(numbers):' : 'def together(first, second):',
          '    return -1',
        ),
        solution: lines(
          'def points(number):',
          `    return max(number * ${factor} - ${off}, 0)`,
          '',
          '',
          ...(isMost
            ? [
                'def best(numbers):',
                '    return max((points(number) for number in numbers), default=0)',
              ]
            : ['def together(first, second):', '    return points(first) + points(second)']),
        ),
        constraints: needs('function', 'Write the function points too.', 'points'),
        tests: isMost
          ? calls('best', (all: readonly number[]) => Math.max(0, ...all.map(score)), {
              shown: [
                ['Three numbers', draw.ints(3, 1, 12)],
                ['Nothing yet', [0, 0]],
              ],
              hidden: [
                ['an empty list', []],
                ['a single number', draw.ints(1, 1, 20)],
                ['long lists', draw.ints(10, 0, 60)],
              ],
            })
          : calls('together', (a: number, b: number) => score(a) + score(b), {
              shown: [
                ['Two numbers', draw.int(3, 9), draw.int(3, 9)],
                ['One of them is 0', 0, draw.int(4, 9)],
              ],
              hidden: [
                ['both are 0', 0, 0],
                ['large numbers', draw.int(100, 300), draw.int(100, 300)],
                ['small numbers', 1, 1],
              ],
            }),
      };
    },
  },
  {
    id: 'is-even-name',
    topic: 'functions',
    levels: ['medium'],
    make(draw) {
      const theme = draw.pick(themes);
      const [by, sign] = [draw.int(2, 4), draw.pick(['!', '?', '+', '~'])];
      const fits = (name: string) => name.length % by === 0;
      return {
        title: `A test for ${theme.things}: lengths that ${by} divides`,
        task: `Write two functions.\n\n- \`fits(name)\`: is the number of letters a multiple of ${by}? It returns \`True\` or \`False\`.\n- \`marked(names)\`: a list with every name; those that fit have \`${sign}\` at the end.\n\nLet \`marked\` call \`fits\`. The tests call \`marked\`.`,
        file: 'marked',
        starter: lines(
          'def fits(name):',
          '    return None',
          '',
          '',
          'def marked(names):',
          '    return None',
        ),
        solution: lines(
          'def fits(name):',
          `    return len(name) % ${by} == 0`,
          '',
          '',
          'def marked(names):',
          '    result = []',
          '    for name in names:',
          `        result.append(name + "${sign}" if fits(name) else name)`,
          '    return result',
        ),
        constraints: needs('function', 'Write the function fits too.', 'fits'),
        tests: calls(
          'marked',
          (names: readonly string[]) => names.map((name) => (fits(name) ? name + sign : name)),
          {
            shown: [
              ['Three names', draw.sample(theme.items, 3)],
              ['Names that grow', ['Al', 'Bob', 'Cleo']],
            ],
            hidden: [
              ['an empty list', []],
              ['many names', draw.sample(theme.items, 8)],
              ['one name', ['Abcdefghijkl'.slice(0, by * 2)]],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'twice',
    topic: 'functions',
    levels: ['hard'],
    make(draw) {
      const times = draw.int(2, 4);
      const word = ['', '', 'twice', 'three times', 'four times'][times] ?? '';
      const steps = {
        double: (x: number) => x * 2,
        add_ten: (x: number) => x + 10,
        square: (x: number) => x * x,
      };
      const answer = (name: string, value: number) => {
        const step = steps[name as keyof typeof steps];
        return Array.from({ length: times }).reduce<number>((now) => step(now), value);
      };
      return {
        title: `A function that is called ${word}`,
        task: `Write \`repeat(step, value)\`. Its first argument is a **function**: call it with the value, call it again with what it returned, ${word} in all, and return the last result. The program has three functions to try it with; the tests call \`use(name, value)\`, which looks one up and calls your \`repeat\`. Leave them as they are.`,
        file: 'repeat',
        starter: repeatProgram(['    return None']),
        solution: repeatProgram([
          `    for _ in range(${times}):`,
          '        value = step(value)',
          '    return value',
        ]),
        tests: calls('use', answer, {
          shown: [
            ['Doubling', 'double', draw.int(2, 9)],
            ['Adding ten', 'add_ten', draw.int(1, 9)],
          ],
          hidden: [
            ['squares', 'square', draw.int(2, 3)],
            ['zero', 'double', 0],
            ['negative numbers', 'add_ten', -draw.int(20, 50)],
          ],
        }),
      };
    },
  },
];

function repeatProgram(body: readonly string[]): string {
  return lines(
    'def repeat(step, value):',
    ...body,
    ...['', '', 'def double(x):', '    return x * 2'],
    ...['', '', 'def add_ten(x):', '    return x + 10'],
    ...['', '', 'def square(x):', '    return x * x'],
    ...['', '', 'def use(name, value):'],
    '    steps = {"double": double, "add_ten": add_ten, "square": square}',
    '    return repeat(steps[name], value)',
  );
}
