/** Values, signs and texts in a form Python does not read. */
import { type SyntaxCase, account } from './syntax-case.ts';
import { digitName } from './syntax-odd-signs.ts';
import { equalsInCondition } from './syntax-words.ts';
import { type Account, atLine, capital, failingText, q } from '../family.ts';

export function explainCannotAssign(s: SyntaxCase): Account {
  const target = s.match[1] ?? 'this';
  const isCondition = /^(if|elif|while)\b/.test(failingText(s));
  if (isCondition) return equalsInCondition(s.line);
  const isCompare = /comparison/.test(target);
  const at = s.own.findIndex((token) => token.text === '=');
  const last = s.own.length - 1;
  const isReversed = at === last - 1 && s.own[last]?.kind === 'name';
  const left = at > 0 ? s.code.text.slice(s.own[0]?.at ?? 0, s.own[at]?.at ?? 0).trim() : '';
  return account(
    s.line,
    {
      what: `${capital(atLine(s.line))} wants to give a value to ${left === '' ? `a ${target}` : q(left)}, and that is not possible.`,
      why: isReversed
        ? `The name that gets the value, here ${q(s.own[last]?.text ?? '')}, stands on the left of ${q('=')}.`
        : isCompare
          ? `With ${q('==')} on its left side the line compares and assigns at once.`
          : `On the left of ${q('=')} stands a name or a place in a list; ${q(left === '' ? target : left)} is ${/literal|True|False|None/.test(target) ? 'a value' : 'something worked out'}.`,
      question: `Which name should hold the value?`,
      where: `Look at what stands left of ${q('=')} on ${atLine(s.line)}.`,
      idea: `${capital(q('='))} is no sum on paper: it takes what is on the right and puts it under the name on the left.`,
      how: isReversed
        ? `Swap the two sides.`
        : `Put a single name on the left. If you wanted to compare, use the sign for comparing.`,
    },
    { family: 'cannot-assign', title: 'A value on the wrong side' },
  );
}

export function explainArgumentAssign(s: SyntaxCase): Account {
  return account(s.line, {
    what: `${capital(atLine(s.line))} has ${q('=')} inside the brackets of a call, after something that is no name.`,
    why: `In a call ${q('=')} gives a value to a parameter. To compare, Python needs ${q('==')}.`,
    question: `Do you want to compare two values, or to name a parameter?`,
    where: `Look for the equals sign between the brackets on ${atLine(s.line)}.`,
    idea: `One equals sign gives, two compare.`,
    how: `Use the comparing sign, or write just the parameter's name before the equals sign.`,
  });
}

export function explainCharacter(s: SyntaxCase): Account {
  const sign = s.match[1] ?? s.own.find((token) => token.kind === 'odd')?.text ?? '';
  const isQuote = /[“”„‟‘’‚«»´]/.test(sign);
  const isSpace = /U\+00A0|U\+200B|U\+FEFF|non-printable/.test(s.message) || /^\s/.test(sign);
  return account(s.line, {
    what: `${capital(atLine(s.line))} has ${isSpace || sign === '' ? 'a sign that cannot be seen and' : q(sign)}${isSpace || sign === '' ? '' : ', a sign'} that Python does not know.`,
    why: isQuote
      ? `These are the curly quotes of a text program. Python knows only the straight ones.`
      : `It often comes from text that was copied from a page or a document.`,
    question: isQuote
      ? `Which quotes on the line are curly?`
      : `Which sign of the keyboard belongs there?`,
    where: `Go through ${atLine(s.line)} with the arrow keys, sign by sign.`,
    idea: `Some signs look alike and are different for Python: quotes, minus signs, spaces.`,
    how: `Delete the sign and type it anew on the keyboard.`,
  });
}

export function explainFString(s: SyntaxCase): Account {
  const isEmpty = /empty expression|valid expression required/.test(s.message);
  const isSingle = /single '}'/.test(s.message);
  return account(s.line, {
    what: isEmpty
      ? `An f-string on ${atLine(s.line)} has curly brackets with nothing Python can read inside.`
      : isSingle
        ? `An f-string on ${atLine(s.line)} has a closing curly bracket without an opening one.`
        : `The curly brackets in an f-string on ${atLine(s.line)} do not fit together.`,
    why: `Between the curly brackets stands what should be shown: a name or something to work out. The same quote must not be used inside as around.`,
    question: `What should be shown at that place?`,
    where: `Look at each pair of curly brackets on ${atLine(s.line)}.`,
    idea: `In an f-string curly brackets open a little window for a value. Everything outside of them is text.`,
    how: `Put one name or calculation between each pair, and check that each pair is closed before the text ends.`,
  });
}

export function explainPositional(s: SyntaxCase): Account {
  const isDefinition = /default/.test(s.message);
  return account(s.line, {
    what: isDefinition
      ? `${capital(atLine(s.line))} has a parameter without a default after one with a default.`
      : `${capital(atLine(s.line))} has a plain value after one that was given by name.`,
    why: `Python gives plain values from left to right, so ${isDefinition ? 'those that must be given' : 'they'} come first.`,
    question: `Which of them should come first?`,
    where: `Look between the brackets on ${atLine(s.line)}.`,
    idea: isDefinition
      ? `What may be left out stands at the end.`
      : `Values without a name are told apart by their place, so they must come before those with a name.`,
    how: `Move the ones with an equals sign to the end.`,
  });
}

export function explainContinuation(s: SyntaxCase): Account {
  return account(s.line, {
    what: `${capital(atLine(s.line))} has a backslash ${q('\\')} with something after it.`,
    why: `Outside of a text a backslash means that the line goes on below, so nothing may follow it.`,
    question: `Did you mean the slash for dividing, or should it stand inside quotes?`,
    where: `Look for the backslash on ${atLine(s.line)}.`,
    idea: `There are two slashes: one divides, the other has special meanings.`,
    how: `Use the slash for dividing, put the backslash into the text it belongs to, or take it away.`,
  });
}

export function explainNumber(s: SyntaxCase): Account {
  const at = s.own.findIndex((token, i) => {
    const next = s.own[i + 1];
    return (
      token.kind === 'number' &&
      next !== undefined &&
      next.kind !== 'sign' &&
      next.at === token.at + token.text.length
    );
  });
  const [token, next] = [s.own[at], s.own[at + 1]];
  if (next?.kind === 'odd') return explainCharacter(s);
  if (token && next) return digitName(s.line, token.text + next.text, at === 0);
  const isZero = /leading zeros/.test(s.message);
  const number = s.own.find((one) => one.kind === 'number' && (!isZero || /^0\d/.test(one.text)));
  return account(s.line, {
    what: `${capital(atLine(s.line))} has ${number ? q(number.text) : 'a number'} in a form Python does not read.`,
    why: isZero
      ? `A whole number must not begin with 0.`
      : `A number has digits and at most one decimal point.`,
    question: isZero
      ? `Is it a number to count with, or text such as a telephone number?`
      : `Which number do you mean?`,
    where: `Look at the numbers on ${atLine(s.line)}.`,
    idea: `Python writes numbers without leading zeros, spaces, units or commas.`,
    how: isZero
      ? `Leave the zero out, or put quotes round it if it is text.`
      : `Write the digits only, and put what belongs to them elsewhere.`,
  });
}

export function explainEscape(s: SyntaxCase): Account {
  return account(s.line, {
    what: `The text on ${atLine(s.line)} has a backslash that Python reads as the beginning of a special sign.`,
    why: `In quotes a backslash followed by ${q('U')} or ${q('x')} starts a code, and what follows is none. Often it is the path of a file.`,
    question: `Does the file lie in this room? Then is a path needed at all?`,
    idea: `In a text the backslash has a special meaning.`,
    how: `Use just the name of the file, ordinary slashes, or an ${q('r')} before the first quote.`,
  });
}
