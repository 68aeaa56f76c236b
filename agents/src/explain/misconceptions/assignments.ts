/** Values that are dropped, hidden or shared without being meant to. */
import { argumentsOf, around, calledName, childrenOf, lineAt, nodesOf, textOf } from '../code.ts';
import { capital, q } from '../family.ts';
import type { FindMisconceptions, Misconception } from './misconception.ts';
import { alias, isList, mutableDefault, repeatedRow } from './shared-lists.ts';
import { inPlace } from '../python-words.ts';
import { bindingsOf, parametersOf } from '../scope.ts';

/** The methods of text return a new text; `sorted` and its like return a new list. */
const pure = new Set(
  'upper lower strip lstrip rstrip replace title capitalize swapcase split join sorted reversed abs round len str int float'.split(
    ' ',
  ),
);

/** `s.upper()` on a line of its own. */
const droppedResult: FindMisconceptions = (code) =>
  nodesOf(code, ['ExpressionStatement']).flatMap((statement) => {
    const call = statement.firstChild;
    if (call?.name !== 'CallExpression' || call.nextSibling) return [];
    const name = calledName(code, call);
    const target = call.firstChild;
    const isMethod = target?.name === 'MemberExpression';
    if (!pure.has(name) || (isMethod && name === 'sorted')) return [];
    const owner = isMethod ? target.firstChild : argumentsOf(call)[0];
    if (!owner || !['VariableName', 'MemberExpression'].includes(owner.name)) return [];
    const text = textOf(code, owner);
    return [
      {
        id: 'dropped-result',
        line: lineAt(code, statement.from),
        names: [text, name],
        text: `${capital(q(name))} does not change ${q(text)}: it gives back something new, and this line drops it. Keep the result under a name.`,
        concept: 'fixed-values',
      },
    ];
  });

/** `x = x.append(1)`, `y = nums.sort()`. */
const keptNone: FindMisconceptions = (code) =>
  nodesOf(code, ['AssignStatement']).flatMap((statement) => {
    const call = statement.lastChild;
    const target = statement.firstChild;
    if (call?.name !== 'CallExpression' || call.firstChild?.name !== 'MemberExpression' || !target)
      return [];
    const name = calledName(code, call);
    if (
      !inPlace.has(name) ||
      (['update', 'add', 'remove', 'insert'].includes(name) &&
        !isList(code, call.firstChild.firstChild))
    )
      return [];
    const owner = textOf(code, call.firstChild.firstChild);
    return [
      {
        id: 'kept-none',
        line: lineAt(code, statement.from),
        names: [textOf(code, target), name],
        text: `${capital(q(`.${name}()`))} changes ${q(owner)} itself and gives back ${q('None')}, so ${q(textOf(code, target))} holds nothing afterwards.`,
        concept: 'in-place-methods',
      },
    ];
  });

/** `list = […]`, `sum = 0`, `def max(…)`: the function is gone afterwards. */
const shadowed: FindMisconceptions = (code) => {
  const known = new Set(
    'list dict set str int float sum max min len input print range sorted round abs type open'.split(
      ' ',
    ),
  );
  const seen = new Set<string>();
  return bindingsOf(code).flatMap((one) => {
    if (!known.has(one.name) || seen.has(one.name) || one.kind === 'import') return [];
    const isMethod = one.owner === undefined && around(one.node, ['ClassDefinition']) !== undefined;
    if (isMethod) return [];
    seen.add(one.name);
    return [
      {
        id: 'shadowed-builtin',
        line: one.line,
        names: [one.name],
        text: `${capital(q(one.name))} is the name of a function of Python. From this line on it means your value, and the function cannot be called any more.`,
        concept: 'names',
      },
    ];
  });
};

/** A parameter gets a new value before anybody looked at it. */
const parameterOverwritten: FindMisconceptions = (code) =>
  nodesOf(code, ['FunctionDefinition']).flatMap((fn) => {
    const body = fn.getChild('Body');
    if (!body) return [];
    const all = bindingsOf(code).filter((one) => one.owner?.from === fn.from);
    return parametersOf(code, fn).flatMap(({ name }): Misconception[] => {
      const uses = nodesOf(code, ['VariableName'], body).filter(
        (node) => textOf(code, node) === name,
      );
      const first = uses[0];
      const binding =
        first && all.find((one) => one.node.from === first.from && one.kind === 'assign');
      if (
        !binding ||
        binding.node.parent?.name !== 'AssignStatement' ||
        binding.node.parent.parent?.from !== body.from
      )
        return [];
      const statement = binding.node.parent;
      const reads = uses.some((node) => node.from > first.from && node.to <= statement.to);
      if (reads) return [];
      return [
        {
          id: 'parameter-overwritten',
          line: binding.line,
          names: [name],
          text: `${capital(q(name))} comes in from the call, and this line throws that value away before it was used.`,
          concept: 'parameters',
        },
      ];
    });
  });

/** A name of a function that is given a value and never read. */
const unused: FindMisconceptions = (code) => {
  const all = bindingsOf(code);
  const reads = nodesOf(code, ['VariableName']).filter(
    (node) => !all.some((one) => one.node.from === node.from && one.kind !== 'update'),
  );
  const scoped = nodesOf(code, ['ScopeStatement'])
    .map((node) => textOf(code, node))
    .join(' ');
  const seen = new Set<string>();
  return all.flatMap((one) => {
    if (
      one.kind !== 'assign' ||
      one.owner?.name !== 'FunctionDefinition' ||
      one.name.startsWith('_')
    )
      return [];
    const key = `${String(one.owner.from)} ${one.name}`;
    const { owner } = one;
    const isRead = reads.some(
      (node) => node.from >= owner.from && node.to <= owner.to && textOf(code, node) === one.name,
    );
    if (isRead || seen.has(key) || new RegExp(`\\b${one.name}\\b`).test(scoped)) return [];
    const parent = one.node.parent;
    if (
      parent?.name === 'TupleExpression' ||
      (parent?.name === 'AssignStatement' && parent.getChildren('VariableName').length > 2)
    )
      return [];
    seen.add(key);
    return [
      {
        id: 'unused-value',
        line: one.line,
        names: [one.name],
        text: `${capital(q(one.name))} gets a value here that nothing uses afterwards.`,
        concept: 'names',
      },
    ];
  });
};

/** A name holds a number first and text later, at the top of one block. */
const changedType: FindMisconceptions = (code) => {
  const kinds = new Map<string, { kind: string; line: number }>();
  return bindingsOf(code).flatMap((one) => {
    if (one.kind !== 'assign' || one.node.parent?.name !== 'AssignStatement') return [];
    const value = one.node.parent.lastChild;
    const kind =
      value?.name === 'Number'
        ? 'a number'
        : value?.name === 'String'
          ? 'text'
          : value?.name === 'ArrayExpression'
            ? 'a list'
            : undefined;
    if (kind === undefined || childrenOf(one.node.parent).length !== 3) return [];
    const key = `${String(one.owner?.from ?? -1)} ${one.name}`;
    const before = kinds.get(key);
    kinds.set(key, { kind, line: one.line });
    if (!before || before.kind === kind) return [];
    return [
      {
        id: 'changed-type',
        line: one.line,
        names: [one.name],
        text: `${capital(q(one.name))} was ${before.kind} on line ${String(before.line)} and is ${kind} from here on. Two kinds of values are easier to tell apart under two names.`,
        concept: 'types-of-values',
      },
    ];
  });
};

export const assignmentChecks: readonly FindMisconceptions[] = [
  droppedResult,
  keptNone,
  alias,
  repeatedRow,
  mutableDefault,
  shadowed,
  parameterOverwritten,
  unused,
  changedType,
];
