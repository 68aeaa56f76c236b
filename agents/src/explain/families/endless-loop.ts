/** A `while` that never ends. */
import type { SyntaxNode } from '@lezer/common';
import { lineAt, nodesOf, textOf } from '../code.ts';
import { type Account, type Case, atLine, listed, q } from '../family.ts';
import { bindingsOf } from '../scope.ts';

/** The innermost `while` around the line where the program was, or on it; else the first of the file. */
export function loopAt(c: Case): SyntaxNode | undefined {
  const whiles = nodesOf(c.code, ['WhileStatement']);
  const holds = (node: SyntaxNode): boolean =>
    lineAt(c.code, node.from) <= c.line &&
    lineAt(c.code, Math.max(node.from, node.to - 1)) >= c.line;
  return whiles.findLast(holds) ?? (c.line === 0 ? whiles[0] : undefined);
}

export function whileAccount(c: Case, loop: SyntaxNode): Account {
  const at = atLine(lineAt(c.code, loop.from));
  const condition = loop.firstChild?.nextSibling ?? undefined;
  const text = condition ? textOf(c.code, condition) : '';
  const names = condition ? namesIn(c, condition) : [];
  const body = loop.getChild('Body');
  const changed = new Set([
    ...bindingsOf(c.code)
      .filter((one) => one.node.from >= (body?.from ?? 0) && one.node.to <= (body?.to ?? 0))
      .map((one) => one.name),
    ...(body ? methodOwners(c, body) : []),
  ]);
  const hasBreak = nodesOf(c.code, ['BreakStatement', 'ReturnStatement'], loop).length > 0;
  const what = `The program was stopped because the loop on ${at} never ended.`;
  const line = lineAt(c.code, loop.from);
  if (names.length === 0 || /^(True|1)$/.test(text)) {
    return {
      what,
      why: hasBreak
        ? `${q(`while ${text}`)} only ends at a ${q('break')} or ${q('return')}, and that was not reached.`
        : `${q(`while ${text}`)} is always true, and nothing inside breaks off.`,
      question: hasBreak
        ? `What has to happen so that the loop is left?`
        : `When should the loop stop?`,
      line,
      hints: [
        `Look inside the loop on ${at} for what ends it.`,
        `A loop whose condition is always true needs another way out.`,
        hasBreak
          ? `Print the values that lead to the way out, and see why it is never taken.`
          : `Say in the condition when to go on, or leave the loop as soon as its work is done.`,
      ],
    };
  }
  const still = names.filter((name) => !changed.has(name));
  if (still.length === names.length) {
    return {
      what,
      why: `Its condition looks at ${listed(names)}, and nothing inside the loop changes ${names.length > 1 ? 'them' : 'it'}.`,
      question: `Which line inside the loop should change ${q(names[0] ?? '')}?`,
      line,
      hints: [
        `Follow ${q(names[0] ?? '')} through one turn of the loop on ${at}.`,
        `A loop ends only if something in its condition becomes different inside it.`,
        `Add a step inside the loop that brings ${q(names[0] ?? '')} nearer to the end. Check that it is indented like the other lines of the loop.`,
      ],
    };
  }
  const moving = names.find((name) => changed.has(name)) ?? '';
  const now = c.values.get(moving)?.repr;
  return {
    what,
    why: `${q(moving)} changes inside it${now === undefined ? '' : ` and was ${q(now)} at the end`}, but ${q(text)} stayed true.`,
    question: `Does ${q(moving)} come nearer to the end each time round, or move away from it?`,
    line,
    hints: [
      `Write down ${q(moving)} for the first three turns of the loop on ${at}.`,
      `The change has to go in the direction of the end, on every way through the loop, and must not jump over it.`,
      `Compare the direction of the change with the comparison in the condition. One of the two has to be turned round.`,
    ],
  };
}

function namesIn(c: Case, node: SyntaxNode): string[] {
  const all = [node, ...nodesOf(c.code, ['VariableName'], node)].filter(
    (one) => one.name === 'VariableName',
  );
  const called = new Set(
    nodesOf(c.code, ['CallExpression'], node).map((call) => call.firstChild?.from ?? -1),
  );
  return [...new Set(all.filter((one) => !called.has(one.from)).map((one) => textOf(c.code, one)))];
}

/** Names whose methods are called, or whose items are set: they may change without an assignment. */
function methodOwners(c: Case, body: SyntaxNode): string[] {
  return nodesOf(c.code, ['MemberExpression'], body)
    .filter(
      (node) => node.parent?.name === 'CallExpression' || node.parent?.name === 'AssignStatement',
    )
    .map((node) => textOf(c.code, node.firstChild));
}
