import { calls, lines, needs, type Template } from '../template.ts';
import { capital, people, themes } from '../themes.ts';

const asked = needs(
  'comprehension',
  'Use a list comprehension: that is what this exercise is about.',
);
const use = 'Use a list comprehension.';

/** List comprehensions: the first ones. */
export const comprehensions: readonly Template[] = [
  {
    id: 'comp-change',
    topic: 'comprehensions',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const [factor, add] = [draw.int(2, 5), draw.int(1, 9)];
      return {
        title: `${capital(theme.amount)} times ${factor} plus ${add}`,
        task: `Write \`changed(numbers)\`: a new list in which every number of ${theme.amount} is multiplied by ${factor}, and then ${add} is added. ${use}`,
        file: 'changed',
        starter: lines('def changed(numbers):', '    return None'),
        solution: lines(
          'def changed(numbers):',
          `    return [number * ${factor} + ${add} for number in numbers]`,
        ),
        constraints: asked,
        tests: calls(
          'changed',
          (numbers: readonly number[]) => numbers.map((each) => each * factor + add),
          {
            shown: [
              ['Three numbers', draw.ints(3, 1, 9)],
              ['Zero counts too', [0, 4]],
            ],
            hidden: [
              ['an empty list', []],
              ['negative numbers', [-2, -7, 3]],
              ['long lists', draw.ints(12, 0, 40)],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'comp-keep',
    topic: 'comprehensions',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const limit = draw.int(5, 15);
      const isOver = draw.int(0, 1) === 1;
      const word = isOver ? 'more' : 'fewer';
      return {
        title: `Only ${word} than ${limit} ${theme.amount}`,
        task: `Write \`kept(numbers)\`: a new list with only those numbers that are ${isOver ? 'larger' : 'smaller'} than ${limit}, in the same order. ${use}`,
        file: 'kept',
        starter: lines('def kept(numbers):', '    return None'),
        solution: lines(
          'def kept(numbers):',
          `    return [number for number in numbers if number ${isOver ? '>' : '<'} ${limit}]`,
        ),
        constraints: asked,
        tests: calls(
          'kept',
          (numbers: readonly number[]) =>
            numbers.filter((each) => (isOver ? each > limit : each < limit)),
          {
            shown: [
              ['Some stay', [limit - 2, limit + 3, limit + 1, limit - 4]],
              ['None stays', isOver ? [1, 2] : [limit + 5, limit + 6]],
            ],
            hidden: [
              ['exactly at the limit', [limit, limit - 1, limit + 1]],
              ['an empty list', []],
              ['long lists', draw.ints(14, 0, limit * 2)],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'comp-names',
    topic: 'comprehensions',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const [method, said] = draw.pick([
        ['upper', 'in capital letters'],
        ['lower', 'in small letters'],
      ] as const);
      const longer = draw.int(3, 5);
      const answer = (names: readonly string[]) =>
        names
          .filter((name) => name.length > longer)
          .map((name) => (method === 'upper' ? name.toUpperCase() : name.toLowerCase()));
      return {
        title: `${capital(theme.things)} with more than ${longer} letters, ${said}`,
        task: `Write \`names_of(names)\`: a new list with the names that have more than ${longer} letters, ${said}. ${use}`,
        file: 'names_of',
        starter: lines('def names_of(names):', '    return None'),
        solution: lines(
          'def names_of(names):',
          `    return [name.${method}() for name in names if len(name) > ${longer}]`,
        ),
        constraints: asked,
        tests: calls('names_of', answer, {
          shown: [
            ['Four names', draw.sample(theme.items, 4)],
            ['None is long enough', ['Bo', 'Al']],
          ],
          hidden: [
            ['an empty list', []],
            ['just as many letters', ['Abcdefg'.slice(0, longer), 'Abcdefg'.slice(0, longer + 1)]],
            ['many names', [...draw.sample(theme.items, 6), ...draw.sample(people, 2)]],
          ],
        }),
      };
    },
  },
  {
    id: 'comp-range',
    topic: 'comprehensions',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const isSquare = level === 'easy';
      const step = draw.int(2, 6);
      const rest = draw.int(1, step - 1);
      const answer = (last: number) => {
        const all = Array.from({ length: last }, (_, at) => at + 1);
        return isSquare
          ? all.map((each) => each * each + step)
          : all.filter((each) => each % step === rest).map((each) => each * each);
      };
      return {
        title: isSquare
          ? `Squares plus ${step}`
          : `Squares of numbers that leave ${rest} when divided by ${step}`,
        task: isSquare
          ? `Write \`squares(last)\`: a list of the squares of the numbers from 1 to \`last\`, both included, each plus ${step}. ${use}`
          : `Write \`squares(last)\`: look at the numbers from 1 to \`last\`, both included, and take those that leave ${rest} when they are divided by ${step}. Return the list of their squares. ${use}`,
        file: 'squares',
        starter: lines('def squares(last):', '    return None'),
        solution: lines(
          'def squares(last):',
          isSquare
            ? `    return [number**2 + ${step} for number in range(1, last + 1)]`
            : `    return [number**2 for number in range(1, last + 1) if number % ${step} == ${rest}]`,
        ),
        constraints: asked,
        tests: calls('squares', answer, {
          shown: [
            ['To five', 5],
            ['To eight', 8],
          ],
          hidden: [
            ['no numbers', 0],
            ['a single number', 1],
            ['many numbers', draw.int(20, 40)],
          ],
        }),
      };
    },
  },
];
