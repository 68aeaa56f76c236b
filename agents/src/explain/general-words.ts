/** What can be said about any error and any line: nothing of it can give anything away. */
import { atLine } from './family.ts';

/** @param line  1-based; 0 when none is known */
export function generalQuestion(line: number): string {
  return `What did you expect ${atLine(line)} to do?`;
}

export function generalHints(line: number): [string, string, string] {
  const here = atLine(line);
  return [
    `Read ${here} aloud and say what each part of it does.`,
    'The last line of the message says what went wrong, the line number says where.',
    `Print the values that ${here} uses just before it, and compare them with what you expect.`,
  ];
}
