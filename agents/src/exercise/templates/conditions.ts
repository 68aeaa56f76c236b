import { calls, lines, type Template } from '../template.ts';
import { capital, people, themes } from '../themes.ts';

/** Conditions. */
export const conditions: readonly Template[] = [
  {
    id: 'winner',
    topic: 'conditions',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const [a = '', b = ''] = draw.sample(theme.items, 2);
      const even = draw.pick(['draw', 'tie', 'level', 'equal']);
      return {
        title: `${capital(a)} or ${capital(b)}?`,
        task: `Write \`winner(first, second)\`. The numbers are the ${theme.amount} of \`${a}\` and of \`${b}\`. Return the name of the one with more, or \`"${even}"\` when both have the same.`,
        file: 'winner',
        starter: lines('def winner(first, second):', '    return ""'),
        solution: lines(
          'def winner(first, second):',
          '    if first > second:',
          `        return "${a}"`,
          '    if second > first:',
          `        return "${b}"`,
          `    return "${even}"`,
        ),
        tests: calls(
          'winner',
          (first: number, second: number) => (first > second ? a : second > first ? b : even),
          {
            shown: [
              ['The first has more', draw.int(5, 9), draw.int(0, 4)],
              ['The second has more', draw.int(0, 4), draw.int(5, 9)],
              ['The same', 3, 3],
            ],
            hidden: [
              ['just one more', 8, 7],
              ['nobody has any', 0, 0],
              ['large numbers', draw.int(100, 200), draw.int(201, 300)],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'between',
    topic: 'conditions',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const low = draw.int(5, 15);
      const high = low + draw.int(5, 15);
      const day = draw.int(2, 5);
      const isRule = level === 'medium';
      const theme = draw.pick(themes);
      const fits = (number: number) => number >= low && number <= high;
      return {
        title: isRule ? `Open from ${low} to ${high}, with a ticket` : `Between ${low} and ${high}`,
        task: isRule
          ? `The ${theme.name} club lets people in who are from ${low} to ${high} years old, and others only with ${day} or more tickets. Write \`may_enter(age, tickets)\`, which returns \`True\` or \`False\`.`
          : `The ${theme.name} club is for people from ${low} to ${high} years, both included. Write \`may_enter(age)\`, which returns \`True\` or \`False\`.`,
        file: 'club',
        starter: isRule
          ? lines('def may_enter(age, tickets):', '    return None')
          : lines('def may_enter(age):', '    return None'),
        solution: isRule
          ? lines(
              'def may_enter(age, tickets):',
              `    return ${low} <= age <= ${high} or tickets >= ${day}`,
            )
          : lines('def may_enter(age):', `    return ${low} <= age <= ${high}`),
        tests: isRule
          ? calls('may_enter', (age: number, tickets: number) => fits(age) || tickets >= day, {
              shown: [
                ['The right age', low + 2, 0],
                ['Too young, no tickets', low - 2, 0],
                ['Too old, with tickets', high + 3, day],
              ],
              hidden: [
                ['at the edge', high, 0],
                ['at the edge', low, 0],
                ['one ticket short', low - 1, day - 1],
                ['many tickets', high + 1, day + 4],
              ],
            })
          : calls('may_enter', fits, {
              shown: [
                ['Somewhere between', low + 2],
                ['Too young', low - 3],
                ['Too old', high + 4],
              ],
              hidden: [
                ['at the edge', low],
                ['at the edge', high],
                ['just outside', low - 1],
                ['just outside', high + 1],
              ],
            }),
      };
    },
  },
  {
    id: 'bands',
    topic: 'conditions',
    levels: ['medium'],
    make(draw) {
      const theme = draw.pick(themes);
      const first = draw.int(5, 15);
      const second = first + draw.int(5, 15);
      const [low, middle, high] = draw.pick([
        ['few', 'some', 'many'],
        ['bronze', 'silver', 'gold'],
        ['calm', 'busy', 'wild'],
      ] as const);
      const answer = (number: number) => (number < first ? low : number < second ? middle : high);
      return {
        title: `${capital(low)}, ${middle} or ${high}: ${theme.amount}`,
        task: `A ${theme.thing} with fewer than ${first} ${theme.amount} is called \`"${low}"\`, from ${first} on \`"${middle}"\`, and from ${second} on \`"${high}"\`. Write \`label(number)\`.`,
        file: 'label',
        starter: lines('def label(number):', '    return ""'),
        solution: lines(
          'def label(number):',
          `    if number < ${first}:`,
          `        return "${low}"`,
          `    if number < ${second}:`,
          `        return "${middle}"`,
          `    return "${high}"`,
        ),
        tests: calls('label', answer, {
          shown: [
            ['A small number', first - 2],
            ['In the middle', first + 2],
            ['A large number', second + 5],
          ],
          hidden: [
            ['at the edge', first],
            ['at the edge', second],
            ['just below an edge', first - 1],
            ['just below an edge', second - 1],
            ['zero', 0],
          ],
        }),
      };
    },
  },
  {
    id: 'fare',
    topic: 'conditions',
    levels: ['hard'],
    make(draw) {
      const who = draw.pick(people);
      const base = draw.int(6, 12) * 2;
      const extra = draw.int(3, 6);
      const age = draw.int(11, 15);
      const answer = (years: number, zones: number, hasCard: boolean) => {
        const fare = base + Math.max(0, zones - 2) * extra;
        if (years < 6) return 0;
        const half = years < age ? Math.floor(fare / 2) : fare;
        return hasCard ? Math.max(half - 3, 1) : half;
      };
      return {
        title: `${who}'s tram fare of ${base}`,
        task: `Write \`fare(age, zones, has_card)\`.\n\n- Two zones or fewer cost ${base}; each further zone adds ${extra}.\n- Children under 6 travel for 0, whatever else is true.\n- Those under ${age} pay half, rounded down.\n- A card then takes 3 off, but a fare is never below 1.`,
        file: 'fare',
        starter: lines('def fare(age, zones, has_card):', `    return ${base + 1}`),
        solution: lines(
          'def fare(age, zones, has_card):',
          '    if age < 6:',
          '        return 0',
          `    price = ${base}`,
          '    if zones > 2:',
          `        price += (zones - 2) * ${extra}`,
          `    if age < ${age}:`,
          '        price //= 2',
          '    if has_card:',
          '        price = max(price - 3, 1)',
          '    return price',
        ),
        tests: calls('fare', answer, {
          shown: [
            ['A grown-up', 30, 2, false],
            ['A child of ten', 10, 3, false],
            ['With a card', 40, 5, true],
          ],
          hidden: [
            ['small children', 5, 4, true],
            ['at the edge of an age', age, 1, false],
            ['at the edge of an age', 6, 2, true],
            ['everything at once', age - 1, draw.int(4, 9), true],
          ],
        }),
      };
    },
  },
];
