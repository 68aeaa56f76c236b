/** Conditions, loops and values on their way: the list of these checks. */
import { argumentsOf, calledName, lineAt, nodesOf, subscriptOf, textOf } from '../code.ts';
import { capital, q } from '../family.ts';
import { compareTrue, isLiteral, operatorOf, orLiteral, unreachableBranch } from './conditions.ts';
import { changedWhileLooping, counterChanged, loopOverNumber, rangeOffByOne } from './loops.ts';
import type { FindMisconceptions, Misconception } from './misconception.ts';
import { afterReturn, missingReturn, printsInsteadOfReturns, returnTooEarly } from './returns.ts';
import { bindingsOf, parametersOf } from '../scope.ts';

/** `nums.append([x])` into a list of single values, or `nums.append(nums2.append(…))`. */
const appendedNothing: FindMisconceptions = (code) =>
  nodesOf(code, ['CallExpression']).flatMap((call) => {
    if (calledName(code, call) !== 'append') return [];
    const [item] = argumentsOf(call);
    if (item?.name !== 'CallExpression' || calledName(code, item) !== 'print') return [];
    const owner = textOf(code, call.firstChild?.firstChild);
    return [
      {
        id: 'appended-nothing',
        line: lineAt(code, call.from),
        names: [owner],
        text: `${capital(q('print'))} shows its text and gives back ${q('None')}, so ${q(owner)} gets a ${q('None')} here.`,
        concept: 'print-and-return',
      },
    ];
  });

/** `range(n / 2)`, `nums[len(nums) / 2]`: a place must be whole. */
const trueDivision: FindMisconceptions = (code) =>
  nodesOf(code, ['BinaryExpression']).flatMap((node) => {
    if (operatorOf(code, node) !== '/') return [];
    const up = node.parent;
    const isIndex = up?.name === 'MemberExpression' && subscriptOf(up)?.index?.from === node.from;
    const call = up?.name === 'ArgList' ? up.parent : undefined;
    const isRange = call?.name === 'CallExpression' && calledName(code, call) === 'range';
    if (!isIndex && !isRange) return [];
    return [
      {
        id: 'true-division',
        line: lineAt(code, node.from),
        names: [],
        text: `${capital(q(textOf(code, node)))} gives a number with a decimal point, and a whole number is needed here. There is a second division sign for that.`,
        concept: 'whole-numbers',
      },
    ];
  });

/** A function that uses a name its first statement has not given a value. */
const usedBeforeValue: FindMisconceptions = (code) => {
  const all = bindingsOf(code);
  return nodesOf(code, ['FunctionDefinition']).flatMap((fn): Misconception[] => {
    const body = fn.getChild('Body');
    const parameters = new Set(parametersOf(code, fn).map((one) => one.name));
    const scoped = nodesOf(code, ['ScopeStatement'], fn)
      .map((node) => textOf(code, node))
      .join(' ');
    const found = all.find((one) => {
      if (one.kind !== 'update' || one.owner?.from !== fn.from || parameters.has(one.name))
        return false;
      if (new RegExp(`\\b${one.name}\\b`).test(scoped)) return false;
      return !all.some(
        (other) =>
          other.name === one.name &&
          other.kind !== 'update' &&
          other.owner?.from === fn.from &&
          other.node.from < one.node.from,
      );
    });
    if (!found || !body) return [];
    return [
      {
        id: 'used-before-value',
        line: found.line,
        names: [found.name],
        text: `Inside the function ${q(found.name)} has no value yet when this line changes it.`,
        concept: 'local-names',
      },
    ];
  });
};

export const flowChecks: readonly FindMisconceptions[] = [
  orLiteral,
  compareTrue,
  isLiteral,
  unreachableBranch,
  afterReturn,
  returnTooEarly,
  printsInsteadOfReturns,
  missingReturn,
  changedWhileLooping,
  rangeOffByOne,
  counterChanged,
  loopOverNumber,
  appendedNothing,
  trueDivision,
  usedBeforeValue,
];
