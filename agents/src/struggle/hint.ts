import type { Trouble } from './rules.ts';

/** A first hint asks a question and points at the place; it never says what to write. */
const byError: Record<string, (at: string) => string> = {
  IndexError: (at) =>
    `Which number has the last item of your list? And which number is asked for ${at}?`,
  KeyError: (at) => `Print the keys of your dictionary. Is the one you ask for ${at} among them?`,
  NameError: (at) =>
    `Look at the name ${at}. Where does it get its value, and is it spelt the same there?`,
  UnboundLocalError: (at) =>
    `Which line gives the name ${at} its value, and does that line always run first?`,
  TypeError: (at) => `What type has each value ${at}? Print type(...) of them just before.`,
  ValueError: (at) => `Which value goes in ${at}? Print it just before. Is it what you expect?`,
  AttributeError: (at) =>
    `What type has the value in front of the dot ${at}? Can that type do this?`,
  ZeroDivisionError: (at) => `What do you divide by ${at}? When can that be 0?`,
  IndentationError: (at) =>
    `Which line does the block ${at} belong to, and how far in do its lines start?`,
  TabError: (at) => `Do the lines ${at} start with spaces or with tabs? They must all start alike.`,
  SyntaxError: (at) =>
    `Read the line ${at} sign by sign, and the end of the line before. Is a bracket, a quote or a colon missing?`,
  RecursionError: () =>
    'When does your function stop calling itself? Try it by hand with the smallest input.',
  EOFError: () => 'How often does your program ask for input, and how many answers are there?',
  'time limit': (at) =>
    `Which value should change each time round the loop ${at}? Print it. Does it change?`,
  'out of memory': () =>
    'Which list or text grows each time round the loop? When does it stop growing?',
  'too much output': () => 'Which loop prints so much? What should end it?',
};

/** @returns a text the teacher can send as it is: one question, no code */
export function hintFor({ rule, runs, line }: Pick<Trouble, 'rule' | 'runs' | 'line'>): string {
  const at = line === null ? 'there' : `on line ${line}`;
  const failure = runs.at(-1)?.failure;
  const ofError = failure === undefined ? undefined : byError[failure];
  switch (rule) {
    case 'same_error':
    case 'failed_runs':
      return (
        ofError?.(at) ??
        `Read the last line of the error aloud. What does it say about the line ${at}? Print the values in it just before.`
      );
    case 'wrong_answers':
      return 'Take the first test that fails and do it by hand, line by line. Where does your program do something else?';
    case 'stuck':
    case 'says_so':
    case 'hint_asked':
      return (
        ofError?.(at) ??
        'What is the smallest part you could do first? Write only that, and run it.'
      );
    case 'quiz':
      return 'Which question was hardest? Try its code in the editor and change one thing at a time.';
  }
}
