/** Names that Python does not know, or not yet. */
import type { SyntaxNode } from '@lezer/common';
import { nodesOnLine, textOf } from '../code.ts';
import { explainUnbound, withFirst } from './unbound-local.ts';
import {
  laterAccount,
  scopeAccount,
  selfAccount,
  selfAttribute,
  unknownAccount,
} from './unknown-name.ts';
import { type Account, type Case, type Family, atLine, capital, q } from '../family.ts';
import { nearest } from '../near.ts';
import { builtins, foreignWords, keywords, methods, moduleOf, modules } from '../python-words.ts';
import { bindingsOf, functionAt } from '../scope.ts';

function explainName(c: Case): Account {
  const name = c.match[1] ?? '';
  const here = atLine(c.line);
  const all = bindingsOf(c.code);
  const own = all.filter((one) => one.name === name);
  const at = nodesOnLine(c.code, c.line, ['VariableName']).find((n) => textOf(c.code, n) === name);
  const fn = functionAt(c.code, c.line);
  const isCalled = at?.parent?.name === 'CallExpression' && at.parent.firstChild?.from === at.from;
  const isOwner = at?.parent?.name === 'MemberExpression' && at.parent.firstChild?.from === at.from;
  const foreign = foreignWords[name];

  if (name === 'self') return selfAccount(c);
  if (foreign !== undefined && keywords.has(foreign) && own.length === 0 && !isCalled) {
    return {
      what: `${capital(here)} uses ${q(name)}, a word that Python does not know.`,
      why: `Python writes it ${q(foreign)}. Capital and small letters make a difference.`,
      question: `Where else in your program does ${q(name)} stand?`,
      hints: [
        `Look at the word ${q(name)} on ${here}, letter by letter.`,
        `Some words belong to Python itself, and each has one spelling only.`,
        `Compare the word with the way Python writes it, and spell it the same in every place.`,
      ],
    };
  }
  const module = modules.includes(name) && isOwner ? name : undefined;
  const from = moduleOf[name];
  if (
    own.length === 0 &&
    (module ?? (isCalled || from === 'math' || from === 'string' ? from : ''))
  ) {
    const needed = module ?? from ?? '';
    return {
      what: `${capital(here)} uses ${q(name)}, but ${module ? 'that module' : `it lives in the module ${q(needed)} and`} has not been brought in.`,
      why: `Nothing in this file imports ${q(needed)}, so Python does not look there.`,
      question: `Which line at the top of the file makes ${q(needed)} known?`,
      hints: [
        `Look at the first lines of the file, where modules are named.`,
        `${capital(q(needed))} is a module that comes with Python. A file has to import a module before it uses it.`,
        `Add one line at the very top that imports ${q(needed)}. ${module ? '' : `Then say which module ${q(name)} comes from, or import just that one name.`}`.trim(),
      ],
    };
  }
  const attribute = selfAttribute(c, name);
  if (attribute) {
    return {
      what: `Python doesn't know ${q(name)} on ${here}.`,
      why: `${q(name)} belongs to the object: elsewhere in this class it is written ${q(`self.${name}`)}.`,
      question: `How does a method say that it means its own object's ${q(name)}?`,
      hints: [
        `Compare ${here} with the other lines of the class that use ${q(name)}.`,
        `Values and methods of an object are reached through the object. Inside a method its name is ${q('self')}.`,
        `Say on ${here} whose ${q(name)} it is, the same way as in the other methods.`,
      ],
    };
  }
  const later = own.find((one) => one.line > c.line && one.owner === undefined);
  if (later && (fn === undefined || later.kind !== 'assign'))
    return laterAccount(c, name, later.line, later.kind);
  const elsewhere = own.find((one) => one.owner !== undefined && one.owner.from !== fn?.from);
  const known = knownNames(c, all, fn);
  const near =
    nearest(name, known) ??
    (isCalled ? nearest(name, builtins) : undefined) ??
    nearest(name, [...keywords]);
  if (elsewhere?.owner && (near === undefined || own.length > 0))
    return scopeAccount(c, name, elsewhere.owner);
  if (near !== undefined) {
    const isCase = near.toLowerCase() === name.toLowerCase();
    return {
      what: `Python doesn't know ${q(name)} on ${here}.`,
      why: isCase
        ? `There is ${q(near)}. Capital and small letters make a difference.`
        : `There is ${q(near)}, which is spelt almost the same.`,
      question: `Is ${q(near)} the one you mean?`,
      hints: [
        `Look at how ${q(name)} is spelt on ${here}.`,
        `A name is the same only if every letter is the same, capitals too.`,
        `Find the line where the name gets its value, and spell it the same in both places.`,
      ],
    };
  }
  const owners = Object.keys(methods).filter((type) => methods[type]?.includes(name));
  if (isCalled && owners.length > 0) {
    return {
      what: `${capital(here)} calls ${q(name)} by itself, and there is no function with that name.`,
      why: `${q(name)} is a method: it belongs to ${owners.includes('list') ? 'a list' : owners.includes('str') ? 'a text' : `a ${owners[0] ?? ''}`} and comes after a dot.`,
      question: `Which value should do the ${q(name)}?`,
      hints: [
        `Look at what stands before ${q(name)} on ${here}.`,
        `A method is called on a value: first the value, then a dot, then the method.`,
        `Decide which value is meant, and write it with a dot before the method's name.`,
      ],
    };
  }
  return unknownAccount(c, name, { isCalled, isOwner, at });
}

function knownNames(
  c: Case,
  all: ReturnType<typeof bindingsOf>,
  fn: SyntaxNode | undefined,
): Set<string> {
  const visible = all.filter((one) => one.owner === undefined || one.owner.from === fn?.from);
  return new Set([...visible.map((one) => one.name), ...c.values.keys()]);
}

export const nameErrors: Family[] = [
  {
    id: 'unbound-local',
    title: 'A name without a value yet',
    concept: 'local-names',
    types: ['UnboundLocalError', 'NameError'],
    message:
      /^(?:local variable '(.+)' referenced before assignment|cannot access (?:local|free) variable '(.+)' where|free variable '(.+)' referenced)/,
    explain: (c) => explainUnbound(withFirst(c)),
  },
  {
    id: 'unknown-name',
    title: "A name Python doesn't know",
    concept: 'names',
    types: ['NameError'],
    message: /^name '(.+)' is not defined/,
    explain: explainName,
  },
];
