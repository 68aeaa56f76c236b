/**
 * Reads what CPython 3.8–3.14 prints when a program ends with an exception: plain, chained (the last one counts), exception
 * groups, syntax errors with and without a head, cut at the front, with marks under the line or without.
 */

export interface TraceFrame {
  file: string;
  /** 1-based. */
  line: number;
  /** Empty for the place of a syntax error. */
  function: string;
  /** The quoted line without its indentation; absent when Python had no source. */
  text?: string;
  /** Columns of `text` that Python marked, 0-based, `to` after the last one. */
  marks?: { from: number; to: number };
}

export interface Traceback {
  /** Class without its module: `JSONDecodeError`. */
  type: string;
  message: string;
  /** Outermost first, the failing one last. */
  frames: TraceFrame[];
}

const place = /^(\s*(?:\|\s*)*)File "(.+)", line (\d+)(?:, in (.+))?\s*$/;
/** A class that Python may end with, perhaps with its module, then its message. */
const last = /^([A-Za-z_][\w.]*)(?:: ?(.*))?$/;
const marks = /^(\s*)([~^]+)\s*$/;
const head = /^\s*(?:[|+]\s*)*(?:Exception Group )?Traceback \(most recent call last\):/;
/** Longer lines are somebody's data; no traceback is looked for in more than the end of an output. */
const maxChars = 40_000;
const maxLineChars = 4_000;

/** @returns the last exception in `text`, or undefined when there is none. */
export function parseTraceback(text: string): Traceback | undefined {
  const lines = text
    .slice(-maxChars)
    .split(/\r?\n/)
    .map((line) => line.slice(0, maxLineChars));
  const start = lines.findLastIndex((line) => head.test(line));
  const own = start < 0 ? lines : lines.slice(start + 1);
  const prefix = start < 0 ? '' : groupPrefix(lines[start] ?? '');
  const body = own.map((line) => withoutPrefix(line, prefix));
  const frames = readFrames(body);
  const at = errorLine(body, frames.lastLine);
  if (at < 0) return undefined;
  const match = last.exec(body[at] ?? '');
  if (!match) return undefined;
  const type = (match[1] ?? '').split('.').at(-1) ?? '';
  const more = messageEnd(body, at);
  const message = [match[2] ?? '', ...body.slice(at + 1, more)].join('\n').trimEnd();
  return { type, message: withoutSuggestion(message), frames: frames.list };
}

/** Within a group Python draws a rail before each line. */
function groupPrefix(line: string): string {
  return /^(\s*(?:[|+]\s?)+)/.test(line) ? '|' : '';
}

function withoutPrefix(line: string, prefix: string): string {
  return prefix === '' ? line : line.replace(/^\s*[|+]\s?/, '');
}

function readFrames(lines: readonly string[]): { list: TraceFrame[]; lastLine: number } {
  const list: TraceFrame[] = [];
  let lastLine = -1;
  for (const [i, line] of lines.entries()) {
    const match = place.exec(line);
    if (!match) continue;
    const [, , file = '', number = '', name] = match;
    const frame: TraceFrame = { file, line: Number(number), function: name ?? '' };
    if (!Number.isSafeInteger(frame.line) || frame.line < 1) continue;
    lastLine = i;
    const quoted = lines[i + 1];
    if (quoted !== undefined && /^\s{4,}\S/.test(quoted) && !place.test(quoted)) {
      frame.text = quoted.trim();
      lastLine = i + 1;
      const under = marks.exec(lines[i + 2] ?? '');
      if (under) {
        const indent = quoted.length - quoted.trimStart().length;
        const from = Math.max(0, (under[1] ?? '').length - indent);
        frame.marks = { from, to: from + (under[2] ?? '').length };
        lastLine = i + 2;
      }
    }
    list.push(frame);
  }
  return { list, lastLine };
}

/** The exception's own line: the first unindented one after the last frame that reads like one. */
function errorLine(lines: readonly string[], after: number): number {
  const rest = lines.findIndex((line, i) => i > after && isErrorLine(line, after >= 0));
  if (rest >= 0 || after >= 0) return rest;
  return lines.findLastIndex((line) => isErrorLine(line, false));
}

function isErrorLine(line: string, isSure: boolean): boolean {
  const match = last.exec(line);
  if (!match) return false;
  const name = (match[1] ?? '').split('.').at(-1) ?? '';
  return isSure || /(Error|Exception|Interrupt|Exit|Iteration|Group|Warning)$/.test(name);
}

/** A message may have several lines; notes and the next exception of a chain do not belong to it. */
function messageEnd(lines: readonly string[], at: number): number {
  const next = lines.findIndex(
    (line, i) =>
      i > at &&
      (line.trim() === '' || place.test(line) || head.test(line) || /^\s*[|+]?\+-/.test(line)),
  );
  return next < 0 ? lines.length : next;
}

/** The suggestions that newer Pythons print are not part of the exception's own message. */
function withoutSuggestion(message: string): string {
  return message.replace(
    /(\. Did you (?:mean|forget to import).*\?|: did you forget parentheses.*)$/i,
    (found, _all, offset: number) =>
      offset > 0 && /^(name|module|'.+' object|type object|cannot import)/.test(message)
        ? ''
        : found,
  );
}
