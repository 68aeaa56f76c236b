/** Words where Python expects something else: prose, other languages, its own words as names. */
import { type SyntaxCase, account } from './syntax-case.ts';
import { type Cause, isOperand, isSign, isWord } from './syntax-cause.ts';
import { printWithoutBrackets } from './syntax-words.ts';
import { type Account, atLine, capital, q } from '../family.ts';
import { nearest } from '../near.ts';
import { blockKeywords, builtins, foreignWords, keywords } from '../python-words.ts';

export const sentence: Cause = (s) => {
  const isPlain = s.own.every(
    (token) => token.kind === 'name' || (token.kind === 'sign' && '.,'.includes(token.text)),
  );
  const [first] = s.own;
  const isCode = first !== undefined && (keywords.has(first.text) || first.text === 'print');
  return isPlain && !isCode && s.own.length >= 4 ? prose(s.line) : undefined;
};

export const printStatement: Cause = (s) => {
  const [first, second] = s.own;
  if (!isWord(first, 'print', 'input') || second === undefined || isSign(second, '(', '=', '.'))
    return undefined;
  return first && printWithoutBrackets(s.line, first.text);
};

export const elseIf: Cause = (s) => {
  const [first, second] = s.own;
  if (isWord(first, 'else') && isWord(second, 'if')) {
    return account(s.line, {
      what: `${capital(atLine(s.line))} says ${q('else if')}, which Python writes as one word.`,
      why: `After ${q('else')} Python expects a colon at once; a further condition has a word of its own.`,
      question: `Which short word joins ${q('else')} and ${q('if')}?`,
      idea: `A chain of conditions begins with ${q('if')}, goes on with the joined word, and may end with ${q('else')}.`,
      how: `Put the joined word in the place of the two.`,
    });
  }
  if (isWord(first, 'else') && second !== undefined && !isSign(second, ':')) {
    return account(s.line, {
      what: `${capital(atLine(s.line))} puts a condition after ${q('else')}.`,
      why: `${capital(q('else'))} means "in all other cases", so it never has a condition of its own.`,
      question: `Is there really something to ask here?`,
      idea: `Only ${q('if')} and its follow-up ask something. ${capital(q('else'))} takes whatever is left.`,
      how: `Drop the condition and keep the colon, or use the word that asks again.`,
    });
  }
  return undefined;
};

export const foreignWord: Cause = (s) => {
  const [first, second] = s.own;
  if (
    !first ||
    first.kind !== 'name' ||
    isSign(second, '=', '.', '(', '[') ||
    keywords.has(first.text)
  )
    return undefined;
  const word = foreignWords[first.text];
  if (word !== undefined && blockKeywords.has(word)) {
    return account(s.line, {
      what: `${capital(atLine(s.line))} begins with ${q(first.text)}, a word that Python does not have.`,
      why: `Other languages use it. Python says ${q(word)}.`,
      question: `What does the line look like with Python's word?`,
      idea: `Python reads a line by its first word, and knows only its own words.`,
      how: `Use Python's word, and check that the rest of the line has Python's form too: no brackets needed, a colon at the end.`,
    });
  }
  const near = nearest(first.text, [...keywords]);
  const startsName = isOperand(second) || isSign(second, ':') || isWord(second, 'not');
  if (near !== undefined && startsName) {
    return account(s.line, {
      what: `${capital(atLine(s.line))} begins with ${q(first.text)}, which is no word of Python.`,
      why: `${q(near)} is spelt almost the same${near.toLowerCase() === first.text.toLowerCase() ? ', with other capitals' : ''}.`,
      question: `Is ${q(near)} the word you mean?`,
      idea: `Python's own words have one spelling, mostly in small letters.`,
      how: `Compare the first word letter by letter and mend it.`,
    });
  }
  return undefined;
};

export const keywordAsName: Cause = (s) => {
  for (const [i, token] of s.own.entries()) {
    if (token.kind !== 'name' || !keywords.has(token.text)) continue;
    const [before, after] = [s.own[i - 1], s.own[i + 1]];
    const isAssigned =
      isSign(after, '=') &&
      (i === 0 || isSign(before, ',', '(')) &&
      !['print'].includes(token.text);
    const isNamed =
      isWord(before, 'def', 'class', 'for', 'import', 'as', 'global') &&
      !['True', 'False', 'None'].includes(token.text);
    const isMember = isSign(before, '.') && before !== undefined && s.own[i - 2] !== undefined;
    if (!isAssigned && !isNamed && !isMember) continue;
    if (isWord(before, 'import') && token.text === 'as') continue;
    return account(
      s.line,
      {
        what: `${capital(atLine(s.line))} uses ${q(token.text)} as a name.`,
        why: `${q(token.text)} is one of Python's own words, so nothing of yours can be called that.`,
        question: `What else could it be called?`,
        idea: `About thirty-five words are taken by Python. The editor shows them in a colour of their own.`,
        how: `Choose another name, for example a longer one, and use it in every place.`,
      },
      { concept: 'names' },
    );
  }
  return undefined;
};

/** Three plain words in a row are a sentence, not code. */
export function isProse(s: SyntaxCase): boolean {
  const names = s.own.filter((token) => token.kind === 'name');
  const known = names.filter((token) => builtins.includes(token.text)).length;
  return s.own.length >= 3 && names.length - known >= 3 && names.length >= s.own.length - 1;
}

export function prose(line: number): Account {
  return account(
    line,
    {
      what: `${capital(atLine(line))} reads like a sentence, not like Python.`,
      why: `Words beside each other have no meaning for Python. Text needs quotes, a note needs a ${q('#')} before it.`,
      question: `Is the line a note for people, a text to show, or a step for Python?`,
      idea: `Everything outside of quotes and comments is read as code.`,
      how: `Make it a comment, put it in quotes where a text is needed, or say it with Python's words.`,
    },
    { concept: 'comments' },
  );
}

/** `import random as`, `import numpy np`: a second name that is missing or has lost its word. */
export const importName: Cause = (s) => {
  const [first, module, third, fourth] = s.own;
  if (!isWord(first, 'import') || module?.kind !== 'name') return undefined;
  if (isWord(third, 'as') && fourth === undefined) {
    return account(s.line, {
      what: `${capital(atLine(s.line))} ends after ${q('as')}.`,
      why: `After ${q('as')} stands the short name under which ${q(module.text)} is used from then on.`,
      question: `Do you want another name for ${q(module.text)} at all?`,
      idea: `A module has its own name already. A second one is only for shortness.`,
      how: `Write the short name at the end, or end the line after ${q(module.text)}.`,
    });
  }
  if (third?.kind !== 'name' || isWord(third, 'as') || fourth !== undefined) return undefined;
  return account(s.line, {
    what: `${capital(atLine(s.line))} has ${q(module.text)} and ${q(third.text)} beside each other.`,
    why: `Two modules need a comma between them, and a short name needs a word before it.`,
    question: `Is ${q(third.text)} a second module or a short name for ${q(module.text)}?`,
    idea: `Commas stand between several modules; the word for a short name stands between it and the module.`,
    how: `Put between the two what you mean.`,
  });
};
