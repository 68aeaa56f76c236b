import { calls, lines, type Template } from '../template.ts';
import { literal } from '../python-value.ts';
import { capital, themes } from '../themes.ts';
import { leaveTryWith, tryWith } from './try-with.ts';

/** Files. */
export const files: readonly Template[] = [
  {
    id: 'file-count',
    topic: 'files',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const isLong = level === 'medium';
      const more = draw.int(4, 8);
      const answer = (all: readonly string[]) => {
        const full = all.filter((line) => line.trim() !== '');
        return isLong ? full.filter((line) => line.trim().length > more).length : full.length;
      };
      const [a = '', b = '', c = ''] = draw.sample(theme.items, 3);
      return {
        title: isLong
          ? `Lines longer than ${more} about ${theme.things}`
          : `Lines about ${theme.things}`,
        task: `A file holds notes about ${theme.things}. Write \`count(path)\`: how many lines of the file ${isLong ? `have more than ${more} characters, blanks at both ends not counted?` : 'hold more than blanks?'}\n\n${leaveTryWith}`,
        file: 'notes',
        starter: lines('def count(path):', '    return -1', ...tryWith('count', 'notes.txt')),
        solution: lines(
          'def count(path):',
          '    number = 0',
          '    with open(path) as file:',
          '        for line in file:',
          isLong ? `            if len(line.strip()) > ${more}:` : '            if line.strip():',
          '                number += 1',
          '    return number',
          ...tryWith('count', 'notes.txt'),
        ),
        tests: calls('try_with', answer, {
          shown: [
            ['Two lines', [`${a} and ${b}`, c]],
            ['An empty line', [a, '', `${b} is the best`]],
          ],
          hidden: [
            ['an empty file', []],
            ['only blanks', ['   ', '']],
            ['many lines', [...theme.items, ...theme.items.map((each) => `${each} again`)]],
          ],
        }),
      };
    },
  },
  {
    id: 'file-parse',
    topic: 'files',
    levels: ['medium', 'hard'],
    make(draw, level) {
      const theme = draw.pick(themes);
      const sign = draw.pick([':', '=', '->']);
      const isHard = level === 'hard';
      const answer = (all: readonly string[]) => {
        const found = new Map<string, number>();
        for (const line of all) {
          if (isHard && (line.trim() === '' || line.startsWith('#'))) continue;
          const [name = '', number = ''] = line.split(sign).map((part) => part.trim());
          found.set(name, isHard ? (found.get(name) ?? 0) + Number(number) : Number(number));
        }
        return found;
      };
      const [a = '', b = '', c = ''] = draw.sample(theme.items, 3);
      const line = (name: string) => `${name} ${sign} ${draw.int(1, 30)}`;
      return {
        title: isHard
          ? `Sums of ${theme.amount} from a file with ${sign}`
          : `${capital(theme.amount)} from a file with ${sign}`,
        task:
          `Each line of a file holds a name, the sign \`${sign}\` and a whole number of ${theme.amount}. There may be blanks around the sign. Write \`read(path)\`: a dictionary from names to numbers.` +
          (isHard
            ? ' Empty lines and lines that begin with `#` are passed over. When a name comes several times, its numbers are added up.'
            : '') +
          `\n\n${leaveTryWith}`,
        file: 'reader',
        starter: lines('def read(path):', '    return None', ...tryWith('read', 'numbers.txt')),
        solution: lines(
          'def read(path):',
          '    result = {}',
          '    with open(path) as file:',
          '        for line in file:',
          ...(isHard
            ? [
                '            if line.strip() == "" or line.startswith("#"):',
                '                continue',
              ]
            : []),
          `            name, number = line.split("${sign}")`,
          '            name = name.strip()',
          isHard
            ? '            result[name] = result.get(name, 0) + int(number)'
            : '            result[name] = int(number)',
          '    return result',
          ...tryWith('read', 'numbers.txt'),
        ),
        tests: calls('try_with', answer, {
          shown: [
            ['Two lines', [line(a), line(b)]],
            isHard ? ['A note', ['# today', line(a)]] : ['One line', [line(c)]],
          ],
          hidden: [
            ['an empty file', []],
            ['no blanks', [`${a}${sign}7`, `${b}${sign}12`]],
            ['many lines', theme.items.map(line)],
            ...(isHard ? ([['the same name', [line(a), '', line(a), '#', line(b)]]] as const) : []),
          ],
        }),
      };
    },
  },
  {
    id: 'file-write',
    topic: 'files',
    levels: ['medium'],
    make(draw) {
      const theme = draw.pick(themes);
      const sign = draw.pick([') ', '. ', ': ']);
      const answer = (all: readonly string[]) =>
        all.map((name, at) => `${at + 1}${sign}${name}\n`).join('');
      const back = [
        ...['', '', 'def try_with(names):', '    save("list.txt", names)'],
        ...['    with open("list.txt") as file:', '        return file.read()'],
      ];
      return {
        title: `A numbered file of ${theme.things}`,
        task: `Write \`save(path, names)\`: it writes a file with one line for each name, numbered from 1: a number, then \`${literal(sign).slice(1, -1)}\`, then the name. Each line ends with \`\\n\`.\n\nThe tests call \`try_with(names)\`, which calls \`save\` and reads the file. Leave it as it is.`,
        file: 'save',
        starter: lines('def save(path, names):', '    open(path, "w").close()', ...back),
        solution: lines(
          'def save(path, names):',
          '    with open(path, "w") as file:',
          '        for number, name in enumerate(names, start=1):',
          `            file.write(f"{number}${sign}{name}\\n")`,
          ...back,
        ),
        tests: calls('try_with', answer, {
          shown: [
            ['Two names', draw.sample(theme.items, 2)],
            ['One name', draw.sample(theme.items, 1)],
          ],
          hidden: [
            ['nobody', []],
            ['many names', [...theme.items, ...theme.items]],
            ['the same name', ['Bo', 'Bo', 'Bo']],
          ],
        }),
      };
    },
  },
];
