/**
 * Works out what a small expression was worth on the failing line: names and lists from the values the run told, literals,
 * arithmetic, `len`, indexing, and the types that Python's own functions return. Anything else is unknown.
 */
import type { SyntaxNode } from '@lezer/common';
import { argumentsOf, calledName, childrenOf, type Code, subscriptOf, textOf } from './code.ts';
import { returnTypes } from './python-words.ts';
import { readRepr, type Value } from './value.ts';

export type Values = ReadonlyMap<string, Value>;

/** Deeper expressions are not looked into. */
const maxDepth = 12;

export function evaluate(
  code: Code,
  node: SyntaxNode | null | undefined,
  values: Values,
  depth = maxDepth,
): Value | undefined {
  if (!node || depth === 0) return undefined;
  const inner = (child: SyntaxNode | null | undefined) => evaluate(code, child, values, depth - 1);
  switch (node.name) {
    case 'VariableName':
      return values.get(textOf(code, node));
    case 'Number':
      return readRepr(textOf(code, node).replaceAll('_', ''));
    case 'String':
    case 'FormatString':
    case 'ContinuedString':
      return node.name === 'String' && /^['"]/.test(textOf(code, node))
        ? readRepr(textOf(code, node))
        : { type: 'str' };
    case 'Boolean':
    case 'None':
      return readRepr(textOf(code, node));
    case 'ParenthesizedExpression':
      return inner(childrenOf(node)[1]);
    case 'ArrayExpression': {
      const items = childrenOf(node).filter((child) => !['[', ']', ','].includes(child.name));
      if (items.some((item) => item.name === '*')) return { type: 'list' };
      return { type: 'list', length: items.length, items: items.map((item) => textOf(code, item)) };
    }
    case 'TupleExpression':
      return { type: 'tuple' };
    case 'DictionaryExpression':
      return { type: 'dict' };
    case 'SetExpression':
      return { type: 'set' };
    case 'ArrayComprehensionExpression':
      return { type: 'list' };
    case 'UnaryExpression': {
      const value = inner(node.lastChild);
      if (value?.number === undefined || textOf(code, node.firstChild) !== '-') return undefined;
      return numberValue(-value.number, value.type);
    }
    case 'BinaryExpression':
      return binary(code, node, inner);
    case 'MemberExpression':
      return member(node, inner);
    case 'CallExpression':
      return call(code, node, inner);
    default:
      return undefined;
  }
}

function numberValue(number: number, type: string): Value {
  const repr = type === 'float' && Number.isInteger(number) ? number.toFixed(1) : String(number);
  return { type, number, repr };
}

type Inner = (child: SyntaxNode | null | undefined) => Value | undefined;

function binary(code: Code, node: SyntaxNode, inner: Inner): Value | undefined {
  const [left, sign, right] = childrenOf(node);
  const operator = textOf(code, sign);
  if (['==', '!=', '<', '>', '<=', '>=', 'in', 'is'].includes(operator)) return { type: 'bool' };
  const [a, b] = [inner(left), inner(right)];
  if (!a || !b) return undefined;
  if (a.type === 'str' && ((operator === '+' && b.type === 'str') || operator === '%')) {
    return { type: 'str' };
  }
  if (a.type === 'list' && b.type === 'list' && operator === '+') return { type: 'list' };
  if (a.number === undefined || b.number === undefined) return undefined;
  const type = operator === '/' || a.type === 'float' || b.type === 'float' ? 'float' : 'int';
  const result = arithmetic(operator, a.number, b.number);
  return result === undefined || !Number.isFinite(result) ? { type } : numberValue(result, type);
}

function arithmetic(operator: string, a: number, b: number): number | undefined {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '//':
      return Math.floor(a / b);
    case '%':
      return a - b * Math.floor(a / b);
    case '**':
      return a ** b;
    default:
      return undefined;
  }
}

function member(node: SyntaxNode, inner: Inner): Value | undefined {
  const subscript = subscriptOf(node);
  if (!subscript) return undefined;
  const base = inner(subscript.base);
  if (subscript.isSlice) return base && { type: base.type };
  const index = inner(subscript.index);
  if (!base) return undefined;
  if (base.entries && index?.repr !== undefined) {
    const found = base.entries.find(([key]) => key === index.repr);
    return found && readRepr(found[1]);
  }
  if (base.type === 'str') return { type: 'str' };
  if (index?.number === undefined) return undefined;
  const place = index.number < 0 ? (base.length ?? NaN) + index.number : index.number;
  const repr = base.items?.[place];
  return repr === undefined ? undefined : readRepr(repr);
}

function call(code: Code, node: SyntaxNode, inner: Inner): Value | undefined {
  const target = node.firstChild;
  const name = calledName(code, node);
  if (target?.name === 'VariableName') {
    const [first] = argumentsOf(node);
    if (name === 'len') {
      const length = inner(first)?.length;
      return length === undefined ? { type: 'int' } : numberValue(length, 'int');
    }
    const type = returnTypes[name];
    return type === undefined ? undefined : { type };
  }
  if (target?.name !== 'MemberExpression') return undefined;
  const owner = inner(target.firstChild);
  const type = owner && returnTypes[`${owner.type}.${name}`];
  return type === undefined ? undefined : { type };
}
