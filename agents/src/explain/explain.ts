/**
 * Explains how a run ended: what happened, why with the learner's names and values, a question, and three hints.
 *
 * 1. Take the exception as the runner told it, or read it from the traceback where the runner knows nothing.
 * 2. Find the family its message belongs to; each family looks for causes in the code and in the failing frame's values.
 * 3. Where nothing fits, say where it happened and give Python's own words.
 *
 * Whatever a program does, this must not throw and must stay short: everything it reads was written by a program.
 */
import {
  type EndedRun,
  explainLimits,
  type Explanation,
  explanation,
  type ExplainRun,
  type RunError,
} from '@learnflow/shared';
import { type Code, lineText, nodesOf, nodesOnLine, readCode } from './code.ts';
import { families } from './families.ts';
import { endFamilies } from './families/limits.ts';
import { ownRaise } from './families/own-raise.ts';
import { type Account, atLine, type Case, type Family, q, said } from './family.ts';
import { generalHints, generalQuestion } from './general-words.ts';
import { parseTraceback, type Traceback } from './traceback.ts';
import { valueOf } from './value.ts';

const syntaxTypes = ['SyntaxError', 'IndentationError', 'TabError'];
/** Nobody needs to be told what they did themselves. */
const silentTypes = ['KeyboardInterrupt', 'SystemExit'];

export const explainRun: ExplainRun = (run) => {
  try {
    return explainEnd(run);
  } catch {
    // A mistake of ours in a rare case; Python's own message is in the terminal all the same.
    return undefined;
  }
};

function explainEnd(run: EndedRun): Explanation | undefined {
  const { reason } = run.end;
  if (reason === 'error' || reason === 'memory') {
    const trace = parseTraceback(run.errorText);
    const error = run.end.error ?? (trace && errorOf(trace, run));
    if (!error || silentTypes.includes(error.type)) return undefined;
    return explainError(run, error, trace);
  }
  if (reason !== 'time' && reason !== 'output') return undefined;
  const c = caseOf(run, { type: '', message: '', ...run.end.last }, undefined);
  return finish(endFamilies[reason], endFamilies[reason].explain(c), c, '');
}

/** What a traceback tells, in the runner's words. */
function errorOf(trace: Traceback, run: EndedRun): RunError {
  const frames = trace.frames.flatMap((frame) => {
    const file = run.files.find(
      (one) => frame.file === one.name || frame.file.endsWith(`/${one.name}`),
    );
    if (!file) return [];
    return [
      { file: file.name, line: frame.line, function: frame.function, text: frame.text ?? '' },
    ];
  });
  const last = frames.at(-1);
  return {
    type: trace.type,
    message: trace.message,
    frames,
    ...(last ? { file: last.file, line: last.line } : {}),
  };
}

export function explainError(
  run: EndedRun,
  error: RunError,
  trace: Traceback | undefined,
): Explanation {
  const c = caseOf(run, error, trace);
  const original = error.message === '' ? error.type : `${error.type}: ${error.message}`;
  const isRaised = !syntaxTypes.includes(error.type) && isOwnRaise(c);
  const family = isRaised ? ownRaise : findFamily(error.type, error.message);
  if (!family) return finish(unknownFamily, unknownAccount(c), c, original);
  const match = family.message.exec(error.message) ?? (['', ''] as unknown as RegExpExecArray);
  return finish(family, family.explain({ ...c, match }), c, original);
}

export function findFamily(type: string, message: string): Family | undefined {
  return families.find(
    (family) =>
      (family.types === undefined || family.types.includes(type)) && family.message.test(message),
  );
}

function caseOf(
  run: EndedRun,
  error: Pick<RunError, 'type' | 'message' | 'file' | 'line' | 'frames' | 'values'> & {
    function?: string;
  },
  trace: Traceback | undefined,
): Case {
  const file = run.files.find((one) => one.name === (error.file ?? run.entry));
  const code = readCode(file?.name ?? run.entry, file?.text ?? '');
  const line = error.file === undefined ? 0 : (error.line ?? 0);
  const frames = error.frames ?? [];
  return {
    type: error.type,
    message: error.message,
    match: [''] as unknown as RegExpExecArray,
    code,
    line,
    focus: focusOf(code, line, trace),
    values: new Map((error.values ?? []).map((value) => [value.name, valueOf(value)])),
    function: frames.at(-1)?.function ?? error.function ?? '<module>',
    frames,
    end: run.end,
    fileNames: run.files.map((one) => one.name),
  };
}

/** Python's marks as offsets, when its quoted line is still the one of the file. */
function focusOf(code: Code, line: number, trace: Traceback | undefined): Case['focus'] {
  const frame = trace?.frames.findLast((one) => one.line === line && one.text !== undefined);
  const start = code.starts[line - 1];
  const text = lineText(code, line);
  if (!frame?.marks || start === undefined || text.trim() !== frame.text) return undefined;
  const indent = text.length - text.trimStart().length;
  return { from: start + indent + frame.marks.from, to: start + indent + frame.marks.to };
}

function isOwnRaise(c: Case): boolean {
  if (c.line === 0 || c.type === 'AssertionError') return false;
  return (
    nodesOnLine(c.code, c.line, ['RaiseStatement']).length > 0 ||
    nodesOf(c.code, ['RaiseStatement']).some((node) => {
      const from = c.code.starts[c.line - 1] ?? -1;
      return node.from <= from && node.to > from;
    })
  );
}

const unknownFamily = {
  id: 'other',
  title: 'An error in your program',
  concept: 'reading-errors',
} as const;

function unknownAccount(c: Case): Account {
  const caller = c.frames.at(-2);
  const here = atLine(c.line);
  const name = q(c.type);
  return {
    what:
      c.line > 0
        ? `The program stopped on ${here} with ${name}.`
        : `The program stopped with ${name}.`,
    why: `${c.message === '' ? 'Python says nothing more about it' : said(c.message).slice(0, -1)}${caller ? `, called from ${atLine(caller.line)}` : ''}.`,
    question: generalQuestion(c.line),
    hints: generalHints(c.line),
    specific: false,
  };
}

function finish(
  family: Pick<Family, 'id' | 'title' | 'concept'>,
  account: Account,
  c: Case,
  original: string,
): Explanation {
  const line = account.line ?? c.line;
  const cut = (text: string, most: number = explainLimits.textChars): string =>
    text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return explanation.parse({
    family: account.family ?? family.id,
    title: cut(account.title ?? family.title, explainLimits.titleChars),
    what: cut(account.what),
    why: cut(account.why),
    question: cut(account.question),
    ...(line > 0 ? { file: c.code.name, line } : {}),
    original: cut(original, explainLimits.originalChars),
    ...(account.picture ? { picture: account.picture } : {}),
    concept: account.concept ?? family.concept,
    hints: account.hints.map((hint) => cut(hint)),
    specific: account.specific ?? true,
  });
}
