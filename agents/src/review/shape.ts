/**
 * The shape of a program out of its syntax tree: how many ways lead through each function (McCabe's cyclomatic number: one,
 * and one more for every decision), how deep blocks stand in blocks, and how deep loops stand in loops.
 */
import type { SyntaxNode } from '@lezer/common';
import { type Code, lineAt, nodesOf, textOf } from '../explain/code.ts';

export interface FunctionShape {
  /** Empty for the lines outside of functions. */
  name: string;
  /** Where it begins, from 1. */
  line: number;
  /** Lines from the first to the last. */
  length: number;
  decisions: number;
  cyclomatic: number;
  nesting: number;
  loops: number;
}

/** Tokens that stand for another way through the program, also inside comprehensions. */
const decisionTokens = new Set(['if', 'elif', 'for', 'while', 'except', 'and', 'or', 'case']);
const blocks = new Set([
  ...['IfStatement', 'ForStatement', 'WhileStatement', 'WithStatement', 'TryStatement'],
  'MatchStatement',
]);
const loops = new Set(['ForStatement', 'WhileStatement']);

/** @returns each function, and the lines outside of functions as one without a name */
export function shapesOf(code: Code): FunctionShape[] {
  const functions = nodesOf(code, ['FunctionDefinition']);
  return [undefined, ...functions].map((node) => shapeOf(code, node));
}

function shapeOf(code: Code, own: SyntaxNode | undefined): FunctionShape {
  const shape = { decisions: 0, nesting: 0, loops: 0 };
  let [depth, loopDepth] = [0, 0];
  code.tree.iterate({
    from: own?.from ?? 0,
    to: own?.to ?? code.text.length,
    enter: ({ name, from, to }) => {
      if (own && (from < own.from || to > own.to))
        return (
          name === 'Script' ||
          name === 'Body' ||
          blocks.has(name) ||
          name === 'ClassDefinition' ||
          name === 'FunctionDefinition'
        );
      // A function inside is counted by itself.
      if (name === 'FunctionDefinition' && from !== own?.from) return false;
      if (decisionTokens.has(name)) shape.decisions += 1;
      if (blocks.has(name)) shape.nesting = Math.max(shape.nesting, ++depth);
      if (loops.has(name)) shape.loops = Math.max(shape.loops, ++loopDepth);
      return true;
    },
    leave: ({ name, from, to }) => {
      if (own && (from < own.from || to > own.to)) return;
      if (blocks.has(name)) depth -= 1;
      if (loops.has(name)) loopDepth -= 1;
    },
  });
  const from = own ? lineAt(code, own.from) : 1;
  const to = own ? lineAt(code, Math.max(own.from, own.to - 1)) : code.lines.length;
  return {
    ...shape,
    name: own ? textOf(code, own.getChild('VariableName')) : '',
    line: from,
    length: to - from + 1,
    cyclomatic: shape.decisions + 1,
  };
}
