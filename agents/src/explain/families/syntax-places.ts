/** Right words in the wrong place, and programs that end too early. */
import { lineText } from '../code.ts';
import { type SyntaxCase, account, lineBefore } from './syntax-case.ts';
import { blockMissing, neverClosed, openerBefore } from './syntax-words.ts';
import { type Account, atLine, capital, q } from '../family.ts';
import { oddBrackets } from '../tokens.ts';

export function explainOutside(s: SyntaxCase): Account {
  const word = s.match[1] ?? s.match[2] ?? 'return';
  const isReturn = word === 'return' || word === 'yield' || word === 'await';
  const place = isReturn ? 'function' : 'loop';
  return account(s.line, {
    what: `${capital(q(word))} on ${atLine(s.line)} stands outside of a ${place}.`,
    why: isReturn
      ? `It hands a value back to whoever called the function, and here there is no function around it.`
      : `It only makes sense inside a ${q('for')} or ${q('while')}.`,
    question: `Which ${place} should ${atLine(s.line)} belong to?`,
    where: `Compare how far in ${atLine(s.line)} starts with the ${place} above it.`,
    idea: `What belongs to a ${place} is indented below its first line.`,
    how: isReturn
      ? `Indent the line so that it is part of the function, or print the value if there is none.`
      : `Indent the line into the loop, or take it away.`,
  });
}

export function explainGlobal(s: SyntaxCase): Account {
  const name = s.match[1] ?? '';
  return account(s.line, {
    what: `${capital(atLine(s.line))} says ${q('global')} for ${q(name)} after ${q(name)} was already used.`,
    why: `Python has to know from the first line on whose ${q(name)} the function means.`,
    question: `Which is the first line of the function that uses ${q(name)}?`,
    where: `Look for ${q(name)} above ${atLine(s.line)}.`,
    idea: `Such a line belongs at the very beginning of a function. Often a parameter is the better way.`,
    how: `Move the line to the top of the function.`,
  });
}

export function explainEof(s: SyntaxCase): Account {
  const open = oddBrackets(s.tokens).find((one) => one.kind === 'open');
  if (open) return neverClosed(open.token);
  const last = lineBefore(s, s.line + 1);
  const opener = openerBefore(s, last + 1);
  if (opener) return blockMissing(last, opener, '');
  const tryLine = s.code.lines.findLastIndex((line) => /^\s*try\s*:/.test(line)) + 1;
  return account(tryLine > 0 ? tryLine : last, {
    what: `The program ends where Python still expects something.`,
    why:
      tryLine > 0
        ? `The ${q('try')} on ${atLine(tryLine)} has no ${q('except')}.`
        : `The last thing that was begun, ${q(lineText(s.code, last).trim())}, is not finished.`,
    question: `What belongs after it?`,
    where: `Read the last lines once more.`,
    idea: `Brackets, texts and blocks that are begun have to be ended.`,
    how: `Complete what was begun, or take it away.`,
  });
}

export function explainOthers(s: SyntaxCase): Account {
  const name = /'([^']+)'/.exec(s.message)?.[1] ?? /: (\w+)$/.exec(s.message)?.[1] ?? '';
  const [why, question] = others.find(([pattern]) => pattern.test(s.message))?.slice(1) as [
    string,
    string,
  ];
  return account(s.line, {
    what: `${capital(atLine(s.line))} has something that is not allowed there${name === '' ? '' : `: ${q(name)}`}.`,
    why,
    question,
    idea: `Some things may stand only once, or only in certain places.`,
    how: `Keep the one that is needed and change or take away the other.`,
  });
}

const others: [RegExp, string, string][] = [
  [
    /duplicate argument/,
    'The function has this name twice among its parameters.',
    'What is the second one for?',
  ],
  [
    /keyword argument repeated/,
    'The call gives the same parameter a value twice.',
    'Which of the two values is right?',
  ],
  [/cannot delete/, 'Only names and places can be deleted.', 'What should be gone afterwards?'],
  [
    /illegal expression for augmented|illegal target|single target/,
    'Only one name can be changed or described at a time.',
    'Which single name should change?',
  ],
  [
    /default 'except|bare/,
    'The part that catches everything has to come last.',
    'In which order should errors be caught?',
  ],
  [
    /import \*/,
    'Taking everything out of a module works only at the top of a file.',
    'Which names are really needed?',
  ],
  [
    /must be parenthesized|Generator expression/,
    'What is worked out here needs round brackets of its own.',
    'Which part belongs together?',
  ],
  [/trailing comma/, 'A comma stands where nothing follows.', 'Is an item missing after it?'],
  [
    /expected 'else'|expected 'in'|expected '\('|expected 'import'/,
    'A part of the line is missing.',
    'Which word or bracket completes it?',
  ],
  [
    /name '.+' is (?:parameter|assigned|nonlocal)|nonlocal|global/,
    'The same name is used in two ways inside one function.',
    'Whose name is it meant to be?',
  ],
  [
    /null bytes|encoding/,
    'The file holds bytes that are no text.',
    'Was it copied from another program?',
  ],
  [
    /too many|dictionary (?:value|key)|':' expected|expected ident/,
    'A part of the expression is missing or too much.',
    'What belongs to each part?',
  ],
];

export const otherMessages = new RegExp(others.map(([pattern]) => pattern.source).join('|'));
