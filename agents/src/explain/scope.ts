/** Which names a file and its functions give values to, and where. */
import type { SyntaxNode } from '@lezer/common';
import { around, childrenOf, type Code, lineAt, nodesOf, textOf } from './code.ts';

export interface Binding {
  name: string;
  line: number;
  /** What gives the value. */
  kind:
    'assign' | 'update' | 'for' | 'parameter' | 'function' | 'class' | 'import' | 'with' | 'other';
  node: SyntaxNode;
  /** The function it belongs to; undefined for the file itself. */
  owner: SyntaxNode | undefined;
}

const scopes = ['FunctionDefinition', 'LambdaExpression'];

/** Every question about a file asks for them again. */
const known = new WeakMap<Code, Binding[]>();

/** All places where a name of the file gets a value, in order. Tolerant: also of code that does not fit the grammar. */
export function bindingsOf(code: Code): Binding[] {
  const found = known.get(code) ?? readBindings(code);
  known.set(code, found);
  return found;
}

function readBindings(code: Code): Binding[] {
  const found: Binding[] = [];
  const add = (node: SyntaxNode, kind: Binding['kind'], owner: SyntaxNode | undefined): void => {
    found.push({ name: textOf(code, node), line: lineAt(code, node.from), kind, node, owner });
  };
  const addTargets = (node: SyntaxNode, kind: Binding['kind']): void => {
    if (node.name === 'VariableName') add(node, kind, around(node, scopes));
    else if (
      ['TupleExpression', 'ArrayExpression', 'ParenthesizedExpression'].includes(node.name)
    ) {
      for (const child of childrenOf(node)) addTargets(child, kind);
    }
  };
  const names = [
    ...[
      'AssignStatement',
      'UpdateStatement',
      'ForStatement',
      'FunctionDefinition',
      'ClassDefinition',
    ],
    ...['ImportStatement', 'WithStatement', 'ParamList', 'NamedExpression', 'TryStatement'],
  ];
  for (const node of nodesOf(code, names)) {
    const children = childrenOf(node);
    switch (node.name) {
      case 'AssignStatement': {
        const last = children.findLastIndex((child) => child.name === 'AssignOp');
        for (const child of children.slice(0, Math.max(last, 0))) addTargets(child, 'assign');
        break;
      }
      case 'UpdateStatement':
        if (children[0]) addTargets(children[0], 'update');
        break;
      case 'ForStatement': {
        const end = children.findIndex((child) => child.name === 'in');
        for (const child of children.slice(1, Math.max(end, 0))) addTargets(child, 'for');
        break;
      }
      case 'FunctionDefinition':
      case 'ClassDefinition': {
        const name = node.getChild('VariableName');
        if (!name) break;
        add(name, node.name === 'ClassDefinition' ? 'class' : 'function', around(node, scopes));
        break;
      }
      case 'ParamList': {
        const owner = node.parent ?? undefined;
        for (const [i, child] of children.entries()) {
          if (child.name === 'VariableName' && children[i - 1]?.name !== 'AssignOp') {
            add(child, 'parameter', owner);
          }
        }
        break;
      }
      case 'ImportStatement': {
        const at = children.findIndex((child) => child.name === 'import');
        for (const [i, child] of children.entries()) {
          if (i <= at || child.name !== 'VariableName') continue;
          if (children[i + 1]?.name !== 'as' && children[i - 1]?.name !== '.') {
            add(child, 'import', around(node, scopes));
          }
        }
        break;
      }
      case 'WithStatement':
      case 'TryStatement': {
        for (const [i, child] of children.entries()) {
          if (children[i - 1]?.name === 'as') addTargets(child, 'with');
        }
        break;
      }
      default:
        if (children[0]) addTargets(children[0], 'other');
    }
  }
  return found;
}

/** @returns the function definition around a line's code, the innermost one */
export function functionAt(code: Code, line: number): SyntaxNode | undefined {
  return nodesOf(code, ['FunctionDefinition']).findLast((node) => {
    return (
      lineAt(code, node.from) <= line && lineAt(code, Math.max(node.from, node.to - 1)) >= line
    );
  });
}

export function functionNamed(code: Code, name: string): SyntaxNode | undefined {
  return nodesOf(code, ['FunctionDefinition']).find(
    (node) => textOf(code, node.getChild('VariableName')) === name,
  );
}

/** Names of a function's parameters, in order, with whether each has a default. */
export function parametersOf(code: Code, fn: SyntaxNode): { name: string; hasDefault: boolean }[] {
  const list = fn.getChild('ParamList');
  if (!list) return [];
  const children = childrenOf(list);
  const found: { name: string; hasDefault: boolean }[] = [];
  for (const [i, child] of children.entries()) {
    if (child.name !== 'VariableName' || children[i - 1]?.name === 'AssignOp') continue;
    const next = children[i + 1]?.name === 'TypeDef' ? children[i + 2] : children[i + 1];
    found.push({ name: textOf(code, child), hasDefault: next?.name === 'AssignOp' });
  }
  return found;
}

/** Return statements of a function itself, not of functions within it. */
export function returnsOf(code: Code, fn: SyntaxNode): { node: SyntaxNode; hasValue: boolean }[] {
  return nodesOf(code, ['ReturnStatement'], fn)
    .filter((node) => around(node, scopes)?.from === fn.from)
    .map((node) => ({ node, hasValue: childrenOf(node).length > 1 }));
}
