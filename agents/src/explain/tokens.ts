/** Python text as tokens, also where it does not fit the grammar: for finding what is wrong with a line, and for leaks. */

export interface Token {
  kind: 'name' | 'number' | 'string' | 'sign' | 'odd';
  text: string;
  /** Offset and 1-based line of the first character. */
  at: number;
  line: number;
  /** Of a string: its closing quote is missing. */
  isOpen?: boolean;
}

const space = /[ \t\r\n\f\\]+/y;
const comment = /#[^\n]*/y;
const prefix = /(?:[rRbBuU]|[fFtT]|[rR][bBfFtT]|[bBfFtT][rR])?(?=['"])/y;
const number =
  /(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?)/y;
const name = /[\p{L}_][\p{L}\p{N}_]*/uy;
const sign =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|!=|->|:=|==|<=|>=|<<|>>|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|@=|\*\*|\/\/|[-+*/%@&|^~<>()[\]{},:;.=]/y;

export function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  let line = 1;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const blank = take(space) ?? take(comment);
    if (blank) {
      line += count(blank);
      at += blank.length;
      continue;
    }
    const start = take(prefix);
    if (start !== undefined) {
      const { end, isOpen } = stringEnd(text, at + start.length);
      const token: Token = { kind: 'string', text: text.slice(at, end), at, line };
      found.push(isOpen ? { ...token, isOpen } : token);
      line += count(token.text);
      at = end;
      continue;
    }
    const [kind, part] = (
      [
        ['number', take(number)],
        ['name', take(name)],
        ['sign', take(sign)],
      ] as const
    ).find(([, one]) => one) ?? ['odd', [...text.slice(at, at + 2)][0] ?? ' '];
    found.push({ kind, text: part ?? ' ', at, line });
    at += (part ?? ' ').length;
  }
  return found;
}

function count(text: string): number {
  let lines = 0;
  for (const sign of text) if (sign === '\n') lines += 1;
  return lines;
}

/** @param from  offset of the opening quote */
function stringEnd(text: string, from: number): { end: number; isOpen: boolean } {
  const quote = text[from] ?? "'";
  const triple = quote.repeat(3);
  const isTriple = text.startsWith(triple, from);
  const closing = isTriple ? triple : quote;
  for (let i = from + closing.length; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text.startsWith(closing, i)) return { end: i + closing.length, isOpen: false };
    else if (text[i] === '\n' && !isTriple) return { end: i, isOpen: true };
  }
  return { end: text.length, isOpen: true };
}

const pairs: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

/** Brackets that do not pair up, in order: opening ones without an end, closing ones without a beginning or of another kind. */
export function oddBrackets(
  tokens: readonly Token[],
): { token: Token; kind: 'open' | 'extra' | 'other'; opened?: Token }[] {
  const open: Token[] = [];
  const found: ReturnType<typeof oddBrackets> = [];
  for (const token of tokens) {
    if (token.kind !== 'sign') continue;
    if ('([{'.includes(token.text)) open.push(token);
    else if (token.text in pairs) {
      const last = open.at(-1);
      if (!last) found.push({ token, kind: 'extra' });
      else if (last.text === pairs[token.text]) open.pop();
      else {
        found.push({ token, kind: 'other', opened: last });
        open.pop();
      }
    }
  }
  found.push(...open.map((token) => ({ token, kind: 'open' as const })));
  return found.sort((a, b) => a.token.at - b.token.at);
}
