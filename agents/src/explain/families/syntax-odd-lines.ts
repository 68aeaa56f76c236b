/** Lines that begin or continue a block and do not have its form. */
import { lineText } from '../code.ts';
import { account, lineBefore } from './syntax-case.ts';
import { type Cause, isOperand, isSign, isWord } from './syntax-cause.ts';
import { colonMissing } from './syntax-words.ts';
import { atLine, capital, q } from '../family.ts';

export const missingColon: Cause = (s) => colonMissing(s, s.line) ?? undefined;

export const defForm: Cause = (s) => {
  const [first, second, third] = s.own;
  if (isWord(first, 'def')) {
    if (second && isOperand(second) && !isSign(third, '(', '[')) {
      return account(
        s.line,
        {
          what: `${capital(atLine(s.line))} begins the function ${q(second.text)} without round brackets.`,
          why: `After the name of a function come round brackets, even when it takes no values.`,
          question: `Which values does ${q(second.text)} need, if any?`,
          idea: `The first line of a function has four parts: the word, the name, the brackets, the colon.`,
          how: `Put the brackets after the name, with the parameters inside, and the colon after them.`,
        },
        { concept: 'functions' },
      );
    }
    const odd = s.own.slice(3).find((token) => token.kind === 'number' || token.kind === 'string');
    const at = odd ? s.own.indexOf(odd) : -1;
    if (odd && isSign(s.own[at - 1], '(', ',')) {
      return account(
        s.line,
        {
          what: `${capital(atLine(s.line))} has ${q(odd.text)} where the name of a parameter belongs.`,
          why: `The brackets of a definition hold names. The values come later, in the call.`,
          question: `What is this value called inside the function?`,
          idea: `A definition says which names a function uses; a call gives them values.`,
          how: `Write a name there, and hand the value over where the function is called.`,
        },
        { concept: 'parameters' },
      );
    }
  }
  const equals = s.own.findIndex((token) => isSign(token, '='));
  if (isWord(first, 'for') && equals > 0 && equals < 4) {
    return account(
      s.line,
      {
        what: `The ${q('for')} on ${atLine(s.line)} gives a value with ${q('=')}.`,
        why: `A loop of Python has the form: for, a name, the word ${q('in')}, and what holds the items.`,
        question: `Which items should the loop go through?`,
        idea: `The name takes each item after the word ${q('in')}, one after another. It needs no starting value.`,
        how: `Write the name, the word ${q('in')}, and Python's counting function with the first and the last number.`,
      },
      { concept: 'for-loop' },
    );
  }
  if (isWord(first, 'for') && !s.own.some((token) => isWord(token, 'in'))) {
    return account(
      s.line,
      {
        what: `The ${q('for')} on ${atLine(s.line)} does not say what to go through.`,
        why: `A loop has the form: for, a name, the word ${q('in')}, and what holds the items.`,
        question: `Which items should the loop go through?`,
        idea: `The name takes each item after the word ${q('in')}, one after another.`,
        how: `Put ${q('in')} between the name and what holds the items. To count, that is Python's counting function.`,
      },
      { concept: 'for-loop' },
    );
  }
  if (isWord(first, 'import') && s.own.some((token) => isWord(token, 'from'))) {
    return account(
      s.line,
      {
        what: `${capital(atLine(s.line))} has ${q('import')} and ${q('from')} in the wrong order.`,
        why: `Python first wants to know which module, then what out of it.`,
        question: `Which of the two words comes first?`,
        idea: `Read it as a sentence: from this module, import that name.`,
        how: `Begin the line with the module, and end it with the name you want.`,
      },
      { concept: 'modules' },
    );
  }
  return undefined;
};

export const loneBlock: Cause = (s) => {
  const [first] = s.own;
  if (!isWord(first, 'else', 'elif', 'except', 'finally', 'case')) return undefined;
  const before = lineBefore(s, s.line);
  const indent = (line: number): number => lineText(s.code, line).search(/\S|$/);
  const partner = ['except', 'finally'].includes(first?.text ?? '')
    ? 'try'
    : first?.text === 'case'
      ? 'match'
      : 'if';
  const isDeeper = before > 0 && indent(s.line) > 0 && indent(before) === indent(s.line);
  return account(
    s.line,
    {
      what: `The ${q(first?.text ?? '')} on ${atLine(s.line)} has no ${q(partner)} it belongs to.`,
      why:
        isDeeper || indent(s.line) > 0
          ? `It must begin exactly below its ${q(partner)}, and here it stands further in or out.`
          : `Between them stands a line that is not indented, or there is no ${q(partner)} above.`,
      question: `Which ${q(partner)} should it go with?`,
      where: `Go up from ${atLine(s.line)} to the ${q(partner)} it should belong to.`,
      idea: `Lines that belong together, such as ${q(partner)} and ${q(first?.text ?? '')}, begin in the same column, with only indented lines between them.`,
      how: `Move the line so that it begins below its partner, and indent everything that stands between.`,
    },
    { concept: 'indentation' },
  );
};

export const tryAlone: Cause = (s) => {
  const before = lineBefore(s, s.line);
  if (before === 0) return undefined;
  const indent = lineText(s.code, s.line).search(/\S|$/);
  for (let line = before; line > 0; line -= 1) {
    const text = lineText(s.code, line);
    if (text.trim() === '' || text.search(/\S/) > indent) continue;
    if (!/^\s*try\s*:/.test(text)) return undefined;
    return account(
      line,
      {
        what: `The ${q('try')} on ${atLine(line)} does not say what happens when it fails.`,
        why: `After its lines Python expects ${q('except')} or ${q('finally')}, but finds ${atLine(s.line)}.`,
        question: `Which error do you expect, and what then?`,
        idea: `${capital(q('try'))} always comes with a second part.`,
        how: `Add the second part below the indented lines, beginning in the same column as ${q('try')}.`,
      },
      { concept: 'exceptions' },
    );
  }
  return undefined;
};
