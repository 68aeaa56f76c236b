/** Lines that begin in the wrong column. */
import { lineText } from '../code.ts';
import { type SyntaxCase, account, lineBefore } from './syntax-case.ts';
import { blockMissing, openerBefore } from './syntax-words.ts';
import { type Account, atLine, capital, failingText } from '../family.ts';

export function explainBlock(s: SyntaxCase): Account {
  const [, word, at] = s.match;
  const opener =
    word !== undefined && at !== undefined
      ? {
          word: word.replace(/^function definition$/, 'def').replace(/^class definition$/, 'class'),
          line: Number(at),
        }
      : openerBefore(s, s.line);
  return blockMissing(s.line, opener, failingText(s));
}

export function explainIndent(s: SyntaxCase): Account {
  const before = lineBefore(s, s.line);
  return account(s.line, {
    what: `${capital(atLine(s.line))} starts further in than the line above, but nothing opened a block.`,
    why:
      before > 0
        ? `${capital(atLine(before))} does not end with a colon, so what follows must begin in the same column.`
        : `The first line of a program begins at the very left.`,
    question: `Does ${atLine(s.line)} belong to a block, and which line should open it?`,
    where: `Compare the beginnings of ${before > 0 ? atLine(before) : 'the file'} and ${atLine(s.line)}.`,
    idea: `Lines of one block begin in the same column. Only after a colon a new block starts further in.`,
    how: `Take the extra spaces away, or begin the block that is missing above.`,
  });
}

export function explainUnindent(s: SyntaxCase): Account {
  const indent = lineText(s.code, s.line).search(/\S|$/);
  const columns = new Set<number>();
  for (let line = s.line - 1; line > 0; line -= 1) {
    const text = lineText(s.code, line);
    if (text.trim() === '') continue;
    const at = text.search(/\S/);
    columns.add(at);
    if (at === 0) break;
  }
  const all = [...columns].sort((a, b) => a - b);
  return account(s.line, {
    what: `${capital(atLine(s.line))} goes back to the left, but not to where an outer line begins.`,
    why: `It starts after ${String(indent)} space${indent === 1 ? '' : 's'}; the blocks above begin after ${all.slice(0, 4).join(', ')}.`,
    question: `Which line above should it stand below?`,
    where: `Find the line above ${atLine(s.line)} that it belongs to.`,
    idea: `A line that leaves a block has to begin exactly where an outer block begins.`,
    how: `Move ${atLine(s.line)} left or right until it begins in the same column as the lines it belongs to.`,
  });
}

export function explainTabs(s: SyntaxCase): Account {
  return account(s.line, {
    what: `${capital(atLine(s.line))} mixes tabs and spaces at its beginning.`,
    why: `They look the same, but Python cannot tell whether ${atLine(s.line)} and the line above begin in the same column.`,
    question: `Was one of the lines copied from somewhere else?`,
    where: `Delete what stands before the first word on ${atLine(s.line)} and on the lines around it.`,
    idea: `A block is indented either with spaces or with tabs, and spaces are the usual way.`,
    how: `Indent these lines again with the Tab key of this editor, which makes spaces.`,
  });
}
