/**
 * `run_code_safely`: the tool through which an agent tries code out. It is a run like any other: the same sandbox, the same
 * queue, no network, nothing kept. The code may come out of a language model, so the answer is bounded and the calls are
 * counted; an agent that has used them up is told so in the answer and goes on without.
 */
import { defaultRunLimits } from './run.ts';
import type { RunEnd, RunLimits, Runner } from './run.ts';

export const runCodeLimits = {
  /** Calls of one tool; a question that needs more is not answered by trying. */
  maxCalls: 8,
  /** Characters of each part of an answer: a model reads the beginning. */
  maxAnswerChars: 8_000,
} as const;

const limits: RunLimits = { ...defaultRunLimits, cpuMs: 3_000, wallMs: 8_000, idleMs: 5_000 };

export interface CodeAnswer {
  /** What the program printed on stdout. */
  output: string;
  /** Traceback, or why it was stopped or not run; null when it ended well. */
  error: string | null;
}

/** Returns the tool for one question. `stdin` is given whole and ended, so `input()` never waits. */
export function createRunCodeSafely(
  runner: Pick<Runner, 'run'>,
  options: { maxCalls?: number } = {},
): (code: string, stdin?: string) => Promise<CodeAnswer> {
  let callsLeft = options.maxCalls ?? runCodeLimits.maxCalls;
  let calls = 0;
  return (code, stdin = '') => {
    if (callsLeft <= 0)
      return Promise.resolve({
        output: '',
        error: 'No calls are left. Answer without running code.',
      });
    callsLeft -= 1;
    calls += 1;
    const spec = {
      runId: `tool-${String(calls)}`,
      files: [{ name: 'main.py', text: code }],
      entry: 'main.py',
      limits,
    };
    return new Promise((resolve) => {
      let output = '';
      let errors = '';
      const handle = runner.run(spec, {
        event: (event) => {
          if (event.kind === 'started') {
            // A runner in this process may tell of the start before its handle is complete.
            queueMicrotask(() => {
              if (stdin !== '') handle.write(stdin);
              handle.closeInput();
            });
          } else if (event.kind === 'output') {
            if (event.stream === 'out') output = bounded(output + event.text);
            else errors = bounded(errors + event.text);
          } else if (event.kind === 'ended') resolve({ output, error: errorOf(event.end, errors) });
        },
      });
    });
  };
}

function bounded(text: string): string {
  return text.slice(0, runCodeLimits.maxAnswerChars);
}

function errorOf(end: RunEnd, errors: string): string | null {
  if (end.reason === 'finished') return errors === '' ? null : errors;
  return [errors.trim(), end.message ?? ''].filter((part) => part !== '').join('\n') || end.reason;
}
