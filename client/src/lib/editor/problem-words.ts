import { type MessageKey, t } from '../i18n/t.ts';
import type { RuffFinding } from './ruff.worker.ts';

/** Something in a file that Python or a reader will stumble over. Columns are 1-based UTF-16, as editors count. */
export interface Problem {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  message: string;
  /** True when the program cannot work; false for something superfluous. */
  isError: boolean;
}

/** Findings that stop nothing: the program runs, something in it is superfluous. */
const harmless = new Set(['F401', 'F541', 'F811', 'F841', 'F632']);

/** The checker's codes that have a plainer sentence of ours; `{name}` is the first word in backticks. */
const sentences: Record<string, MessageKey> = {
  F821: 'problem.unknownName',
  F841: 'problem.unusedVariable',
  F401: 'problem.unusedImport',
  F811: 'problem.twice',
  F541: 'problem.emptyFString',
  F632: 'problem.isText',
  F706: 'problem.returnOutside',
  F823: 'problem.beforeValue',
};
const syntaxSentences: [RegExp, MessageKey][] = [
  [/Expected ':'/, 'problem.colon'],
  [/Expected an indented block/, 'problem.indented'],
  [/Unexpected indentation/, 'problem.unexpectedIndent'],
  [/unindent does not match/, 'problem.unindent'],
  [/(missing closing quote|unterminated|never closed).*|got unexpected EOF/i, 'problem.unclosed'],
  [/Expected '[)\]}]'/, 'problem.bracket'],
  [/tabs? and spaces|inconsistent.*tab/i, 'problem.tabs'],
];

/** @returns a finding of the checker in words for a beginner; what we have no words for keeps the checker's. */
export function wordProblem(finding: RuffFinding): Problem {
  const { start_location: from, end_location: to, code } = finding;
  return {
    line: from.row,
    column: from.column,
    endLine: to.row,
    // A squiggle under nothing cannot be seen.
    endColumn: to.row === from.row ? Math.max(to.column, from.column + 1) : to.column,
    message: sentenceFor(finding),
    isError: code === null || !harmless.has(code),
  };
}

function sentenceFor({ code, message }: RuffFinding): string {
  const name = /`([^`]+)`/.exec(message)?.[1] ?? '';
  const key = code === null ? undefined : sentences[code];
  if (key) return t(key, { name });
  if (code === null || code === 'invalid-syntax' || code.startsWith('E9')) {
    const found = syntaxSentences.find(([pattern]) => pattern.test(message));
    if (found) return t(found[1]);
    const plain = message.replace(/^SyntaxError: /, '');
    return t('problem.syntax', { what: plain });
  }
  return message;
}
