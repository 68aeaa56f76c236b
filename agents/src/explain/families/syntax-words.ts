/** Texts about syntax that belong to a message of Python as well as to a cause found in the code. */
import { type Account, atLine, capital, q } from '../family.ts';
import { lineText } from '../code.ts';
import { blockKeywords } from '../python-words.ts';
import type { Token } from '../tokens.ts';
import { account, type SyntaxCase, tokensOnLine } from './syntax-case.ts';

const bracketNames: Record<string, string> = {
  '(': 'round bracket',
  ')': 'round bracket',
  '[': 'square bracket',
  ']': 'square bracket',
  '{': 'curly bracket',
  '}': 'curly bracket',
};

export function neverClosed(token: Pick<Token, 'text' | 'line'>): Account {
  const name = bracketNames[token.text] ?? 'bracket';
  return account(
    token.line,
    {
      what: `A ${name} ${q(token.text)} opened on ${atLine(token.line)} is never closed.`,
      why: `Python reads on over the end of the line and looks for its partner, so it may complain only later.`,
      question: `Where should the ${name} close?`,
      where: `Count the opening and the closing brackets on ${atLine(token.line)}.`,
      idea: `Every bracket has a partner of the same shape, and the inner ones close first.`,
      how: `Put the partner where the call, the list or the group ends, and count again.`,
    },
    { concept: 'brackets', title: 'A bracket that is never closed', family: 'never-closed' },
  );
}

export function strayBracket(
  token: Pick<Token, 'text' | 'line'>,
  opened?: Pick<Token, 'text' | 'line'>,
): Account {
  if (opened) {
    return account(
      token.line,
      {
        what: `${capital(atLine(token.line))} closes with ${q(token.text)}, but ${q(opened.text)} was opened${opened.line === token.line ? '' : ` on ${atLine(opened.line)}`}.`,
        why: `Brackets close in turn, the last opened one first and with the same shape.`,
        question: `Which of the two has the wrong shape?`,
        where: `Look at both brackets: ${q(opened.text)} and ${q(token.text)}.`,
        idea: `Round brackets call, square ones make lists or ask for a place, curly ones make dictionaries.`,
        how: `Decide which kind you need and use it on both sides. A bracket may also be missing between them.`,
      },
      { concept: 'brackets', title: 'Brackets of two kinds', family: 'bracket-mismatch' },
    );
  }
  return account(
    token.line,
    {
      what: `${capital(atLine(token.line))} has a closing ${q(token.text)} that was never opened.`,
      why: `Counted from the left, there are more closing brackets than opening ones.`,
      question: `Is this bracket too many, or is one missing before it?`,
      where: `Count the brackets on ${atLine(token.line)} from the left: one up for each opening, one down for each closing.`,
      idea: `Every closing bracket needs an opening one before it.`,
      how: `Take the bracket away, or open it where the group begins.`,
    },
    { concept: 'brackets', title: 'A bracket too many', family: 'unmatched-bracket' },
  );
}

export function openText(line: number, quote: string): Account {
  return account(
    line,
    {
      what: `The text on ${atLine(line)} starts with a quote and never ends.`,
      why: `Python looks for a second ${q(quote === '"' || quote === "'" ? quote : '"')} of the same kind and reaches the end of the line.`,
      question: `Where does the text end? Is there an apostrophe inside it?`,
      where: `Follow the colours on ${atLine(line)}: where does the text begin, and where should it stop?`,
      idea: `A text begins and ends with the same kind of quote. The same quote inside ends it too early.`,
      how: `Put the closing quote at the end of the text. If there is an apostrophe inside, use the other kind of quote around it.`,
    },
    { concept: 'quotes', title: 'A text that never ends', family: 'unterminated-text' },
  );
}

export function printWithoutBrackets(line: number, name: string): Account {
  return account(
    line,
    {
      what: `${capital(atLine(line))} uses ${q(name)} without round brackets.`,
      why: `${capital(q(name))} is a function, and what a function works with stands in round brackets after its name.`,
      question: `Where do the brackets begin and end?`,
      where: `Look at what comes right after ${q(name)} on ${atLine(line)}.`,
      idea: `Very old Python wrote it without. Today every function is called with brackets.`,
      how: `Put everything that should be shown between one pair of round brackets.`,
    },
    { concept: 'print', title: 'Brackets are missing', family: 'print-statement' },
  );
}

export function equalsInCondition(line: number): Account {
  return account(
    line,
    {
      what: `One ${q('=')} gives a value, two compare. ${capital(atLine(line))} compares.`,
      why: `A condition asks a question; with one ${q('=')} it would change something instead.`,
      question: `Which sign asks whether two values are the same?`,
      where: `Look for the equals sign in the condition on ${atLine(line)}.`,
      idea: `Giving a value and comparing are two different things and have two different signs.`,
      how: `Use the sign for comparing in the condition, and leave the rest.`,
    },
    { concept: 'comparing', title: 'One equals sign or two', family: 'equals-in-condition' },
  );
}

/** The line begins a block and has no colon where it should. */
export function colonMissing(s: SyntaxCase, line: number): Account | undefined {
  const tokens = tokensOnLine(s, line);
  const [first] = tokens;
  if (first?.kind !== 'name' || !blockKeywords.has(first.text)) return undefined;
  if (['match', 'case'].includes(first.text) && tokens[1]?.text === '=') return undefined;
  let depth = 0;
  for (const token of tokens) {
    if (token.kind !== 'sign') continue;
    if ('([{'.includes(token.text)) depth += 1;
    else if (')]}'.includes(token.text)) depth -= 1;
    else if (token.text === ':' && depth === 0) return undefined;
  }
  return depth > 0 ? undefined : noColon(line, first.text, tokens.at(-1)?.text);
}

export function noColon(line: number, keyword: string, last?: string): Account {
  const instead = last !== undefined && [';', ',', '.', '='].includes(last);
  return account(
    line,
    {
      what: `${capital(atLine(line))} needs a ${q(':')} at the end${instead ? ` instead of ${q(last)}` : ''}.`,
      why:
        keyword === ''
          ? `Lines that begin a block always end with a colon.`
          : `Lines that start with ${q(keyword)} always do: the colon says that a block follows.`,
      question: `Which lines belong to this ${keyword === '' ? 'block' : q(keyword)}?`,
      where: `Look at the very end of ${atLine(line)}.`,
      idea: `Conditions, loops, functions and classes all begin with a line that ends in the same sign.`,
      how: `Add the sign at the end, and indent the lines that belong to it.`,
    },
    { concept: 'blocks', title: 'A colon is missing', family: 'expected-colon' },
  );
}

export function blockMissing(
  line: number,
  opener: { word: string; line: number } | undefined,
  text: string,
): Account {
  const where =
    opener && opener.line > 0 ? `${q(opener.word)} on ${atLine(opener.line)}` : 'the line above';
  const isEmpty = text.trim() === '';
  return account(
    line,
    {
      what: `The lines inside ${where} must start further in.`,
      why: isEmpty
        ? `After the colon Python expects at least one indented line, and the program ends there.`
        : `After a colon Python expects at least one line that is indented, and ${atLine(line)} is not.`,
      question: `Which lines should run only as a part of it?`,
      where: `Compare where ${atLine(line)} begins with where ${opener && opener.line > 0 ? atLine(opener.line) : 'the line above'} begins.`,
      idea: `In Python the space at the beginning of a line says what it belongs to.`,
      how: `Press Tab at the beginning of each line that belongs to the block. If there is nothing to do yet, ${q('pass')} holds the place.`,
    },
    { concept: 'indentation', title: 'A block without its lines', family: 'expected-block' },
  );
}

/** Two values beside each other with nothing between them. */
export function commaMissing(s: SyntaxCase, token: Token, next: Token): Account {
  const line = token.line;
  const isText = token.kind === 'string' || next.kind === 'string';
  const inBrackets = isInBrackets(s, token);
  return account(
    line,
    {
      what: `${capital(atLine(line))} has ${q(token.text)} and ${q(next.text)} beside each other with nothing between them.`,
      why: `Python cannot tell what the two should do together: ${inBrackets ? 'a comma between two items' : 'a sign'}${isText ? ', or a plus sign or quote,' : ''} is missing.`,
      question: isText
        ? `Are they two values, or should they become one text?`
        : `What should happen with the two?`,
      where: `Look at the gap between ${q(token.text)} and ${q(next.text)} on ${atLine(line)}.`,
      idea: `Items are parted by commas, values are joined by signs, and text is held together by its quotes.`,
      how: `Decide which of the three is missing in the gap, and put it there.`,
    },
    { concept: 'commas', title: 'Something is missing between two values', family: 'forgot-comma' },
  );
}

function isInBrackets(s: SyntaxCase, token: Token): boolean {
  let depth = 0;
  for (const one of s.tokens) {
    if (one.at >= token.at) break;
    if (one.kind !== 'sign') continue;
    if ('([{'.includes(one.text)) depth += 1;
    else if (')]}'.includes(one.text)) depth -= 1;
  }
  return depth > 0;
}

/** The line above that begins a block, for messages of old Pythons that do not name it. */
export function openerBefore(
  s: SyntaxCase,
  line: number,
): { word: string; line: number } | undefined {
  for (let at = line - 1; at > 0; at -= 1) {
    const text = lineText(s.code, at).replace(/#.*/, '').trim();
    if (text === '') continue;
    const word = /^(?:async\s+)?(\w+)/.exec(text)?.[1];
    return word !== undefined && text.endsWith(':') ? { word, line: at } : undefined;
  }
  return undefined;
}
