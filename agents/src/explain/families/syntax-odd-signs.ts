/** Signs that are wrong, doubled, missing or left open. */
import { lineText } from '../code.ts';
import { account, lineBefore, tokensOnLine } from './syntax-case.ts';
import { type Cause, isSign, isWord } from './syntax-cause.ts';
import { equalsInCondition, neverClosed, openText, strayBracket } from './syntax-words.ts';
import { type Account, atLine, capital, q } from '../family.ts';
import { oddBrackets } from '../tokens.ts';

export const openString: Cause = (s) => {
  const open =
    s.own.find((token) => token.isOpen) ??
    tokensOnLine(s, lineBefore(s, s.line)).find((token) => token.isOpen);
  return open && openText(open.line, open.text.slice(0, 1));
};

const wrongSigns: [pattern: RegExp, sign: string, say: string][] = [
  [/(?<![=<>!])=\s*<(?!<)/, '=<', 'Python writes "at most" with the smaller-than sign first'],
  [/(?<![=<>!])=\s*>/, '=>', 'Python writes "at least" with the greater-than sign first'],
  [/<\s+=|>\s+=|!\s+=|=\s+=/, '= =', 'the two signs belong together, without a space between them'],
  [/===/, '===', 'Python compares with two equals signs'],
  [/<>/, '<>', 'Python writes "not equal" with an exclamation mark and an equals sign'],
  [/&&/, '&&', 'Python says it with the word `and`'],
  [/\|\|/, '||', 'Python says it with the word `or`'],
  [/\+\+/, '++', 'Python has no such sign; a step is added with `+=`'],
  [/--\s*($|[;):])/, '--', 'Python has no such sign; a step is taken away with `-=`'],
  [/=\+(?=\s*[\w(])/, '=+', 'the plus sign comes first'],
  [/!(?!=)/, '!', 'Python says "not" with the word `not`'],
  [/\?/, '?', 'Python says it with the words `if` and `else`'],
  [/^\s*\/\/|;\s*\/\/|\/\*/, '//', 'Python begins a comment with `#`'],
  [/[)\w]\s*\{\s*$/, '{', 'Python begins a block with a colon and indents what belongs to it'],
  [/;\s*;/, ';;', 'a line ends by itself, and between two steps stands one at most'],
  [/\$/, '$', 'names have only letters, digits and underlines'],
  [/÷|×|≤|≥|≠/, 'that sign', 'Python writes it with the signs of the keyboard'],
];

export const wrongSign: Cause = (s) => {
  const bare = s.own
    .reduceRight(
      (text, token) =>
        token.kind === 'string'
          ? text.slice(0, token.at - (s.code.starts[s.line - 1] ?? 0)) +
            ' '.repeat(token.text.length) +
            text.slice(token.at - (s.code.starts[s.line - 1] ?? 0) + token.text.length)
          : text,
      lineText(s.code, s.line),
    )
    .replace(/#.*/, '');
  const found = wrongSigns.find(([pattern]) => pattern.test(bare));
  if (!found) return undefined;
  const [, sign, say] = found;
  return account(s.line, {
    what: `${capital(atLine(s.line))} has ${sign.startsWith('that') ? sign : q(sign)}, which Python cannot read there.`,
    why: `${capital(say)}.`,
    question: `How does that look on ${atLine(s.line)}?`,
    where: `Look for ${sign.startsWith('that') ? sign : q(sign)} on ${atLine(s.line)}.`,
    idea: `Every language has its own signs, and Python reads only its own.`,
    how: `Put Python's sign or word in its place, and leave the rest as it is.`,
  });
};

export const assignInCondition: Cause = (s) => {
  const [first] = s.own;
  if (!isWord(first, 'if', 'elif', 'while')) return undefined;
  let depth = 0;
  for (const token of s.own) {
    if (isSign(token, '(', '[', '{')) depth += 1;
    else if (isSign(token, ')', ']', '}')) depth -= 1;
    else if (isSign(token, '=') && depth <= 1) return equalsInCondition(s.line);
  }
  return undefined;
};

export const numberName: Cause = (s) => {
  const at = s.own.findIndex((token, i) => {
    const next = s.own[i + 1];
    return (
      token.kind === 'number' && next?.kind === 'name' && next.at === token.at + token.text.length
    );
  });
  const [token, next] = [s.own[at], s.own[at + 1]];
  if (!token || !next) return undefined;
  return digitName(
    s.line,
    token.text + next.text,
    at === 0 || isWord(s.own[at - 1], 'def', 'class', 'for'),
  );
};

export function digitName(line: number, text: string, isName: boolean): Account {
  return account(
    line,
    {
      what: `${capital(atLine(line))} has ${q(text)}, which begins like a number and goes on like a name.`,
      why: `A name must not begin with a digit, and between a number and a name there has to be a sign.`,
      question: isName
        ? `How could the name begin with a letter?`
        : `Which sign belongs between them?`,
      idea: `Python decides by the first character: a digit begins a number, a letter begins a name.`,
      how: `Begin the name with a letter, or write the sign that you mean, for example for multiplying.`,
    },
    { concept: 'names' },
  );
}

export const unclosedBefore: Cause = (s) => {
  const odd = oddBrackets(s.tokens.filter((token) => token.line <= s.line));
  const open = odd.findLast((one) => one.kind === 'open' && one.token.line < s.line);
  if (open) return neverClosed(open.token);
  const other = odd.find((one) => one.kind !== 'open' && one.token.line === s.line);
  return other && strayBracket(other.token, other.opened);
};

export const unclosedHere: Cause = (s) => {
  const open = oddBrackets(s.tokens).find(
    (one) => one.kind === 'open' && one.token.line === s.line,
  );
  return open && neverClosed(open.token);
};

export const danglingSign: Cause = (s) => {
  const last = s.own.at(-1);
  const isDangling =
    isSign(
      last,
      '=',
      '+',
      '-',
      '*',
      '/',
      '//',
      '%',
      '**',
      '==',
      '!=',
      '<',
      '>',
      '<=',
      '>=',
      '+=',
      '-=',
      '*=',
      '/=',
      '.',
    ) || isWord(last, 'and', 'or', 'not', 'in', 'is', 'import', 'from', 'del', 'lambda');
  const beforeColon = isSign(last, ':') ? s.own.at(-2) : undefined;
  const isCut =
    isSign(beforeColon, '==', '!=', '<', '>', '<=', '>=', '+', '-', '*', '/', '=') ||
    isWord(beforeColon, 'and', 'or', 'not', 'in', 'if', 'elif', 'while', 'is');
  const isLambda = isSign(last, ':') && s.own.some((one) => isWord(one, 'lambda'));
  const hole = isLambda ? last : undefined;
  const token = isDangling ? last : isCut ? beforeColon : hole;
  if (!token) return undefined;
  return account(s.line, {
    what: `${capital(atLine(s.line))} stops after ${q(token.text)}, where something is still missing.`,
    why: `${capital(q(token.text))} needs a value on its right side.`,
    question: `What should come after ${q(token.text)}?`,
    where: `Look at what comes after ${q(token.text)} on ${atLine(s.line)}.`,
    idea: `A sign for calculating, comparing or naming stands between two things.`,
    how: `Complete the line, or take the sign away if nothing should follow.`,
  });
};

export const doubledSign: Cause = (s) => {
  const binary = ['*', '/', '//', '%', '==', '!=', '<', '>', '<=', '>=', '=', ',', '+=', '-=', ':'];
  for (const [i, token] of s.own.entries()) {
    const next = s.own[i + 1];
    if (!isSign(token, ...binary, '+', '-', '(', '[') || !isSign(next, ...binary)) continue;
    if (isSign(token, '(', '[') && isSign(next, '*', ':')) continue;
    if (isSign(token, ',', '=', ':') && isSign(next, '*', ':', '=') && token.text !== next?.text)
      continue;
    if (isSign(next, ':') || (isSign(token, ':') && !isSign(next, ','))) continue;
    const pair = `${token.text} ${next?.text ?? ''}`;
    return account(s.line, {
      what: `${capital(atLine(s.line))} has ${q(pair)} with nothing between the two signs.`,
      why: `Between two signs Python expects a value.`,
      question: `Is one sign too many, or is a value missing?`,
      where: `Look for ${q(pair)} on ${atLine(s.line)}.`,
      idea: `Signs and values take turns, as in a sum on paper.`,
      how: `Take one of the signs away, or write the missing value between them.`,
    });
  }
  return undefined;
};
