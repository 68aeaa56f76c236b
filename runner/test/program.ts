/** Runs one program in a real sandbox and collects what a room would see. */
import { defaultRunLimits } from '@learnflow/shared/run';
import type { RunEnd, RunEvent, RunHandle, RunLimits, Runner } from '@learnflow/shared/run';

export interface Outcome {
  events: RunEvent[];
  out: string;
  err: string;
  end: RunEnd;
  /** Milliseconds from the call to `ended`. */
  tookMs: number;
}

export interface ProgramOptions {
  limits?: Partial<RunLimits>;
  /** One per `input()`; given when the program waits. */
  answers?: string[];
  /** Called with each event and the running program. */
  on?: (event: RunEvent, handle: RunHandle) => void;
}

let count = 0;

/** `program` is the text of main.py or several files by name. */
export function runProgram(
  runner: Runner,
  program: string | Record<string, string>,
  options: ProgramOptions = {},
): Promise<Outcome> {
  const files = typeof program === 'string' ? { 'main.py': program } : program;
  const answers = [...(options.answers ?? [])];
  const events: RunEvent[] = [];
  const startedAt = performance.now();
  const text = (stream: 'out' | 'err'): string =>
    events
      .map((event) => (event.kind === 'output' && event.stream === stream ? event.text : ''))
      .join('');
  return new Promise((resolve) => {
    const handle = runner.run(
      {
        runId: `test-${String((count += 1))}`,
        files: Object.entries(files).map(([name, content]) => ({ name, text: content })),
        entry: 'main.py',
        limits: { ...defaultRunLimits, ...options.limits },
      },
      {
        event: (event) => {
          events.push(event);
          if (event.kind === 'input' && event.waiting) {
            const answer = answers.shift();
            if (answer !== undefined) handle.write(`${answer}\n`);
          }
          options.on?.(event, handle);
          if (event.kind === 'ended')
            resolve({
              events,
              out: text('out'),
              err: text('err'),
              end: event.end,
              tookMs: performance.now() - startedAt,
            });
        },
      },
    );
  });
}

/**
 * Samples how long this process keeps its event loop busy in one go; call the result to get the worst in milliseconds.
 * Time in which the machine ran something else is not counted: lateness is only ours as far as we used the processor.
 */
export function measureLag(): () => number {
  let worst = 0;
  let due = performance.now() + 5;
  let cpu = process.cpuUsage();
  const timer = setInterval(() => {
    const now = performance.now();
    const used = process.cpuUsage(cpu);
    worst = Math.max(worst, Math.min(now - due, (used.user + used.system) / 1000));
    due = now + 5;
    cpu = process.cpuUsage();
  }, 5);
  return () => {
    clearInterval(timer);
    return worst;
  };
}
