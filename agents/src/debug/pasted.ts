import type { EndedRun, Question } from '@learnflow/shared';
import { parseTraceback } from '../explain/traceback.ts';

/** A run as a traceback in the question tells of it; undefined when there is none. */
export function pastedRun({ text, program }: Question): EndedRun | undefined {
  // "KeyError" alone is a word, not what Python printed.
  const isPrinted = /\bline \d+|Traceback|^[A-Za-z_.]*(?:Error|Exception|Interrupt): /m.test(text);
  if (!isPrinted || !parseTraceback(text)) return undefined;
  return {
    end: { reason: 'error', exitCode: 1, durationMs: 0, truncated: false },
    files: program?.files ?? [],
    entry: program?.entry ?? 'main.py',
    errorText: text,
  };
}
