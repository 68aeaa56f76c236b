/**
 * What a line that Python cannot read most likely has wrong, found in its tokens. Python's own message often says only
 * "invalid syntax", and old versions say it for nearly everything, so these look at the code alone. The first that fits wins.
 */
import { type SyntaxCase, account, lineBefore, marked } from './syntax-case.ts';
import { type Cause, isOperand, isSign, isWord } from './syntax-cause.ts';
import { defForm, loneBlock, missingColon, tryAlone } from './syntax-odd-lines.ts';
import {
  assignInCondition,
  danglingSign,
  doubledSign,
  numberName,
  openString,
  unclosedBefore,
  unclosedHere,
  wrongSign,
} from './syntax-odd-signs.ts';
import {
  elseIf,
  foreignWord,
  importName,
  isProse,
  keywordAsName,
  printStatement,
  prose,
  sentence,
} from './syntax-odd-words.ts';
import { colonMissing, commaMissing } from './syntax-words.ts';
import { type Account, atLine, capital, q } from '../family.ts';
import { keywords } from '../python-words.ts';
import type { Token } from '../tokens.ts';

const neighbours: Cause = (s) => {
  for (const [i, token] of s.own.entries()) {
    const next = s.own[i + 1];
    if (!next || !isOperandEnd(token) || !isOperandStart(next)) continue;
    if (token.kind === 'string' && next.kind === 'string') continue;
    if (isWord(token, 'print', 'match', 'case', 'type') && i === 0) continue;
    if (token.kind === 'name' && next.kind === 'name' && isProse(s)) return prose(s.line);
    return commaMissing(s, token, next);
  }
  return undefined;
};

function isOperandEnd(token: Token): boolean {
  return isSign(token, ')', ']', '}') || isOperand(token);
}

function isOperandStart(token: Token): boolean {
  return isOperand(token) || isSign(token, '{');
}

const afterMark: Cause = (s) => {
  const token = marked(s);
  const before = token ? s.own[s.own.indexOf(token) - 1] : undefined;
  if (!token) return undefined;
  if (token.kind === 'name' && keywords.has(token.text)) {
    return account(s.line, {
      what: `${capital(atLine(s.line))} has the word ${q(token.text)} where Python does not expect it.`,
      why: before
        ? `After ${q(before.text)} something else has to come first, or a sign is missing.`
        : `A line cannot begin like this here.`,
      question: `What should stand before ${q(token.text)}?`,
      where: `Look at ${q(token.text)} on ${atLine(s.line)} and at what stands before it.`,
      idea: `Python's own words have fixed places in a line.`,
      how: `Say the line aloud as a sentence, see which part is missing, and complete it or move the word.`,
    });
  }
  if (
    before &&
    isWord(
      before,
      'in',
      'and',
      'or',
      'not',
      'if',
      'while',
      'return',
      'lambda',
      'as',
      'import',
      'from',
      'class',
      'def',
      'del',
    )
  ) {
    return account(s.line, {
      what: `${capital(atLine(s.line))} has ${q(token.text)} right after ${q(before.text)}.`,
      why: `After ${q(before.text)} Python expects a ${['def', 'class', 'as', 'import', 'from'].includes(before.text) ? 'name' : 'value'}.`,
      question: `What belongs between ${q(before.text)} and ${q(token.text)}?`,
      idea: `Each of Python's words asks for something after it.`,
      how: `Complete what the word asks for, or take the word away.`,
    });
  }
  return undefined;
};

/** In this order: what is certain first, guesses last. */
export const syntaxCauses: readonly Cause[] = [
  openString,
  sentence,
  printStatement,
  elseIf,
  importName,
  foreignWord,
  wrongSign,
  keywordAsName,
  assignInCondition,
  numberName,
  unclosedBefore,
  defForm,
  loneBlock,
  missingColon,
  tryAlone,
  doubledSign,
  danglingSign,
  neighbours,
  unclosedHere,
  afterMark,
];

export function findSyntaxCause(s: SyntaxCase): Account | undefined {
  for (const cause of syntaxCauses) {
    const found = cause(s);
    if (found) return found;
  }
  const before = lineBefore(s, s.line);
  if (before > 0 && s.own.length > 0 && s.own[0] === marked(s)) return colonMissing(s, before);
  return undefined;
}
