/** Programs that do not end by themselves: loops, recursion, output and memory without end. */
import type { SyntaxNode } from '@lezer/common';
import { calledName, childrenOf, lineAt, nodesOf, nodesOnLine, textOf } from '../code.ts';
import { loopAt, whileAccount } from './endless-loop.ts';
import { explainRecursion } from './endless-recursion.ts';
import { type Account, type Case, type Family, atLine, capital, q } from '../family.ts';
import { functionAt } from '../scope.ts';

function explainTime(c: Case): Account {
  const loop = loopAt(c);
  if (loop) return whileAccount(c, loop);
  const here = atLine(c.line);
  const sleeper = nodesOnLine(c.code, c.line, ['CallExpression']).find(
    (node) => calledName(c.code, node) === 'sleep',
  );
  if (sleeper) {
    return {
      what: `The program was stopped because it took too long; it was waiting on ${here}.`,
      why: `${capital(q('sleep'))} lets time pass, and that counts too.`,
      question: `Does it need to wait here at all?`,
      concept: 'loops-that-end',
      hints: [
        `Look at the number in the brackets of ${q('sleep')}.`,
        `Waiting uses up the time a program may run.`,
        `Wait for less time, or fewer times.`,
      ],
    };
  }
  const loops = nodesOf(c.code, ['ForStatement']).filter(
    (node) =>
      lineAt(c.code, node.from) <= c.line &&
      lineAt(c.code, Math.max(node.from, node.to - 1)) >= c.line,
  );
  const grown = loops.map((node) => growing(c, node)).find((name) => name !== undefined);
  if (grown !== undefined) {
    return {
      what: `The program was stopped because it never ended; it was at ${here}.`,
      why: `The loop goes through ${q(grown)} and adds to ${q(grown)} at the same time, so it never gets to the end.`,
      question: `Where could the new items go instead?`,
      concept: 'changing-while-looping',
      hints: [
        `Look inside the loop for what changes ${q(grown)}.`,
        `A loop over a list reaches each item, also those added meanwhile.`,
        `Collect the new items in a second list.`,
      ],
    };
  }
  const fn = functionAt(c.code, c.line);
  const name = fn ? textOf(c.code, fn.getChild('VariableName')) : '';
  const calls = fn
    ? nodesOf(c.code, ['CallExpression'], fn).filter((node) => calledName(c.code, node) === name)
    : [];
  if (calls.length > 1) {
    return {
      what: `The program was stopped because it took too long; it was inside ${q(name)}.`,
      why: `${q(name)} calls itself ${String(calls.length)} times in each call, so the number of calls grows very fast.`,
      question: `Which answers does ${q(name)} work out again and again?`,
      concept: 'recursion',
      hints: [
        `Count by hand how many calls ${q(name)} makes for a small number.`,
        `Work that is done twice in every step doubles with every step.`,
        `Try smaller numbers first, or keep answers that were worked out already.`,
      ],
    };
  }
  const nested = loops.length;
  return {
    what: `The program was stopped because it took too long; it was at ${here}.`,
    why:
      nested > 1
        ? `${String(nested)} loops stand inside each other there, so the inner lines run very often.`
        : nested === 1
          ? `The loop on ${atLine(lineAt(c.code, loops[0]?.from ?? 0))} goes round too many times, or each turn takes too long.`
          : `Something there takes very long, for example a very large number.`,
    question: `How often does ${here} run?`,
    concept: 'loops-that-end',
    hints: [
      `Count how often ${here} runs for a small input.`,
      `The time a program takes is the number of turns times what each turn costs.`,
      `Try it with a much smaller number first, and move work that is the same each time out of the loop.`,
    ],
    specific: nested > 0,
  };
}

/** A list that a loop goes through and that grows inside it. */
function growing(c: Case, loop: SyntaxNode): string | undefined {
  const over = childrenOf(loop).find((child) => child.name === 'in')?.nextSibling;
  const name = textOf(c.code, over);
  const grows = nodesOf(c.code, ['CallExpression'], loop).some(
    (node) =>
      ['append', 'insert', 'extend'].includes(calledName(c.code, node)) &&
      textOf(c.code, node.firstChild?.firstChild) === name,
  );
  return grows ? name : undefined;
}

function explainOutput(c: Case): Account {
  const account = explainTime(c);
  return {
    ...account,
    what: `The program was stopped because it printed too much.`,
    specific: loopAt(c) !== undefined,
  };
}

export const limitFamilies: Family[] = [
  {
    id: 'recursion',
    title: 'A function that never stops calling itself',
    concept: 'recursion',
    types: ['RecursionError'],
    message: /^/,
    explain: explainRecursion,
  },
];

/** Ends without an exception, by the reason of the run's end. */
export const endFamilies = {
  time: {
    id: 'time-limit',
    title: 'A program that never ends',
    concept: 'loops-that-end',
    message: /^/,
    explain: explainTime,
  },
  output: {
    id: 'output-limit',
    title: 'A program that prints without end',
    concept: 'loops-that-end',
    message: /^/,
    explain: explainOutput,
  },
} satisfies Record<string, Family>;
