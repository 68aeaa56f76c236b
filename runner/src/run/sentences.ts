/** What a learner reads when a run ends otherwise than by itself. One sentence, the next action first in mind. */
import type { RunLimits, RunReason } from '@learnflow/shared/run';

export type Hint = 'memory' | 'processes' | 'disk' | 'network';

const megabytes = (bytes: number): string => String(Math.max(1, Math.round(bytes / 1024 / 1024)));
const seconds = (ms: number): string => String(Math.round(ms / 100) / 10);

/** Returns the sentence for `reason`, or undefined when the program's own output says enough. */
export function sentenceFor(
  reason: RunReason,
  limits: RunLimits,
  about: { hint?: Hint; shadow?: string; signal?: number; where?: string; elapsedMs: number },
): string | undefined {
  switch (reason) {
    case 'finished':
      return undefined;
    case 'error':
      if (about.hint === 'network') return 'Programs here cannot use the internet.';
      if (about.shadow !== undefined) return shadowSentence(about.shadow);
      return undefined;
    case 'time':
      return `Stopped after ${seconds(about.elapsedMs)} s: the program was still busy${about.where === undefined ? '' : ` on ${about.where}`}. A loop may never end.`;
    case 'idle':
      return `Stopped: nobody answered the program for ${seconds(limits.idleMs)} s. Press Run to start again.`;
    case 'memory':
      return `Stopped: the program used more than ${megabytes(limits.memoryBytes)} MB. A list may be growing without end.`;
    case 'output':
      return `Stopped: the program printed more than ${outputSize(limits.outputBytes)}. A loop may be printing without end.`;
    case 'processes':
      return `Stopped: the program started more than ${String(limits.processes)} processes or threads.`;
    case 'disk':
      return `The program filled its ${megabytes(limits.diskBytes)} MB of space for files. Write less, or delete files you no longer need.`;
    case 'restarted':
      return 'The runner restarted. Press Run to try again.';
    case 'stopped':
      return `Stopped after ${seconds(about.elapsedMs)} s${about.where === undefined ? '' : `, on ${about.where}`}.`;
    case 'crashed':
      return about.signal === undefined
        ? 'The runner ended unexpectedly. Your code is safe: press Run to try again.'
        : `Python itself crashed${about.where === undefined ? '' : ` on ${about.where}`} (${signalName(about.signal)}). Very deep recursion can do this.`;
    case 'refused':
      return 'Programs cannot run right now. Your code is safe.';
  }
}

/** The line left in the terminal where output was cut. */
export function cutMarker(limits: RunLimits): string {
  return `\n[Output cut here: more than ${outputSize(limits.outputBytes)} printed]\n`;
}

function outputSize(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${megabytes(bytes)} MB` : `${String(Math.round(bytes / 1024))} KB`;
}

function signalName(signal: number): string {
  const names: Record<number, string> = {
    4: 'SIGILL',
    6: 'SIGABRT',
    7: 'SIGBUS',
    8: 'SIGFPE',
    9: 'SIGKILL',
    11: 'SIGSEGV',
    15: 'SIGTERM',
    31: 'SIGSYS',
  };
  return names[signal] ?? `signal ${String(signal)}`;
}

/** A file that stands before a module of Python's own: `random.py`, or `random/dice.py`. */
function shadowSentence(file: string): string {
  const [first = file] = file.split('/');
  const [what, name] = first.endsWith('.py') ? ['file', first.slice(0, -3)] : ['folder', first];
  return `Your ${what} ${first} hides Python's own ${name}. Rename your ${what}.`;
}
