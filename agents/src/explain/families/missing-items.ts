/** Items, keys, files and lines of input that are not there. */
import { argumentsOf, around, calledName, childrenOf, subscriptOf, textOf } from '../code.ts';
import { evaluate } from '../evaluate.ts';
import { type Account, type Case, atLine, capital, listed, nodesAt, q } from '../family.ts';
import { nearest } from '../near.ts';
import { drawDict } from '../pictures.ts';
import { unquote } from '../value.ts';

export function explainEmpty(c: Case): Account {
  const name = c.match[1] ?? 'max';
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) => calledName(c.code, node) === name);
  const argument = call && argumentsOf(call)[0];
  const source = argument ? textOf(c.code, argument) : 'the list';
  return {
    what: `${capital(here)} asks for the ${name === 'max' ? 'largest' : name === 'min' ? 'smallest' : 'next'} of ${q(source)}, but there is nothing in it.`,
    why: `${q(source)} is empty at that moment, so it has no ${name === 'max' ? 'largest' : name === 'min' ? 'smallest' : 'such'} item.`,
    question: `What should the answer be when there is nothing to choose from?`,
    concept: 'empty-list',
    hints: [
      `Look at how ${q(source)} is filled, and whether it can stay empty.`,
      `An empty list has no largest and no smallest item. The program has to decide what to say then.`,
      `Check first whether ${q(source)} is empty and give the answer for that case. Only then ask ${q(name)}.`,
    ],
  };
}

export function explainNotIn(c: Case): Account {
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) =>
    ['remove', 'index', 'rindex', 'replace'].includes(calledName(c.code, node)),
  );
  const method = call ? calledName(c.code, call) : 'remove';
  const owner = call?.firstChild?.firstChild ?? undefined;
  const name = owner ? textOf(c.code, owner) : 'the list';
  const argument = call && argumentsOf(call)[0];
  const item = argument ? textOf(c.code, argument) : 'the value';
  const itemValue = evaluate(c.code, argument, c.values)?.repr;
  const held = evaluate(c.code, owner, c.values)?.repr;
  const loop = owner && around(owner, ['ForStatement']);
  const isWhileLooping =
    loop !== undefined &&
    childrenOf(loop).some(
      (child) => child.name === 'in' && textOf(c.code, child.nextSibling) === name,
    );
  return {
    what: `${capital(here)} looks for ${q(item)}${itemValue !== undefined && itemValue !== item ? ` (${q(itemValue)})` : ''} in ${q(name)}, and it is not there.`,
    why: isWhileLooping
      ? `The loop goes through ${q(name)} while ${q(method)} changes it, so items are skipped or already gone.`
      : held === undefined
        ? `No item of ${q(name)} is equal to it at that moment.`
        : `${q(name)} is ${q(held)} at that moment.`,
    question: isWhileLooping
      ? `What happens to the places when one item goes away?`
      : `Is it really the same value, also in kind and capitals?`,
    concept: isWhileLooping ? 'changing-while-looping' : 'in-operator',
    hints: [
      `Print ${q(name)} and ${q(item)} just before ${here}.`,
      isWhileLooping
        ? `A list should not lose items while a loop goes through it.`
        : `Only what is there can be found or removed. The word ${q('in')} tells whether it is.`,
      isWhileLooping
        ? `Go through a copy, or collect what should stay in a new list.`
        : `Ask first whether it is there, and say what should happen when it is not.`,
    ],
  };
}

export function explainKey(c: Case): Account {
  const key = c.message;
  const here = atLine(c.line);
  const node = nodesAt(c, ['MemberExpression']).find((one) => {
    const found = subscriptOf(one);
    if (!found?.index) return false;
    const type = evaluate(c.code, found.base, c.values)?.type;
    return type === undefined || type === 'dict' || type === '';
  });
  const found = node && subscriptOf(node);
  const call = nodesAt(c, ['CallExpression']).find((one) =>
    ['pop', 'remove'].includes(calledName(c.code, one)),
  );
  const base = found?.base ?? call?.firstChild?.firstChild ?? undefined;
  const name = base ? textOf(c.code, base) : 'the dictionary';
  const index = found?.index ? textOf(c.code, found.index) : '';
  const value = evaluate(c.code, base, c.values);
  const keys = value?.entries?.map(([one]) => one) ?? value?.items;
  const near = keys && nearest(bare(key), keys.map(bare));
  const other = keys?.find((one) => one !== key && bare(one) === bare(key));
  const isUpdate = node !== undefined && around(node, ['UpdateStatement']) !== undefined;
  const isSet = value?.type === 'set';
  return {
    what: `${capital(here)} asks ${base ? q(name) : name} for the ${isSet ? 'item' : 'key'} ${q(key)}, which is not in it.`,
    why: other
      ? `There is ${q(other)}: the same signs, but one is text and the other a number.`
      : near
        ? `There is ${q(key.startsWith("'") ? `'${near}'` : near)}, which is spelt almost the same.`
        : keys === undefined
          ? `${index !== '' && index !== key ? `${q(index)} is ${q(key)} here, and nothing` : 'Nothing'} has put that key in yet.`
          : keys.length === 0
            ? `${q(name)} is still empty.`
            : `${isSet ? 'It has' : 'Its keys are'} ${listed(keys, 5)}.`,
    question: isUpdate
      ? `What should the first value for a new key be?`
      : `What should happen when the key is not there?`,
    picture: value && !isSet ? drawDict(name, value, key) : undefined,
    hints: [
      `Compare the key on ${here} with the keys that ${q(name)} has, quotes and capitals too.`,
      isUpdate
        ? `A key has to be there before its value can be changed. The first time it is not.`
        : `A dictionary only answers for keys that were put in. ${capital(q('in'))} tells whether one is there.`,
      isUpdate
        ? `Treat the first time on its own: put the key in with its starting value, and only afterwards count on.`
        : `Check first whether the key is there, or use the method that gives a value of your own when it is not.`,
    ],
  };
}

/** A key without its quotes. */
function bare(key: string): string {
  return key.replace(/^'|'$/g, '');
}

export function explainEof(c: Case): Account {
  const here = atLine(c.line);
  const call = nodesAt(c, ['CallExpression']).find((node) => calledName(c.code, node) === 'input');
  const loop = call && around(call, ['WhileStatement', 'ForStatement']);
  return {
    what: `${capital(here)} asks for input, but there is none left.`,
    why: loop
      ? `${capital(q('input'))} stands in a loop and asks once more than there are answers.`
      : `Every ${q('input')} takes one line, and all lines are used up.`,
    question: `How many times does the program ask, and how many lines does it get?`,
    concept: 'input',
    hints: [
      `Count how often ${q('input')} runs before ${here} fails.`,
      `Each call of ${q('input')} uses up one line. After the last one there is nothing to read.`,
      loop
        ? `Let the loop stop after the last line: count the turns, or look for the answer that means "end".`
        : `Ask only as often as the task says. A value that is needed twice is kept under a name.`,
    ],
  };
}

export function explainFile(c: Case): Account {
  const name = unquote(c.match[1] ?? '') ?? '';
  const here = atLine(c.line);
  const files = c.fileNames.filter((file) => !file.endsWith('.py'));
  const near = nearest(name, c.fileNames);
  return {
    what: `${capital(here)} opens ${q(name)}, and there is no file of that name.`,
    why: near
      ? `There is ${q(near)}, which is spelt almost the same.`
      : files.length > 0
        ? `This room has ${listed(files)}.`
        : `This room has no data files yet.`,
    question: near ? `Is ${q(near)} the one you mean?` : `Where should the file come from?`,
    concept: 'files',
    hints: [
      `Compare the name on ${here} with the tabs above the editor, ending and capitals too.`,
      `A file is found only by its exact name, in the same place as the program.`,
      `Spell the name as the tab does, or make the file first.`,
    ],
  };
}
