import { calls, lines, needs, type Template } from '../template.ts';
import { people, themes } from '../themes.ts';

const askWhile = needs('while', 'Use a while loop: that is what this exercise is about.');

/** While loops. */
export const whileLoops: readonly Template[] = [
  {
    id: 'halve',
    topic: 'while',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const by = draw.int(2, 4);
      const end = draw.int(1, 5);
      const theme = draw.pick(themes);
      const isList = level === 'medium';
      const steps = (start: number) => {
        const all = [start];
        for (let now = start; now > end; all.push(now)) now = Math.floor(now / by);
        return all;
      };
      return {
        title: isList ? `Down to ${end} by ${by}, every step` : `Down to ${end} by ${by}`,
        task: `A pile of ${theme.amount} is divided by ${by} again and again, without the rest (\`//\`), while it is larger than ${end}. Write \`steps(pile)\`, with a \`while\` loop: ${isList ? 'a list with all sizes of the pile, from the first to the last' : 'how many times is it divided?'}`,
        file: 'pile',
        starter: lines('def steps(pile):', `    return ${isList ? '[]' : '-1'}`),
        solution: isList
          ? lines(
              'def steps(pile):',
              '    sizes = [pile]',
              `    while pile > ${end}:`,
              `        pile //= ${by}`,
              '        sizes.append(pile)',
              '    return sizes',
            )
          : lines(
              'def steps(pile):',
              '    count = 0',
              `    while pile > ${end}:`,
              `        pile //= ${by}`,
              '        count += 1',
              '    return count',
            ),
        constraints: askWhile,
        tests: calls('steps', (pile: number) => (isList ? steps(pile) : steps(pile).length - 1), {
          shown: [
            ['A pile of 50', 50],
            ['A small pile', end + by],
          ],
          hidden: [
            ['small already', end],
            ['large piles', draw.int(1000, 9000)],
            ['just above', end + 1],
          ],
        }),
      };
    },
  },
  {
    id: 'saving',
    topic: 'while',
    levels: ['medium'],
    make(draw) {
      const who = draw.pick(people);
      const [each, gift] = [draw.int(3, 9), draw.int(5, 15)];
      const every = draw.int(3, 5);
      const answer = (goal: number) => {
        let [weeks, saved] = [0, 0];
        while (saved < goal) {
          weeks += 1;
          saved += each + (weeks % every === 0 ? gift : 0);
        }
        return weeks;
      };
      return {
        title: `${who} saves ${each} a week`,
        task: `${who} saves ${each} coins every week, and in every ${every}th week another ${gift}. Write \`weeks(goal)\`, with a \`while\` loop: after how many weeks are there at least \`goal\` coins?`,
        file: 'saving',
        starter: lines('def weeks(goal):', '    return -1'),
        solution: lines(
          'def weeks(goal):',
          '    count = 0',
          '    saved = 0',
          '    while saved < goal:',
          '        count += 1',
          `        saved += ${each}`,
          `        if count % ${every} == 0:`,
          `            saved += ${gift}`,
          '    return count',
        ),
        constraints: askWhile,
        tests: calls('weeks', answer, {
          shown: [
            ['A small goal', each * 2],
            ['A gift helps', each * every + 1],
          ],
          hidden: [
            ['nothing to save', 0],
            ['just enough', each],
            ['large goals', draw.int(300, 900)],
          ],
        }),
      };
    },
  },
  {
    id: 'number-walk',
    topic: 'while',
    levels: ['hard'],
    make(draw) {
      const [add, factor] = [draw.pick([1, 3, 5]), 3];
      const most = draw.int(20, 40);
      const answer = (start: number) => {
        let [now, steps] = [start, 0];
        while (now !== 1 && steps < most) {
          now = now % 2 === 0 ? now / 2 : now * factor + add;
          steps += 1;
        }
        return steps;
      };
      return {
        title: `A number walk with + ${add}, at most ${most} steps`,
        task: `A walk begins at a number. An even number is halved, an odd one becomes ${factor} times itself plus ${add}. The walk ends at 1, and also after ${most} steps. Write \`walk(number)\`, with a \`while\` loop: how many steps are there?`,
        file: 'walk',
        starter: lines('def walk(number):', '    return -1'),
        solution: lines(
          'def walk(number):',
          '    steps = 0',
          `    while number != 1 and steps < ${most}:`,
          '        if number % 2 == 0:',
          '            number //= 2',
          '        else:',
          `            number = number * ${factor} + ${add}`,
          '        steps += 1',
          '    return steps',
        ),
        constraints: askWhile,
        tests: calls('walk', answer, {
          shown: [
            ['From eight', 8],
            ['From six', 6],
          ],
          hidden: [
            ['there already', 1],
            ['too long', 27],
            ['other starts', draw.int(9, 26)],
            ['other starts', 64],
          ],
        }),
      };
    },
  },
];
