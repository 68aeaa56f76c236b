/** A program at the server's end of the wire. */
import { runEvent } from '@learnflow/shared/run';
import type { RunEnd, RunEvent, RunHandle, Runner, RunReason } from '@learnflow/shared/run';

import type { Opener } from './opener.ts';
import type { RunWord } from './requests.ts';

const lostMessage = 'The runner restarted. Press Run to try again.';

/** Sends `spec` and passes on what comes back; `ended` comes exactly once and is the last event. */
export function openRun(open: Opener, ...[spec, on]: Parameters<Runner['run']>): RunHandle {
  const openedAt = performance.now();
  let isEnded = false;

  function tell(event: RunEvent): void {
    if (isEnded) return;
    isEnded = event.kind === 'ended';
    on.event(event);
  }

  function end(reason: RunReason, message: string): void {
    const durationMs = Math.round(performance.now() - openedAt);
    const end: RunEnd = { reason, exitCode: null, durationMs, message, truncated: false };
    tell({ kind: 'ended', end });
  }

  const request = open('run', spec, {
    queued: (place) => {
      if (!isEnded) on.queued?.(place);
    },
    event: (body) => tell(runEvent.parse(body)),
    done: () => end('restarted', lostMessage),
    failed: (message) => end('stopped', message),
    lost: () => end('restarted', lostMessage),
  });
  // The caller has its handle before the event comes.
  if (request === undefined)
    queueMicrotask(() => end('refused', 'Too many programs are waiting. Try again in a minute.'));
  const say = (word: RunWord): void => {
    if (!isEnded) request?.say(word);
  };
  return {
    write: (text) => say({ kind: 'write', text }),
    closeInput: () => say({ kind: 'end-input' }),
    interrupt: () => say({ kind: 'interrupt' }),
    stop: () => {
      if (!isEnded) request?.cancel();
    },
  };
}
