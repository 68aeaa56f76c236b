/** Turning values into numbers, texts and characters. */
import { argumentsOf, calledName, textOf } from '../code.ts';
import { evaluate } from '../evaluate.ts';
import { noneAccount } from './none.ts';
import { findOfType } from './single-values.ts';
import { type Account, type Case, atLine, capital, nodesAt, q, said } from '../family.ts';
import { typeWords } from '../value.ts';

export function explainConversionType(c: Case): Account {
  const [, name = 'int', type = ''] = c.match;
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) => calledName(c.code, node) === name);
  const argument = call && argumentsOf(call)[0];
  if (type === 'NoneType') return noneAccount(c, argument, `turns a value into a number`);
  const text = argument ? textOf(c.code, argument) : 'the value';
  return {
    what: `${capital(here)} gives ${q(text)} to ${q(name)}, but that is ${typeWords(type)}.`,
    why: `${capital(q(name))} makes a number out of one text or one number, not out of ${typeWords(type)}.`,
    question: `Which single value in ${q(text)} should become a number?`,
    concept: 'text-and-numbers',
    hints: [
      `Look at what kind of value ${q(text)} is on ${here}.`,
      `A list of texts does not become a list of numbers in one go. Each item has to be turned by itself.`,
      `Go through the items one after another and turn each, or take the one item you need.`,
    ],
  };
}

export function explainJoin(c: Case): Account {
  const [, place = '', type = ''] = c.match;
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) => calledName(c.code, node) === 'join');
  const argument = call && argumentsOf(call)[0];
  const name = argument ? textOf(c.code, argument) : 'the list';
  return {
    what: `${capital(here)} joins the items of ${q(name)}, but item ${place} is ${typeWords(type)}.`,
    why: `${capital(q('join'))} puts texts together and does not turn anything into text by itself.`,
    question: `How does each item of ${q(name)} become text?`,
    concept: 'text-and-numbers',
    hints: [
      `Look at the items of ${q(name)} before ${here}.`,
      `Everything that is joined has to be text already.`,
      `Make a new list in which every item has been turned into text, and join that one.`,
    ],
  };
}

export function explainFormat(c: Case): Account {
  const here = atLine(c.line);
  const code = /'(\w)'/.exec(c.message)?.[1];
  const isForText = /object of type 'str'/.test(c.message);
  return {
    what: `${capital(here)} formats a value in a way that does not fit it.`,
    why: isForText
      ? `${code === undefined ? 'The format' : `The format ${q(code)}`} is for numbers, and the value is text.`
      : /arguments/.test(c.message)
        ? `The number of places in the text and the number of values differ.`
        : said(c.message),
    question: `What kind of value should be shown at that place?`,
    concept: 'f-strings',
    hints: [
      `Look at what stands after the colon, or after the percent sign, on ${here}.`,
      `A format describes one kind of value: digits after the point only make sense for numbers.`,
      `Turn the value into the right kind first, or choose the format for what it is.`,
    ],
  };
}

export function explainRealNumber(c: Case): Account {
  const type = c.match[1] ?? '';
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) => {
    const [first] = argumentsOf(node);
    const known = evaluate(c.code, first, c.values)?.type;
    return first !== undefined && (known === undefined || known === type);
  });
  const name = call ? calledName(c.code, call) : 'the function';
  const argument = call && findOfType(c, argumentsOf(call), type);
  if (type === 'NoneType') return noneAccount(c, argument, `gives a value to ${q(name)}`);
  const text = argument ? textOf(c.code, argument) : 'a value';
  return {
    what: `${capital(here)} gives ${q(name)} ${q(text)}, which is ${typeWords(type)}.`,
    why: `${capital(q(name))} needs a number${/character/.test(c.message) ? ' or one character' : ''}, and ${q(text)} is none.`,
    question: `Where should ${q(text)} become what ${q(name)} needs?`,
    concept: 'text-and-numbers',
    hints: [
      `Look at the kind of ${q(text)} on ${here}.`,
      `Functions that calculate take numbers. Typed digits are text, and a list holds many values.`,
      `Turn the value into a number before the call, or give one item instead of the list.`,
    ],
  };
}

export function explainCharacter(c: Case): Account {
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) => calledName(c.code, node) === 'ord');
  const argument = call && argumentsOf(call)[0];
  const text = argument ? textOf(c.code, argument) : 'the text';
  const value = evaluate(c.code, argument, c.values);
  return {
    what: `${capital(here)} asks for the number of a character, but ${q(text)} is not one character.`,
    why:
      value?.length !== undefined
        ? `${q(text)} has ${String(value.length)} characters.`
        : said(c.message),
    question: `Which single character do you want?`,
    concept: 'text-index',
    hints: [
      `Look at what ${q('ord')} is given on ${here}.`,
      `Every character has a number of its own; a longer text has none.`,
      `Go through the text character by character, or take one by its place.`,
    ],
  };
}
