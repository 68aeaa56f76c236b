import { calls, lines, type Template } from '../template.ts';
import { capital, people, themes } from '../themes.ts';

/** Strings. */
export const strings: readonly Template[] = [
  {
    id: 'badge',
    topic: 'strings',
    levels: ['easy'],
    make(draw) {
      const theme = draw.pick(themes);
      const [left, right] = draw.pick([
        ['[', ']'],
        ['<', '>'],
        ['*', '*'],
        ['(', ')'],
      ] as const);
      const answer = (name: string, number: number) =>
        `${left}${name.toUpperCase()}: ${number} ${theme.amount}${right}`;
      return {
        title: `Badges for ${theme.things}`,
        task: `Write \`badge(name, number)\`, which returns the text of a badge. The name is in capital letters, then come a colon, the number and the word \`${theme.amount}\`, all between \`${left}\` and \`${right}\`.`,
        file: 'badge',
        starter: lines('def badge(name, number):', '    return name'),
        solution: lines(
          'def badge(name, number):',
          `    return f"${left}{name.upper()}: {number} ${theme.amount}${right}"`,
        ),
        tests: calls('badge', answer, {
          shown: [
            ['One badge', draw.pick(theme.items), draw.int(2, 30)],
            ['Another badge', draw.pick(people), draw.int(31, 60)],
          ],
          hidden: [
            ['other names', draw.pick(people), draw.int(100, 200)],
            ['nothing yet', draw.pick(theme.items), 0],
          ],
        }),
      };
    },
  },
  {
    id: 'letters',
    topic: 'strings',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const letter = draw.pick(['a', 'e', 'i', 'o', 'n', 'r', 't']);
      const isStart = level === 'medium';
      const theme = draw.pick(themes);
      const answer = (text: string) =>
        isStart
          ? text.split(' ').filter((word) => word.toLowerCase().startsWith(letter)).length
          : [...text.toLowerCase()].filter((each) => each === letter).length;
      const name = isStart ? 'words' : 'letters';
      const some = (count: number) => draw.sample([...theme.items, ...people], count).join(' ');
      return {
        title: isStart ? `Words that begin with ${letter}` : `Counting the letter ${letter}`,
        task: isStart
          ? `Write \`words(text)\`: how many words of the text begin with the letter \`${letter}\`, small or capital? Words have one blank between them.`
          : `Write \`letters(text)\`: how often does the letter \`${letter}\` stand in the text? Capital letters count too.`,
        file: 'letters',
        starter: lines(`def ${name}(text):`, '    return -1'),
        solution: isStart
          ? lines(
              'def words(text):',
              '    count = 0',
              '    for word in text.lower().split():',
              `        if word.startswith("${letter}"):`,
              '            count += 1',
              '    return count',
            )
          : lines('def letters(text):', `    return text.lower().count("${letter}")`),
        tests: calls(name, answer, {
          shown: [
            ['Some words', `${some(3)} ${letter}pple`],
            ['A capital letter', `${letter.toUpperCase()}nd ${some(2)}`],
          ],
          hidden: [
            ['none', 'zzz'],
            ['many words', some(8)],
            ['only that letter', letter],
          ],
        }),
      };
    },
  },
  {
    id: 'mask',
    topic: 'strings',
    levels: ['medium'],
    make(draw) {
      const keep = draw.int(2, 4);
      const sign = draw.pick(['*', '#', '-', '.']);
      const answer = (text: string) =>
        sign.repeat(Math.max(0, text.length - keep)) + text.slice(-keep);
      return {
        title: `Only the last ${keep} characters`,
        task: `Codes are shown with most of them hidden. Write \`mask(code)\`: all characters become \`${sign}\`, except the last ${keep}. A code of ${keep} characters or fewer stays as it is.`,
        file: 'mask',
        starter: lines('def mask(code):', '    return ""'),
        solution: lines(
          'def mask(code):',
          `    hidden = max(0, len(code) - ${keep})`,
          `    return "${sign}" * hidden + code[hidden:]`,
        ),
        tests: calls('mask', answer, {
          shown: [
            ['A long code', String(draw.int(10_000_000, 99_999_999))],
            ['A short code', 'k7'.slice(0, keep)],
          ],
          hidden: [
            ['just long enough', 'abcdef'.slice(0, keep)],
            ['one more', 'uvwxyz'.slice(0, keep + 1)],
            ['words', draw.pick(people) + draw.pick(people)],
            ['nothing at all', ''],
          ],
        }),
      };
    },
  },
  {
    id: 'initials',
    topic: 'strings',
    levels: ['easy', 'medium'],
    make(draw, level) {
      const between = draw.pick(['.', '-', '/']);
      const isTight = level === 'medium';
      const answer = (name: string) => {
        const parts = name.split(/[ -]/).filter((part) => part !== '');
        const all = isTight ? parts : name.split(' ');
        return all.map((part) => part.charAt(0).toUpperCase()).join(between);
      };
      const full = (count: number, by = ' ') => draw.sample(people, count).join(by);
      return {
        title: `Initials with ${between === '.' ? 'dots' : between === '-' ? 'dashes' : 'slashes'}${isTight ? ' for all names' : ''}`,
        task:
          `Write \`initials(name)\`: the first letters of the parts of a name, in capitals, with \`${between}\` between them.` +
          (isTight
            ? ' Parts are separated by blanks or by `-`, and there may be more than one blank.'
            : ' Parts have one blank between them.'),
        file: 'initials',
        starter: lines('def initials(name):', '    return name'),
        solution: isTight
          ? lines(
              'def initials(name):',
              '    parts = name.replace("-", " ").split()',
              `    return "${between}".join(part[0].upper() for part in parts)`,
            )
          : lines(
              'def initials(name):',
              '    letters = []',
              '    for part in name.split():',
              '        letters.append(part[0].upper())',
              `    return "${between}".join(letters)`,
            ),
        tests: calls('initials', answer, {
          shown: [
            ['Two names', full(2)],
            isTight ? ['A double name', `${full(2, '-')} Stone`] : ['Three names', full(3)],
          ],
          hidden: [
            ['a single name', full(1)],
            ['small letters', full(2).toLowerCase()],
            ['many names', isTight ? `${full(2)}  ${full(2, '-')}` : full(5)],
          ],
        }),
      };
    },
  },
  {
    id: 'shift',
    topic: 'strings',
    levels: ['hard'],
    make(draw) {
      const by = draw.int(2, 9);
      const theme = draw.pick(themes);
      const answer = (text: string) =>
        [...text]
          .map((each) =>
            /[a-z]/.test(each)
              ? String.fromCharCode(((each.charCodeAt(0) - 97 + by) % 26) + 97)
              : each,
          )
          .join('');
      return {
        title: `Secret ${theme.name}: letters moved by ${by}`,
        task: `${capital(theme.name)} news are sent in secret writing. Write \`secret(text)\`: every small letter from \`a\` to \`z\` moves ${by} places on, and after \`z\` comes \`a\` again. All other characters stay as they are. \`ord\` and \`chr\` turn letters into numbers and back.`,
        file: 'secret',
        starter: lines('def secret(text):', '    return text'),
        solution: lines(
          'def secret(text):',
          '    result = ""',
          '    for letter in text:',
          '        if "a" <= letter <= "z":',
          `            place = (ord(letter) - ord("a") + ${by}) % 26`,
          '            result += chr(ord("a") + place)',
          '        else:',
          '            result += letter',
          '    return result',
        ),
        tests: calls('secret', answer, {
          shown: [
            ['A word', draw.pick(theme.items).toLowerCase()],
            ['With a blank', `the ${theme.thing} zoo`],
          ],
          hidden: [
            ['the end of the alphabet', 'xyz'],
            ['capital letters and signs', `${draw.pick(people)}, ${draw.int(10, 99)}!`],
            ['nothing at all', ''],
          ],
        }),
      };
    },
  },
];
