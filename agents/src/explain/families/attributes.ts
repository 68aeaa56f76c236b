/** Methods and attributes that a value does not have. */
import type { SyntaxNode } from '@lezer/common';
import { around, nodesOf, textOf } from '../code.ts';
import { evaluate } from '../evaluate.ts';
import { moduleAccount } from './modules.ts';
import { noneAccount } from './none.ts';
import { type Account, type Case, atLine, capital, listed, nodesAt, q } from '../family.ts';
import { nearest } from '../near.ts';
import { inPlace, methods, otherLanguages } from '../python-words.ts';
import { typeWords } from '../value.ts';

export function explainAttribute(c: Case): Account {
  const [, quoted, typeName, moduleName, name = ''] = c.match;
  const here = atLine(c.line);
  const type = quoted ?? typeName ?? '';
  const at = nodesAt(c, ['MemberExpression']).find(
    (node) => textOf(c.code, node.getChild('PropertyName')) === name,
  );
  const owner = at?.firstChild ?? undefined;
  const ownerText = owner ? textOf(c.code, owner) : '';
  if (type === 'NoneType') return noneAccount(c, owner, `uses ${q(`.${name}`)} of a value`);
  if (moduleName !== undefined) return moduleAccount(c, moduleName, name);
  const value = evaluate(c.code, owner, c.values)?.repr;
  const subject = ownerText === '' ? `That value` : q(ownerText);
  const what = `${capital(here)} uses ${q(`.${name}`)} of ${ownerText === '' ? 'a value' : q(ownerText)}, which is ${typeWords(type)} and has no ${q(name)}.`;
  if (
    at &&
    owner?.name === 'VariableName' &&
    around(at, ['UpdateStatement', 'AssignStatement']) === undefined &&
    inPlace.has(name)
  ) {
    const target = type === 'str' || type === 'tuple' || type === 'int';
    if (target) {
      return {
        what,
        why: `${subject}${value === undefined ? '' : ` is ${q(value)}: it`} cannot grow or change. ${capital(q(name))} belongs to lists and the like.`,
        question: `Should ${subject} have been a list from the start?`,
        concept: 'lists',
        hints: [
          `Look at the line where ${subject} gets its first value.`,
          `Only lists, sets and dictionaries can be filled bit by bit. Text and tuples stay as they are.`,
          `Let it start as an empty list if it should be filled. If it is text, build a new text instead.`,
        ],
      };
    }
  }
  const own = ownAttributes(c, type);
  const near = nearest(name, methods[type] ?? own);
  if (near !== undefined) {
    return {
      what,
      why: `There is ${q(near)}, which is spelt almost the same.`,
      question: `Is ${q(near)} the one you mean?`,
      hints: [
        `Look at the spelling of ${q(name)} on ${here}.`,
        `A method or attribute has one spelling only, capitals included.`,
        `Compare it letter by letter with the one that is there.`,
      ],
    };
  }
  const foreign = otherLanguages[name];
  if (foreign !== undefined && type in methods) {
    return {
      what,
      why: `In Python ${foreign}.`,
      question: `How does that look for ${subject}?`,
      hints: [
        `Look at what ${here} wants to know or do with ${subject}.`,
        `Other languages say this with ${q(`.${name}`)}; Python has its own way.`,
        `Use Python's way for it, and drop ${q(`.${name}`)}.`,
      ],
    };
  }
  if (own.length > 0) {
    return {
      what,
      why: `The class ${q(type)} has ${listed(own)}. No line that has run gives its object ${q(name)}.`,
      question: `Where should the object get its ${q(name)}?`,
      concept: 'attributes',
      hints: [
        `Look at the class ${q(type)}, above all at the method that runs when an object is made.`,
        `An object has only what was put into it through ${q('self')}.`,
        `Let the object get its ${q(name)} when it is made, or use the attribute that is there.`,
      ],
    };
  }
  return {
    what,
    why: `${value === undefined ? `What it has depends on its kind` : `${subject} is ${q(value)}`}, and ${typeWords(type)} cannot do that.`,
    question: `What kind of value did you expect ${subject} to be?`,
    concept: 'types-of-values',
    hints: [
      `Look at where ${subject} gets its value.`,
      `Each kind of value has its own methods. A list has other ones than a text.`,
      `Print ${subject} before ${here}. If it is of the wrong kind, mend the line it comes from; else choose a method it has.`,
    ],
  };
}

/** Methods and `self.…` names of a class of the file. */
function ownAttributes(c: Case, type: string): string[] {
  const home = nodesOf(c.code, ['ClassDefinition']).find(
    (node) => textOf(c.code, node.getChild('VariableName')) === type,
  );
  if (!home) return [];
  const found = new Set<string>();
  for (const node of nodesOf(c.code, ['FunctionDefinition', 'AssignStatement'], home)) {
    const first: SyntaxNode | null = node.firstChild;
    if (node.name === 'FunctionDefinition') {
      const name = textOf(c.code, node.getChild('VariableName'));
      if (!name.startsWith('__')) found.add(name);
    } else if (first?.name === 'MemberExpression' && textOf(c.code, first.firstChild) === 'self') {
      found.add(textOf(c.code, first.getChild('PropertyName')));
    }
  }
  return [...found].filter((name) => name !== '');
}
