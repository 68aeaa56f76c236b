import { Tuple } from '../python-value.ts';
import { calls, lines, prints, type Template } from '../template.ts';
import { capital, people, themes } from '../themes.ts';

/** Variables, input and conversion. */
export const basics: readonly Template[] = [
  {
    id: 'bill',
    topic: 'variables',
    levels: ['easy'],
    make(draw) {
      const { items } = draw.pick(themes.slice(1, 2));
      const item = draw.pick(items);
      const [price, fee] = [draw.int(3, 9), draw.int(2, 6)];
      return {
        title: `${capital(item)} cakes for ${price} each`,
        task: `One ${item} cake costs ${price} coins, and bringing an order costs ${fee} coins, however large it is. Write \`bill(cakes)\`, which returns what an order costs.`,
        file: 'bill',
        starter: lines('def bill(cakes):', '    return 0'),
        solution: lines(
          'def bill(cakes):',
          `    price = ${price}`,
          `    fee = ${fee}`,
          '    return cakes * price + fee',
        ),
        tests: calls('bill', (cakes: number) => cakes * price + fee, {
          shown: [
            ['Two cakes', 2],
            ['Ten cakes', 10],
          ],
          hidden: [
            ['other orders', draw.int(20, 60)],
            ['other orders', draw.int(3, 9)],
            ['a single cake', 1],
          ],
        }),
      };
    },
  },
  {
    id: 'boxes',
    topic: 'variables',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const size = draw.int(4, 12);
      const isPair = level === 'medium';
      return {
        title: isPair ? `Boxes of ${size} and the rest` : `How many full boxes of ${size}?`,
        task: isPair
          ? `Cards with ${theme.things} on them are packed in boxes of ${size}. Write \`pack(cards)\`, which returns two numbers as a tuple: how many boxes are full, and how many cards are left over.`
          : `Cards with ${theme.things} on them are packed in boxes of ${size}. Write \`pack(cards)\`, which returns how many boxes can be filled.`,
        file: 'boxes',
        starter: lines('def pack(cards):', `    return ${isPair ? '(0, 0)' : '-1'}`),
        solution: lines(
          'def pack(cards):',
          isPair ? `    return (cards // ${size}, cards % ${size})` : `    return cards // ${size}`,
        ),
        tests: calls(
          'pack',
          (cards: number) =>
            isPair ? new Tuple(Math.floor(cards / size), cards % size) : Math.floor(cards / size),
          {
            shown: [
              ['Some are left over', size * 3 + 2],
              ['None is left over', size * 5],
            ],
            hidden: [
              ['fewer than a box', size - 1],
              ['many cards', size * draw.int(20, 40) + draw.int(1, 3)],
              ['no cards', 0],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'journey',
    topic: 'variables',
    levels: ['medium', 'hard'],
    make(draw, level) {
      const who = draw.pick(people);
      const pause = draw.int(5, 25);
      const isClock = level === 'hard';
      const start = draw.int(7, 9);
      const minutes = (legs: number, each: number) => legs * each + (legs - 1) * pause;
      const text = (total: number) => {
        const at = start * 60 + total;
        return `${Math.floor(at / 60) % 24}:${String(at % 60).padStart(2, '0')}`;
      };
      return {
        title: isClock ? `When does ${who} arrive?` : `${who}'s walk with pauses of ${pause}`,
        task:
          `${who} walks in stages that are all equally long, and rests ${pause} minutes between two stages (not after the last). ` +
          (isClock
            ? `The walk begins at ${start}:00. Write \`arrival(stages, minutes)\`, which returns the time of arrival as text, such as \`9:05\`. After 23:59 comes 0:00.`
            : 'Write `duration(stages, minutes)`, which returns how many minutes the whole walk takes.'),
        file: 'walk',
        starter: isClock
          ? lines('def arrival(stages, minutes):', '    return ""')
          : lines('def duration(stages, minutes):', '    return 0'),
        solution: isClock
          ? lines(
              'def arrival(stages, minutes):',
              `    walked = stages * minutes + (stages - 1) * ${pause}`,
              `    at = ${start} * 60 + walked`,
              '    return f"{at // 60 % 24}:{at % 60:02}"',
            )
          : lines(
              'def duration(stages, minutes):',
              `    return stages * minutes + (stages - 1) * ${pause}`,
            ),
        tests: calls(
          isClock ? 'arrival' : 'duration',
          (stages: number, each: number) =>
            isClock ? text(minutes(stages, each)) : minutes(stages, each),
          {
            shown: [
              ['Three stages', 3, 20],
              ['Four stages', 4, 30],
            ],
            hidden: [
              ['a single stage', 1, draw.int(15, 50)],
              ['a long walk', draw.int(14, 20), draw.int(50, 70)],
              ['short stages', 6, draw.int(1, 9)],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'two-lines',
    topic: 'conversion',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const bonus = draw.int(2, 15);
      return {
        title: `${capital(theme.amount)} and a bonus of ${bonus}`,
        task: `Your program reads two lines: a name, and a whole number of ${theme.amount}. It adds a bonus of ${bonus} and prints one line, like the one below. What \`input()\` gives you is text: turn it into a number before you add.`,
        file: 'bonus',
        starter: lines('name = input()', 'number = input()', '# Print the sentence here.'),
        solution: lines(
          'name = input()',
          'number = int(input())',
          `print(f"{name} has {number + ${bonus}} ${theme.amount}.")`,
        ),
        tests: prints(
          ([name = '', number = '']) => `${name} has ${Number(number) + bonus} ${theme.amount}.`,
          {
            shown: [
              ['One name', draw.pick(people), '10'],
              ['Another name', draw.pick(theme.items), '7'],
            ],
            hidden: [
              ['large numbers', draw.pick(people), String(draw.int(100, 900))],
              ['nothing yet', draw.pick(theme.items), '0'],
            ],
          },
        ),
      };
    },
  },
  {
    id: 'add-texts',
    topic: 'conversion',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const sign = draw.pick([' ', ';', '/', '+']);
      const isSafe = level === 'medium';
      const answer = (text: string) =>
        text
          .split(sign)
          .filter((part) => !isSafe || /^\d+$/.test(part.trim()))
          .reduce((sum, part) => sum + Number(part), 0);
      const numbers = (count: number) => draw.ints(count, 1, 40).join(sign);
      const said = sign === ' ' ? 'blanks' : `the sign \`${sign}\``;
      return {
        title: `${capital(theme.amount)} out of a text${isSafe ? ' with gaps' : ''}`,
        task:
          `A text holds the ${theme.amount} of several ${theme.things}, with ${said} between the numbers. Write \`total(text)\`, which returns their sum.` +
          (isSafe ? ' Some parts are no whole numbers, such as `?`: pass over those.' : ''),
        file: 'total',
        starter: lines('def total(text):', '    return 0'),
        solution: lines(
          'def total(text):',
          '    result = 0',
          `    for part in text.split("${sign}"):`,
          ...(isSafe
            ? ['        if part.isdigit():', '            result += int(part)']
            : ['        result += int(part)']),
          '    return result',
        ),
        tests: calls('total', answer, {
          shown: [
            ['Three numbers', numbers(3)],
            ['Two numbers', isSafe ? `${numbers(1)}${sign}?${sign}${numbers(1)}` : numbers(2)],
          ],
          hidden: [
            ['a single number', numbers(1)],
            ['many numbers', numbers(9)],
            ...(isSafe
              ? ([['parts that are no numbers', `x${sign}${numbers(1)}${sign}?`]] as const)
              : []),
          ],
        }),
      };
    },
  },
  {
    id: 'digits',
    topic: 'conversion',
    levels: ['medium', 'hard'],
    make(draw, level) {
      const factor = draw.int(2, 5);
      const isCheck = level === 'hard';
      const modulus = draw.pick([7, 9, 10, 11]);
      const sum = (number: number) =>
        [...String(number)].reduce(
          (all, digit, at) => all + Number(digit) * (isCheck && at % 2 === 1 ? factor : 1),
          0,
        );
      return {
        title: isCheck
          ? `A check digit from ${factor} and ${modulus}`
          : `${factor} times the digits`,
        task: isCheck
          ? `A ticket number gets a check digit. Add up its digits, but count every second digit (the 2nd, 4th, …) ${factor} times. The check digit is what is left when the sum is divided by ${modulus}. Write \`check_digit(number)\`.`
          : `Write \`digits(number)\`: it adds up the digits of a whole number and returns ${factor} times the sum.`,
        file: 'digits',
        starter: isCheck
          ? lines('def check_digit(number):', '    return -1')
          : lines('def digits(number):', '    return -1'),
        solution: isCheck
          ? lines(
              'def check_digit(number):',
              '    total = 0',
              '    for place, digit in enumerate(str(number)):',
              '        if place % 2 == 1:',
              `            total += int(digit) * ${factor}`,
              '        else:',
              '            total += int(digit)',
              `    return total % ${modulus}`,
            )
          : lines(
              'def digits(number):',
              `    return ${factor} * sum(int(digit) for digit in str(number))`,
            ),
        tests: calls(
          isCheck ? 'check_digit' : 'digits',
          (number: number) => (isCheck ? sum(number) % modulus : sum(number) * factor),
          {
            shown: [
              ['Three digits', draw.int(120, 980)],
              ['Four digits', draw.int(1200, 9800)],
            ],
            hidden: [
              ['a single digit', draw.int(1, 9)],
              ['zero', 0],
              ['long numbers', draw.int(1_000_000, 9_000_000)],
            ],
          },
        ),
      };
    },
  },
];
