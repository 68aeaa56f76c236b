import { calls, lines, needs, type Template } from '../template.ts';
import { capital, people, themes } from '../themes.ts';

const askFor = needs('for', 'Use a for loop: that is what this exercise is about.');

/** For loops. */
export const forLoops: readonly Template[] = [
  {
    id: 'sum-over',
    topic: 'for',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const limit = draw.int(4, 12);
      return {
        title: `${capital(theme.amount)} above ${limit}`,
        task: `A list holds the ${theme.amount} of several ${theme.things}. Write \`total(numbers)\`: add up only those that are above ${limit}. Use a \`for\` loop.`,
        file: 'total',
        starter: lines('def total(numbers):', '    result = 0', '    return None'),
        solution: lines(
          'def total(numbers):',
          '    result = 0',
          '    for number in numbers:',
          `        if number > ${limit}:`,
          '            result += number',
          '    return result',
        ),
        constraints: askFor,
        tests: calls(
          'total',
          (numbers: readonly number[]) =>
            numbers.filter((each) => each > limit).reduce((a, b) => a + b, 0),
          {
            shown: [
              ['Some are above', [limit + 1, limit - 1, limit + 5]],
              ['None is above', [limit - 3, 1]],
            ],
            hidden: [
              ['exactly at the limit', [limit, limit + 1]],
              ['an empty list', []],
              ['long lists', draw.ints(12, 0, limit * 2)],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'count-to',
    topic: 'for',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const step = draw.int(2, 7);
      const other = step + draw.int(1, 3);
      const isBoth = level === 'medium';
      const fits = (number: number) => number % step === 0 && (!isBoth || number % other !== 0);
      const answer = (last: number) =>
        Array.from({ length: last }, (_, at) => at + 1).filter(fits).length;
      return {
        title: isBoth ? `Multiples of ${step}, but not of ${other}` : `Multiples of ${step}`,
        task: `Write \`multiples(last)\`: how many numbers from 1 to \`last\`, both included, are multiples of ${step}${isBoth ? ` but not of ${other}` : ''}? Use a \`for\` loop with \`range\`.`,
        file: 'multiples',
        starter: lines('def multiples(last):', '    return -1'),
        solution: lines(
          'def multiples(last):',
          '    count = 0',
          '    for number in range(1, last + 1):',
          isBoth
            ? `        if number % ${step} == 0 and number % ${other} != 0:`
            : `        if number % ${step} == 0:`,
          '            count += 1',
          '    return count',
        ),
        constraints: askFor,
        tests: calls('multiples', answer, {
          shown: [
            ['To twenty-five', 25],
            ['The last one counts', step * other],
          ],
          hidden: [
            ['too few numbers', step - 1],
            ['the last one counts', step],
            ['many numbers', draw.int(200, 400)],
            ['no numbers', 0],
          ],
        }),
      };
    },
  },
  {
    id: 'longest',
    topic: 'for',
    levels: ['medium'],
    make(draw) {
      const theme = draw.pick(themes);
      const letter = draw.pick(['e', 'a', 'o', 'i']);
      const answer = (names: readonly string[]) => {
        const all = names.filter((name) => name.toLowerCase().includes(letter));
        return all.reduce<string | null>(
          (best, name) => (best === null || name.length > best.length ? name : best),
          null,
        );
      };
      return {
        title: `The longest of the ${theme.things} with ${letter}`,
        task: `Write \`longest(names)\`: the longest name in which the letter \`${letter}\` stands, small or capital. When two are equally long, the first one counts; when there is none, return \`None\`.`,
        file: 'longest',
        starter: lines('def longest(names):', '    return ""'),
        solution: lines(
          'def longest(names):',
          '    best = None',
          '    for name in names:',
          `        if "${letter}" in name.lower():`,
          '            if best is None or len(name) > len(best):',
          '                best = name',
          '    return best',
        ),
        constraints: askFor,
        tests: calls('longest', answer, {
          shown: [
            ['Several names', draw.sample(theme.items, 4)],
            ['Nobody', ['Fyn', 'Lynn']],
          ],
          hidden: [
            ['equally long', [`B${letter}n`, `T${letter}m`, 'Lynx']],
            ['many names', [...draw.sample(theme.items, 5), ...draw.sample(people, 3)]],
            ['an empty list', []],
            ['a capital letter', [`${letter.toUpperCase()}lf`, 'Grytt']],
          ],
        }),
      };
    },
  },
  {
    id: 'streak',
    topic: 'for',
    levels: ['hard'],
    make(draw) {
      const theme = draw.pick(themes);
      const limit = draw.int(3, 9);
      const answer = (numbers: readonly number[]) => {
        let [now, best] = [0, 0];
        for (const each of numbers) {
          now = each >= limit ? now + 1 : 0;
          best = Math.max(best, now);
        }
        return best;
      };
      return {
        title: `The longest run of ${limit} or more ${theme.amount}`,
        task: `A list holds the ${theme.amount} of each day. Write \`run(numbers)\`: the largest number of days in a row with ${limit} or more ${theme.amount}.`,
        file: 'streak',
        starter: lines('def run(numbers):', '    return -1'),
        solution: lines(
          'def run(numbers):',
          '    best = 0',
          '    now = 0',
          '    for number in numbers:',
          `        if number >= ${limit}:`,
          '            now += 1',
          '            best = max(best, now)',
          '        else:',
          '            now = 0',
          '    return best',
        ),
        constraints: askFor,
        tests: calls('run', answer, {
          shown: [
            ['Two runs', [limit, limit + 2, 0, limit + 1]],
            ['No run', [0, 1, 2]],
          ],
          hidden: [
            ['the run is at the end', [0, limit, limit, limit]],
            ['every day', [limit, limit]],
            ['an empty list', []],
            ['long lists', draw.ints(20, 0, limit * 2)],
          ],
        }),
      };
    },
  },
];
