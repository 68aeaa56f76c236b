/** What makes a program easy or hard to read, apart from style: names, lengths, comments, lines that come again. */
import { type Code, lineAt, nodesOf } from '../explain/code.ts';
import type { FunctionShape } from './shape.ts';

export interface ReadingFact {
  /** From 1; 0 when it is about the whole program. */
  line: number;
  text: string;
}

/** The line length of PEP 8 for teams that like it wide; ruff's own standard. */
const longLineChars = 88;
const longFunctionLines = 25;
/** A program from here on should say somewhere what it is about. */
const uncommentedLines = 15;
/** A line comes again when it stands there so often, and is longer than `total += 1`. */
const repeats = 3;
const repeatedChars = 14;
/** Counters, coordinates and numbers are called so everywhere. */
const shortNames = new Set(['i', 'j', 'k', 'n', 'm', 'x', 'y', 'z', 'a', 'b', 'c', '_', 'f', 'e']);
const emptyNames =
  /^(foo|bar|baz|asdf?|qwe\w*|aaa+|xxx+|test\d+|temp\d*|tmp\d*|var\d*|data\d+|thing\d*|stuff)$/i;

/** @param isOwn  whether the learner wrote this line */
export function readingOf(
  code: Code,
  shapes: readonly FunctionShape[],
  isOwn: (line: number) => boolean,
): ReadingFact[] {
  return [
    ...badNames(code, isOwn),
    ...code.lines.flatMap((line, at) =>
      line.length > longLineChars && isOwn(at + 1)
        ? [
            {
              line: at + 1,
              text: `The line has ${line.length} characters; up to ${longLineChars} are easy to read.`,
            },
          ]
        : [],
    ),
    ...shapes.flatMap(({ name, line, length }) =>
      name !== '' && length > longFunctionLines
        ? [
            {
              line,
              text: `\`${name}\` has ${length} lines. Parts of it could be functions of their own.`,
            },
          ]
        : [],
    ),
    ...repeatedLines(code, isOwn),
    ...uncommented(code),
  ];
}

function badNames(code: Code, isOwn: (line: number) => boolean): ReadingFact[] {
  const seen = new Set<string>();
  return nodesOf(code, ['AssignStatement', 'ParamList']).flatMap((node): ReadingFact[] => {
    const found: ReadingFact[] = [];
    // Up to the `=`: what stands behind it is read, not named.
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.name === 'AssignOp' && node.name === 'AssignStatement') break;
      const name = child.name === 'VariableName' ? code.text.slice(child.from, child.to) : '';
      const line = lineAt(code, child.from);
      const isShort = name.length === 1 && !shortNames.has(name);
      if ((!isShort && !emptyNames.test(name)) || seen.has(name) || !isOwn(line)) continue;
      seen.add(name);
      found.push({ line, text: `\`${name}\` does not say what it holds. A word would.` });
    }
    return found;
  });
}

function repeatedLines(code: Code, isOwn: (line: number) => boolean): ReadingFact[] {
  const places = new Map<string, number[]>();
  for (const [at, line] of code.lines.entries()) {
    const text = line.trim();
    if (text.length < repeatedChars || text.startsWith('#') || !isOwn(at + 1)) continue;
    places.set(text, [...(places.get(text) ?? []), at + 1]);
  }
  return [...places].flatMap(([, lines]): ReadingFact[] => {
    const [line] = lines;
    if (line === undefined || lines.length < repeats) return [];
    return [
      {
        line,
        text: `The same line stands there ${lines.length} times. A loop or a function says it once.`,
      },
    ];
  });
}

function uncommented(code: Code): ReadingFact[] {
  const full = code.lines.filter((line) => line.trim() !== '').length;
  const says = code.text.includes('#') || /"""|'''/.test(code.text);
  if (full < uncommentedLines || says) return [];
  return [{ line: 0, text: `${full} lines, and no comment says what they are about.` }];
}
