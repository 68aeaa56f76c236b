/** The failing line of a syntax error in tokens, and the words all syntax texts share. */
import { lineText } from '../code.ts';
import { type Account, atLine, type Case } from '../family.ts';
import { type Token, tokensOf } from '../tokens.ts';

export interface SyntaxCase extends Case {
  /** Of the whole file. */
  tokens: readonly Token[];
  /** Of the failing line. */
  own: readonly Token[];
  /** Python's mark, as an offset; undefined where it is not known. */
  mark: number | undefined;
}

/** Of a longer file only the lines around the failing one are looked at. */
const maxTokenChars = 16 * 1024;
const linesBefore = 60;
const linesAfter = 20;

export function syntaxCase(c: Case): SyntaxCase {
  const tokens = tokensAround(c);
  return {
    ...c,
    tokens,
    own: tokens.filter((token) => token.line === c.line),
    mark: c.focus?.from,
  };
}

function tokensAround({ code, line }: Case): Token[] {
  if (code.text.length <= maxTokenChars) return tokensOf(code.text);
  const first = Math.max(1, line - linesBefore);
  const from = code.starts[first - 1] ?? 0;
  const part = code.text.slice(from, code.starts[line + linesAfter] ?? code.text.length);
  if (part.length > maxTokenChars) return [];
  return tokensOf(part).map((token) => ({
    ...token,
    at: token.at + from,
    line: token.line + first - 1,
  }));
}

export function tokensOnLine(s: SyntaxCase, line: number): Token[] {
  return s.tokens.filter((token) => token.line === line);
}

/** The last line before `line` that holds code. */
export function lineBefore(s: SyntaxCase, line: number): number {
  for (let at = line - 1; at > 0; at -= 1) {
    const text = lineText(s.code, at).trim();
    if (text !== '' && !text.startsWith('#')) return at;
  }
  return 0;
}

/** The token at or after Python's mark on the failing line. */
export function marked(s: SyntaxCase): Token | undefined {
  const { mark } = s;
  if (mark === undefined) return undefined;
  return s.own.find((token) => token.at + token.text.length > mark);
}

/** One account in the three parts every syntax text has. */
export function account(
  line: number,
  parts: { what: string; why: string; question: string; idea: string; how: string; where?: string },
  more: Pick<Account, 'concept' | 'title' | 'specific' | 'family'> = {},
): Account {
  return {
    what: parts.what,
    why: parts.why,
    question: parts.question,
    line,
    hints: [parts.where ?? `Read ${atLine(line)} slowly, sign by sign.`, parts.idea, parts.how],
    ...more,
  };
}
