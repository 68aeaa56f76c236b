import type { RunEnd, TerminalView } from '@learnflow/shared';
import { type MessageKey, t } from '../i18n/t.ts';
import { formatDuration } from './run-clock.ts';

/** @returns the sentence under the output; undefined when the program's own last words say it all. */
export function endSentence(end: RunEnd): string | undefined {
  switch (end.reason) {
    case 'finished':
      return undefined;
    case 'error':
      // What the traceback does not say: a file that hides a module, no internet here.
      return end.message;
    case 'stopped':
      return end.message ?? t('run.stopped', { time: formatDuration(end.durationMs) });
    case 'time':
    case 'idle':
    case 'memory':
    case 'output':
    case 'processes':
    case 'disk':
    case 'crashed':
    case 'restarted':
    case 'refused':
      return end.message ?? t('run.down');
  }
}

/** @returns the few words beside the terminal's tabs; nothing before the first run. */
export function statusWords(view: TerminalView, elapsedMs: number): string {
  const key = statusKey(view);
  return key ? t(key, { n: view.number, time: formatDuration(elapsedMs) }) : '';
}

function statusKey({ state, end }: TerminalView): MessageKey | undefined {
  switch (state) {
    case 'empty':
      return undefined;
    case 'queued':
      return 'run.status.queued';
    case 'running':
      return 'run.status.running';
    case 'input':
      return 'run.status.input';
    case 'ended':
      return end ? endKey(end) : 'run.status.failed';
  }
}

function endKey({ reason }: RunEnd): MessageKey {
  switch (reason) {
    case 'finished':
      return 'run.status.finished';
    case 'error':
      return 'run.status.error';
    case 'stopped':
      return 'run.status.stopped';
    case 'time':
    case 'idle':
    case 'memory':
    case 'output':
    case 'processes':
    case 'disk':
      return 'run.status.limit';
    case 'crashed':
    case 'restarted':
    case 'refused':
      return 'run.status.failed';
  }
}
