/** What the name of an error means, for those who ask about the name alone. */

const meanings: Record<string, string> = {
  SyntaxError:
    'Python could not read the program: a sign, a bracket, a quote or a colon is missing or stands where it cannot. The line it names is where it noticed; the cause is often at the end of the line before.',
  IndentationError:
    'The blanks at the beginning of a line do not fit. Lines that belong together must begin equally far in, and after a colon they must be further in.',
  TabError: 'Some lines begin with tabs and others with blanks. They must all begin alike.',
  NameError:
    'The program uses a name that has no value at that moment: it is spelt differently elsewhere, gets its value only later, or is a text without quotes.',
  UnboundLocalError:
    'A function uses a name before it has given it a value. As the function gives it a value somewhere, Python takes it for its own.',
  TypeError:
    'A value has a type that cannot do what is asked of it, such as adding a number to a text, or a function gets too many or too few values.',
  ValueError:
    'The type is right but the value is not, such as making a number out of a text that holds letters.',
  IndexError:
    'The program asks a list or a text for a place that it does not have. The first place has the number 0, so the last one is one less than the length.',
  KeyError: 'The program asks a dictionary for a key that is not in it, exactly as written.',
  AttributeError:
    'What stands after the dot does not exist for the value in front of it: the value has another type than you think, or the name is spelt differently.',
  ZeroDivisionError: 'The program divides by 0. Ask which value can become 0, and when.',
  ModuleNotFoundError: 'Python finds no module of that name. Is it spelt right, and is it there?',
  ImportError: 'The module is there, but it holds nothing of the name that is imported.',
  FileNotFoundError: 'There is no file of that name in the place where the program looks.',
  EOFError: 'The program asks for input, and there are no more answers.',
  RecursionError:
    'A function calls itself again and again. It needs a case in which it does not, and each call must come nearer to it.',
  AssertionError: 'A check with `assert` did not hold: the value is not what was said there.',
};
const byLower = new Map(Object.keys(meanings).map((name) => [name.toLowerCase(), name]));

/** @returns the error that a text names, also written apart ("index error") */
export function findErrorName(text: string): string | undefined {
  const all = text.matchAll(/\b([a-z]+(?: [a-z]+)?) ?error\b/gi);
  for (const [, before = ''] of all) {
    const words = before.split(' ');
    for (const tried of [words.join(''), words.at(-1) ?? '']) {
      const name = byLower.get(`${tried}error`.toLowerCase());
      if (name) return name;
    }
  }
  return undefined;
}

export const meaningOf = (name: string): string | undefined => meanings[name];
