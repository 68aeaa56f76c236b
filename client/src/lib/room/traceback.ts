import type { TerminalLine } from './terminal-screen.ts';

/** What a line of a Python traceback is: where it happened, where it starts, the marks, or the error itself. */
export type TraceLine =
  | { kind: 'plain' }
  | { kind: 'head' }
  | { kind: 'marks' }
  | { kind: 'error' }
  | { kind: 'place'; before: string; link: string; after: string; file: string; line: number };

/** Where programs find themselves; what stands behind it is a name of the room. */
export const learnerHome = '/home/learner/';
const place = /^(\s*File "([^"]+)", )(line (\d+))(.*)$/;

/**
 * @param files  names of the room's files; only places in them become links
 */
export function readTraceLine(line: TerminalLine, files: readonly string[]): TraceLine {
  if (!line.spans.some((span) => span.style.startsWith('err'))) return { kind: 'plain' };
  const text = line.spans.map((span) => span.text).join('');
  if (text.startsWith('Traceback (most recent call last)')) return { kind: 'head' };
  if (/^\s*[~^]+\s*$/.test(text)) return { kind: 'marks' };
  if (/^\w[\w.]*(Error|Exception|Interrupt|Exit|Warning|Iteration|Group)\b/.test(text)) {
    return { kind: 'error' };
  }
  const match = place.exec(text);
  const path = match?.[2] ?? '';
  const file = path.startsWith(learnerHome) ? path.slice(learnerHome.length) : '';
  if (!match || !files.includes(file)) return { kind: 'plain' };
  const [, before = '', , link = '', number, after = ''] = match;
  return { kind: 'place', before, link, after, file, line: Number(number) };
}
