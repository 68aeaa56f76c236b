import { randomUUID } from 'node:crypto';
import { defaultRunLimits, type RunLimits, type Runner } from '@learnflow/shared';

/** A program that a model tries is a few lines; it must not take a student's place for long. */
const limits: RunLimits = {
  ...defaultRunLimits,
  cpuMs: 2_000,
  wallMs: 4_000,
  idleMs: 1_000,
  outputBytes: 16 * 1024,
  processes: 8,
  diskBytes: 1024 * 1024,
};
/** Waits its turn behind students: all programs of models together are one person of one group. */
const by = { person: 'model', group: 'model' };

/** Runs a program by itself: no files of anybody, no input. */
export function createRunCode(runner: Pick<Runner, 'run'>) {
  return (code: string, signal: AbortSignal): Promise<{ output: string; error: string }> =>
    new Promise((resolve) => {
      let output = '';
      let error = '';
      const files = [{ name: 'main.py', text: code }];
      const handle = runner.run(
        { runId: randomUUID(), files, entry: 'main.py', limits, by },
        {
          event: (event) => {
            if (event.kind === 'output' && event.stream === 'out') output += event.text;
            if (event.kind === 'output' && event.stream === 'err') error += event.text;
            if (event.kind === 'input' && event.waiting) handle.closeInput();
            if (event.kind !== 'ended') return;
            const { reason, message } = event.end;
            if (reason !== 'finished' && error === '') error = message ?? reason;
            resolve({ output, error });
          },
        },
      );
      signal.addEventListener('abort', () => handle.stop(), { once: true });
    });
}
