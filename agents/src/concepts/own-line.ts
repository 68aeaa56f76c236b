/**
 * The learner's own line that uses a concept. A concept says in its front matter how it looks in a program:
 * `node ForStatement` a node of the tree, `call input` a call of a function, `method append` a call of a method,
 * `name self` a name, `sign %` an operator or word of Python as it is written, `shape slice` one of the shapes below.
 */
import type { Question } from '@learnflow/shared';
import type { SyntaxNode } from '@lezer/common';
import {
  argumentsOf,
  around,
  calledName,
  childrenOf,
  type Code,
  lineAt,
  lineText,
  nodesOf,
  readCode,
  subscriptOf,
  textOf,
} from '../explain/code.ts';
import type { Concept } from './concept.ts';

export interface OwnLine {
  file: string;
  /** 1-based. */
  line: number;
  /** Without what it is indented by. */
  text: string;
}

/** More files, or longer lines, are not read by anybody in an answer. */
const maxFiles = 8;
const maxLineChars = 160;

const loops = ['ForStatement', 'WhileStatement'];
const signs = ['ArithOp', 'CompareOp', 'UpdateOp', 'BitOp', 'AssignOp'];

const isMethod = (call: SyntaxNode): boolean => call.firstChild?.name === 'MemberExpression';

/** Shapes that are more than one node of one kind. */
const shapes: Readonly<Record<string, (code: Code) => SyntaxNode[]>> = {
  slice: (code) => nodesOf(code, ['MemberExpression']).filter((node) => subscriptOf(node)?.isSlice),
  index: (code) =>
    nodesOf(code, ['MemberExpression']).filter((node) => subscriptOf(node)?.isSlice === false),
  'text-index': (code) =>
    nodesOf(code, ['MemberExpression']).filter((node) => {
      const part = subscriptOf(node);
      return part !== undefined && !part.isSlice && part.index?.name === 'String';
    }),
  attribute: (code) =>
    nodesOf(code, ['MemberExpression']).filter(
      (node) => textOf(code, node.firstChild) === 'self' && node.getChild('PropertyName'),
    ),
  'nested-loop': (code) => nodesOf(code, loops).filter((node) => around(node, loops)),
  'nested-list': (code) =>
    nodesOf(code, ['ArrayExpression']).filter((node) => node.getChild('ArrayExpression')),
  'empty-list': (code) =>
    nodesOf(code, ['ArrayExpression']).filter((node) => childrenOf(node).length === 2),
  parameters: (code) =>
    nodesOf(code, ['FunctionDefinition']).filter((node) =>
      node.getChild('ParamList')?.getChild('VariableName'),
    ),
  'default-value': (code) =>
    nodesOf(code, ['FunctionDefinition']).filter((node) =>
      node.getChild('ParamList')?.getChild('AssignOp'),
    ),
  method: (code) =>
    nodesOf(code, ['FunctionDefinition']).filter((node) => around(node, ['ClassDefinition'])),
  init: (code) =>
    nodesOf(code, ['FunctionDefinition']).filter(
      (node) => textOf(code, node.getChild('VariableName')) === '__init__',
    ),
  'str-method': (code) =>
    nodesOf(code, ['FunctionDefinition']).filter((node) =>
      ['__str__', '__repr__'].includes(textOf(code, node.getChild('VariableName'))),
    ),
  'child-class': (code) =>
    nodesOf(code, ['ClassDefinition']).filter(
      (node) => (node.getChild('ArgList')?.getChild('VariableName') ?? null) !== null,
    ),
  'class-attribute': (code) =>
    nodesOf(code, ['AssignStatement']).filter(
      (node) => node.parent?.parent?.name === 'ClassDefinition',
    ),
  recursion: (code) =>
    nodesOf(code, ['FunctionDefinition']).flatMap((fn) => {
      const name = textOf(code, fn.getChild('VariableName'));
      return nodesOf(code, ['CallExpression'], fn).filter(
        (call) => !isMethod(call) && calledName(code, call) === name,
      );
    }),
  'own-call': (code) => {
    const own = new Set(
      nodesOf(code, ['FunctionDefinition']).map((fn) => textOf(code, fn.getChild('VariableName'))),
    );
    return nodesOf(code, ['CallExpression']).filter((call) => own.has(calledName(code, call)));
  },
  'call-with-value': (code) =>
    nodesOf(code, ['CallExpression']).filter((call) => argumentsOf(call).length > 0),
  unpacking: (code) =>
    nodesOf(code, ['AssignStatement', 'ForStatement']).filter((node) => {
      const parts = childrenOf(node);
      const end = parts.findIndex((part) => part.name === 'AssignOp' || part.name === 'in');
      return parts
        .slice(0, end)
        .some((part) => part.name === ',' || part.name === 'TupleExpression');
    }),
  docstring: (code) =>
    nodesOf(code, ['FunctionDefinition']).flatMap((fn) => {
      const first = childrenOf(fn.getChild('Body') ?? fn)[1];
      const text = first?.name === 'ExpressionStatement' ? first.firstChild : null;
      return text?.name === 'String' ? [text] : [];
    }),
};

/** @returns every node of a program that is an instance of this `finds` entry */
function nodesLike(code: Code, find: string): SyntaxNode[] {
  const [kind, what = ''] = find.split(' ');
  switch (kind) {
    case 'node':
      return nodesOf(code, [what]);
    case 'call':
      return nodesOf(code, ['CallExpression']).filter(
        (call) => !isMethod(call) && calledName(code, call) === what,
      );
    case 'method':
      return nodesOf(code, ['CallExpression']).filter(
        (call) => isMethod(call) && calledName(code, call) === what,
      );
    case 'name':
      return nodesOf(code, ['VariableName']).filter((node) => textOf(code, node) === what);
    case 'sign':
      return nodesOf(code, [...signs, what]).filter((node) => textOf(code, node) === what);
    default:
      return shapes[what]?.(code) ?? [];
  }
}

/** Names of the shapes that a front matter may use. */
export const shapeNames: readonly string[] = Object.keys(shapes);

/** @returns the first line of their program that uses it: of the file that runs first, or else of another */
export function findOwnLine(concept: Concept, program: Question['program']): OwnLine | undefined {
  if (!program) return undefined;
  const isEntry = (name: string): boolean => name === program.entry;
  const files = program.files
    .filter(({ name }) => name.endsWith('.py'))
    .sort((a, b) => Number(isEntry(b.name)) - Number(isEntry(a.name)))
    .slice(0, maxFiles);
  for (const { name, text } of files) {
    const code = readCode(name, text);
    for (const find of concept.finds) {
      const [node] = nodesLike(code, find);
      if (node) return lineOf(code, node.from);
    }
  }
  return undefined;
}

/**
 * @returns the concept that a line of the program is about: the one whose node begins first in it, and of those the one
 * that the others build on
 */
export function conceptOnLine(
  concepts: readonly Concept[],
  code: Code,
  line: number,
): Concept | undefined {
  const there = concepts.flatMap((concept) => {
    const starts = concept.finds
      .flatMap((find) => nodesLike(code, find))
      .filter((node) => lineAt(code, node.from) === line)
      .map((node) => node.from);
    return starts.length > 0 ? [{ concept, from: Math.min(...starts) }] : [];
  });
  const first = Math.min(...there.map(({ from }) => from));
  const found = there.filter(({ from }) => from === first).map(({ concept }) => concept);
  return found.find(({ needs }) => !found.some(({ id }) => needs.includes(id)));
}

function lineOf(code: Code, offset: number): OwnLine {
  const line = lineAt(code, offset);
  const text = lineText(code, line).trim();
  return {
    file: code.name,
    line,
    text: text.length > maxLineChars ? `${text.slice(0, maxLineChars)} …` : text,
  };
}
