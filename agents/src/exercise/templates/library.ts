import { Float, Tuple } from '../python-value.ts';
import { calls, lines, type Template } from '../template.ts';
import { themes } from '../themes.ts';

/** Modules of the standard library. */
export const library: readonly Template[] = [
  {
    id: 'lib-counter',
    topic: 'library',
    levels: ['medium'],
    make(draw) {
      const theme = draw.pick(themes);
      const count = draw.int(1, 2);
      const answer = (text: string) => {
        const counts = new Map<string, number>();
        for (const word of text
          .toLowerCase()
          .split(/\s+/)
          .filter((each) => each !== '')) {
          counts.set(word, (counts.get(word) ?? 0) + 1);
        }
        return [...counts]
          .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
          .slice(0, count)
          .map(([word, number]) => new Tuple(word, number));
      };
      const [a = '', b = '', c = ''] = draw.sample(theme.items, 3);
      return {
        title: `The ${count === 1 ? 'most frequent word' : 'two most frequent words'} about ${theme.things}`,
        task: `Write \`frequent(text)\`: a list of the ${count === 1 ? 'one most frequent word' : 'two most frequent words'} of the text, as ${count === 1 ? 'a tuple' : 'tuples'} of the word in small letters and how often it stands there. Of words that are equally frequent the alphabetically first one comes first. \`Counter\` from the module \`collections\` counts.`,
        file: 'frequent',
        starter: lines(
          'from collections import Counter',
          '',
          '',
          'def frequent(text):',
          '    return None',
        ),
        solution: lines(
          ...['from collections import Counter', '', '', 'def frequent(text):'],
          '    counts = Counter(text.lower().split())',
          '    in_order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))',
          `    return in_order[:${count}]`,
        ),
        tests: calls('frequent', answer, {
          shown: [
            ['Five words', `${a} ${b} ${a} ${c} ${a}`],
            ['Capital letters', `${b.toUpperCase()} ${b.toLowerCase()} ${c}`],
          ],
          hidden: [
            ['no words', ''],
            ['equally frequent', 'pear fig'],
            ['many words', [...theme.items, a, b, a, c, c, c].join('  ')],
          ],
        }),
      };
    },
  },
  {
    id: 'lib-date',
    topic: 'library',
    levels: ['medium', 'hard'],
    make(draw, level) {
      const days = draw.int(10, 60);
      const theme = draw.pick(themes);
      const isWeekend = level === 'hard';
      const dayMs = 86_400_000;
      const answer = (text: string) => {
        let at = Date.parse(`${text}T00:00:00Z`) + days * dayMs;
        if (isWeekend) while ([0, 6].includes(new Date(at).getUTCDay())) at += dayMs;
        return new Date(at).toISOString().slice(0, 10);
      };
      const some = () =>
        `20${draw.int(20, 29)}-${String(draw.int(1, 12)).padStart(2, '0')}-${String(draw.int(1, 28)).padStart(2, '0')}`;
      return {
        title: isWeekend
          ? `${days} days to the next ${theme.name} day, never a weekend`
          : `${days} days to the next ${theme.name} day`,
        task:
          `The next ${theme.name} day is ${days} days after the last one. Write \`next_day(text)\`: it gets a date as text, such as \`2026-03-01\`, and returns the date of the next one in the same form.` +
          (isWeekend
            ? ' When that is a Saturday or a Sunday, it is put off to the Monday after.'
            : '') +
          ' The module `datetime` knows months and leap years: `date.fromisoformat(text)` and `timedelta(days=…)`.',
        file: 'days',
        starter: lines(
          'from datetime import date, timedelta',
          '',
          '',
          'def next_day(text):',
          '    return text',
        ),
        solution: lines(
          ...['from datetime import date, timedelta', '', '', 'def next_day(text):'],
          `    day = date.fromisoformat(text) + timedelta(days=${days})`,
          ...(isWeekend
            ? ['    while day.weekday() >= 5:', '        day += timedelta(days=1)']
            : []),
          '    return day.isoformat()',
        ),
        tests: calls('next_day', answer, {
          shown: [
            ['In spring', '2026-03-01'],
            ['At the end of the year', '2026-12-20'],
          ],
          hidden: [
            ['leap years', '2024-02-01'],
            ['other days', some()],
            ['other days', some()],
            ['other days', some()],
          ],
        }),
      };
    },
  },
  {
    id: 'lib-math',
    topic: 'library',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const size = draw.int(3, 9);
      return {
        title: `Vans with ${size} seats for the ${theme.name} trip`,
        task: `Everybody goes on the ${theme.name} trip in vans with ${size} seats. Write \`vans(people)\`: how many vans are needed? \`math.ceil\` of the module \`math\` rounds up.`,
        file: 'vans',
        starter: lines('import math', '', '', 'def vans(people):', '    return -1'),
        solution: lines(
          ...['import math', '', '', 'def vans(people):', `    return math.ceil(people / ${size})`],
        ),
        tests: calls('vans', (count: number) => Math.ceil(count / size), {
          shown: [
            ['One van is not full', size * 2 + 1],
            ['All vans are full', size * 3],
          ],
          hidden: [
            ['nobody goes', 0],
            ['a single person', 1],
            ['many people', draw.int(100, 300)],
          ],
        }),
      };
    },
  },
  {
    id: 'lib-mean',
    topic: 'library',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const other = draw.int(1, 9);
      const isMedian = level === 'medium';
      const answer = (numbers: readonly number[]) => {
        if (numbers.length === 0) return new Float(other);
        if (!isMedian) return new Float(numbers.reduce((a, b) => a + b, 0) / numbers.length);
        const all = [...numbers].sort((a, b) => a - b);
        const at = Math.floor((all.length - 1) / 2);
        return new Float(((all[at] ?? 0) + (all[all.length - 1 - at] ?? 0)) / 2);
      };
      return {
        title: isMedian
          ? `The middle number of ${theme.amount}, or ${other}`
          : `The mean of ${theme.amount}, or ${other}`,
        task: `Write \`usual(numbers)\`: the ${isMedian ? 'median (the number in the middle)' : 'mean'} of the ${theme.amount} in the list, and ${other} for an empty list. The module \`statistics\` has a function for it.`,
        file: 'usual',
        starter: lines('import statistics', '', '', 'def usual(numbers):', '    return -1'),
        solution: lines(
          ...['import statistics', '', '', 'def usual(numbers):', '    if not numbers:'],
          ...[
            `        return ${other}`,
            `    return statistics.${isMedian ? 'median' : 'mean'}(numbers)`,
          ],
        ),
        tests: calls('usual', answer, {
          compare: { kind: 'number', absolute: 1e-9, relative: 1e-9 },
          shown: [
            ['Three numbers', draw.ints(3, 1, 20)],
            ['Two numbers', [3, 8]],
          ],
          hidden: [
            ['an empty list', []],
            ['a single number', draw.ints(1, 1, 9)],
            ['long lists', draw.ints(11, 0, 60)],
          ],
        }),
      };
    },
  },
];
