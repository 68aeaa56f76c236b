import { Tuple } from '../python-value.ts';
import { calls, lines, needs, Raises, type Template } from '../template.ts';
import { capital, themes } from '../themes.ts';

/** What people type instead of a number. */
const typed = ['many', 'lots', 'a few', 'none', 'ten', '3 or 4', '?'];
const askTry = needs('try', 'Use try and except: that is what this exercise is about.');

/** Errors: catching, raising, and exceptions of one's own. */
export const errors: readonly Template[] = [
  {
    id: 'safe-number',
    topic: 'exceptions',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const other = draw.int(1, 9);
      const isSum = level === 'medium';
      const one = (text: string) => (/^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : other);
      return {
        title: isSum
          ? `Adding ${theme.amount}, bad ones count ${other}`
          : `A number of ${theme.amount}, or ${other}`,
        task: isSum
          ? `People type how many ${theme.amount} they want. Write \`total(texts)\`: the sum of all numbers, where a text that \`int\` cannot read counts ${other}. Use \`try\` and \`except\`.`
          : `Somebody types how many ${theme.amount} they want. Write \`number_of(text)\`: the whole number in the text, or ${other} when \`int\` cannot read it. Use \`try\` and \`except\`.`,
        file: 'number',
        starter: isSum
          ? lines('def total(texts):', '    return -1')
          : lines('def number_of(text):', '    return -1'),
        solution: isSum
          ? lines(
              ...['def total(texts):', '    result = 0', '    for text in texts:'],
              ...['        try:', '            result += int(text)'],
              ...[
                '        except ValueError:',
                `            result += ${other}`,
                '    return result',
              ],
            )
          : lines(
              ...['def number_of(text):', '    try:', '        return int(text)'],
              ...['    except ValueError:', `        return ${other}`],
            ),
        constraints: askTry,
        tests: isSum
          ? calls('total', (all: readonly string[]) => all.map(one).reduce((a, b) => a + b, 0), {
              shown: [
                ['All can be read', ['3', '12']],
                ['One cannot', [String(draw.int(2, 30)), draw.pick(typed)]],
              ],
              hidden: [
                ['an empty list', []],
                ['not whole', ['2.5', '1']],
                ['nothing typed', ['', '8', ' 7 ']],
              ],
            })
          : calls('number_of', one, {
              shown: [
                ['A number', String(draw.int(10, 90))],
                ['A word', draw.pick(typed)],
              ],
              hidden: [
                ['nothing typed', ''],
                ['not whole', '2.5'],
                ['negative numbers', '-4'],
                ['blanks around it', ' 6 '],
              ],
            }),
      };
    },
  },
  {
    id: 'refuse',
    topic: 'exceptions',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const most = draw.int(10, 40);
      const isTwo = level === 'medium';
      const answer = (value: number | string) => {
        if (isTwo && typeof value === 'string') return new Raises('TypeError');
        const number = Number(value);
        return number < 0 || number > most ? new Raises('ValueError') : most - number;
      };
      return {
        title: isTwo
          ? `At most ${most} ${theme.amount}, and a number please`
          : `At most ${most} ${theme.amount}`,
        task:
          `There is room for ${most} ${theme.amount}. Write \`room_left(number)\`: how much room is left. A number below 0 or above ${most} is refused: raise a \`ValueError\`.` +
          (isTwo ? ' What is not an `int` at all is refused with a `TypeError`.' : ''),
        file: 'room',
        starter: lines('def room_left(number):', '    return None'),
        solution: lines(
          'def room_left(number):',
          ...(isTwo
            ? [
                '    if not isinstance(number, int):',
                '        raise TypeError("a whole number, please")',
              ]
            : []),
          `    if number < 0 or number > ${most}:`,
          `        raise ValueError("between 0 and ${most}, please")`,
          `    return ${most} - number`,
        ),
        tests: calls('room_left', answer, {
          shown: [
            ['There is room', draw.int(3, 9)],
            ['Too many', most + 1],
            ...(isTwo ? ([['A text', 'three']] as const) : []),
          ],
          hidden: [
            ['just full', most],
            ['below zero', -1],
            ['nothing yet', 0],
            ...(isTwo ? ([['not a number', '']] as const) : []),
          ],
        }),
      };
    },
  },
  {
    id: 'own-error',
    topic: 'exceptions',
    levels: ['hard'],
    make(draw) {
      const theme = draw.pick(themes);
      const kind = `${capital(theme.thing)}Error`;
      const least = draw.int(2, 4);
      const answer = (names: readonly string[]) => {
        const taken: string[] = [];
        const said = names.map((name) => {
          if (name.length < least) return 'short';
          if (taken.includes(name)) return 'taken';
          taken.push(name);
          return 'ok';
        });
        return new Tuple(said, taken);
      };
      const [a = '', b = ''] = draw.sample(theme.items, 2);
      return {
        title: `An error of its own for ${theme.things} under ${least} letters`,
        task: `Write an exception class \`${kind}\`, which inherits from \`Exception\`, and the function \`register(taken, name)\`.\n\n- A name with fewer than ${least} letters: raise a \`ValueError\`.\n- A name that is in the list \`taken\`: raise a \`${kind}\`.\n- Otherwise the name is put at the end of the list.\n\nThe tests call \`story(names)\`, which catches both and tells what happened. Leave it as it is.`,
        file: 'register',
        starter: lines(
          ...['class PlaceholderError(Exception):', '    pass', '', ''],
          ...[`${kind} = PlaceholderError`, '', ''],
          ...['def register(taken, name):', '    pass', ...story(kind)],
        ),
        solution: lines(
          ...[`class ${kind}(Exception):`, '    pass', '', '', 'def register(taken, name):'],
          ...[`    if len(name) < ${least}:`, '        raise ValueError("that is too short")'],
          ...['    if name in taken:', `        raise ${kind}(f"{name} is taken")`],
          ...['    taken.append(name)', ...story(kind)],
        ),
        constraints: needs('class', `Write the class ${kind}.`, kind),
        tests: calls('story', answer, {
          shown: [
            ['Two names', [a, b]],
            ['Taken already', [a, a]],
          ],
          hidden: [
            ['too short', ['x', a]],
            ['short and taken', ['x', 'x', a, a]],
            ['nobody', []],
            ['many names', [...theme.items, a, b, 'y']],
          ],
        }),
      };
    },
  },
];

const story = (kind: string) => [
  ...['', '', 'def story(names):', '    taken = []', '    said = []', '    for name in names:'],
  ...['        try:', '            register(taken, name)', '            said.append("ok")'],
  ...['        except ValueError:', '            said.append("short")'],
  ...[`        except ${kind}:`, '            said.append("taken")', '    return said, taken'],
];
