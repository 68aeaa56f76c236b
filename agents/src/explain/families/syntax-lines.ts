/** Messages that say little: what the code itself tells of the line. */
import { type SyntaxCase, account, lineBefore, marked } from './syntax-case.ts';
import { findSyntaxCause } from './syntax-causes.ts';
import { colonMissing, commaMissing, neverClosed, noColon } from './syntax-words.ts';
import { type Account, atLine } from '../family.ts';
import { oddBrackets } from '../tokens.ts';

function unknown(s: SyntaxCase): Account {
  const before = lineBefore(s, s.line);
  return account(
    s.line,
    {
      what: `Python can't read ${atLine(s.line)}.`,
      why: `Look just before the mark${before > 0 ? `, and at the end of ${atLine(before)}` : ''}: the mistake is often a little earlier than where Python notices it.`,
      question: `Which sign or word on the line would you not expect there?`,
      idea: `Python reads from left to right and stops at the first thing that does not fit.`,
      how: `Make the line shorter step by step until it works; what you took away last holds the mistake.`,
    },
    { specific: false },
  );
}

export function anyCause(s: SyntaxCase): Account {
  return findSyntaxCause(s) ?? unknown(s);
}

export function forgotComma(s: SyntaxCase): Account {
  const found = findSyntaxCause(s);
  if (found) return found;
  const token = marked(s);
  const next = token && s.own[s.own.indexOf(token) + 1];
  return token && next ? commaMissing(s, token, next) : unknown(s);
}

export function explainNeverClosed(s: SyntaxCase): Account {
  const sign = s.match[1] ?? '(';
  const token = oddBrackets(s.tokens).find((one) => one.kind === 'open' && one.token.text === sign);
  return neverClosed(token?.token.line === s.line ? token.token : { text: sign, line: s.line });
}

export function explainColon(s: SyntaxCase): Account {
  const found = colonMissing(s, s.line);
  if (found) return found;
  const cause = findSyntaxCause(s);
  if (cause) return cause;
  return noColon(s.line, s.own[0]?.kind === 'name' ? s.own[0].text : '');
}

export function explainTry(s: SyntaxCase): Account {
  return findSyntaxCause({ ...s, own: s.own.slice(0, 1) }) ?? anyCause(s);
}
