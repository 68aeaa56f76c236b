/**
 * One program from its start to its end, whatever runs it.
 *
 * 1. The job goes into the sandbox; the clocks start when the sandbox says it is ready.
 * 2. Output, waiting and the exception come back as frames and leave as events, in order.
 * 3. The first reason to end wins: a person, a clock, the output limit here; CPU and memory in the sandbox.
 * 4. `ended` is sent exactly once and is the last event.
 */
import type { RunEnd, RunEvent, RunHandle, RunReason, RunSpec } from '@learnflow/shared/run';

import type { Sandbox } from '../sandbox/sandbox.ts';
import { createClocks } from './clocks.ts';
import type { SandboxFrame } from './frames.ts';
import { createOutput } from './output.ts';
import { readDone, readLimit, readRaised } from './reports.ts';
import type { Done, Raised } from './reports.ts';
import { cutMarker, sentenceFor } from './sentences.ts';

/** Time for `finally` blocks after Ctrl-C. */
const stopGraceMs = 200;
const startupMs = 20_000;
/** One answer, and all answers of one run together: nobody types more, and the sandbox buffers what is not read. */
const maxAnswerChars = 64 * 1024;
const maxInputChars = 1024 * 1024;

export interface ActiveRunOptions {
  spec: RunSpec;
  sandbox: Sandbox;
  driver: { name: string; canInterrupt: boolean };
  event: (event: RunEvent) => void;
  /** Called when the program has ended and nothing of it is left. */
  gone: () => void;
}

/** Starts `spec` in `sandbox`. */
export function startRun({ spec, sandbox, driver, event, gone }: ActiveRunOptions): RunHandle {
  const { limits } = spec;
  let decided: RunReason | undefined;
  let raised: Raised | undefined;
  let isEnded = false;
  let isInterrupted = false;
  let inputChars = 0;
  let killTimer: NodeJS.Timeout | undefined;

  const output = createOutput({
    limitBytes: limits.outputBytes,
    emit: (stream, text) => event({ kind: 'output', stream, text }),
    exceeded: () => end('output'),
    hold: (isHeld) => sandbox.hold(isHeld),
  });
  const clocks = createClocks(limits, end);

  /** Ends the program for a reason found on this side. */
  function end(reason: RunReason): void {
    if (decided !== undefined || isEnded) return;
    decided = reason;
    sandbox.kill();
  }

  /** Output may follow in the same piece as the word that the sandbox is ready, so this must not wait for a turn. */
  function begin(python: string): void {
    clearTimeout(startup);
    clocks.start();
    event({ kind: 'started', driver: driver.name, python });
  }

  function take(kind: SandboxFrame, payload: Buffer): void {
    if (isEnded) return;
    switch (kind) {
      case 'O':
        return output.push('out', payload);
      case 'F':
        return output.push('err', payload);
      case 'W': {
        const waiting = payload.toString() === '1';
        clocks.wait(waiting);
        output.flush();
        return event({ kind: 'input', waiting });
      }
      case 'X':
        raised = readRaised(payload);
        return;
      case 'L':
        decided ??= readLimit(payload);
        return;
      case 'D':
        return finish(readDone(payload));
      case 'R':
        return begin(payload.toString());
    }
  }

  function finish(done: Done | undefined): void {
    if (isEnded) return;
    isEnded = true;
    clocks.stop();
    clearTimeout(killTimer);
    const reason =
      decided ?? (isInterrupted && isCtrlC(raised) ? 'stopped' : reasonOf(done, raised));
    output.end(reason === 'output' ? cutMarker(limits) : undefined);
    const elapsedMs = clocks.elapsedMs();
    const signal = done?.signal ?? undefined;
    const message = sentenceFor(reason, limits, {
      elapsedMs,
      ...(raised?.hint ? { hint: raised.hint } : {}),
      ...(signal === undefined ? {} : { signal }),
    });
    const result: RunEnd = {
      reason,
      exitCode: done?.code ?? null,
      durationMs: elapsedMs,
      truncated: output.isTruncated(),
      ...(raised && reason !== 'stopped' && reason !== 'finished' ? { error: raised.error } : {}),
      ...(message === undefined ? {} : { message }),
    };
    event({ kind: 'ended', end: result });
    // A sandbox that said its last word goes by itself; this is for one that does not.
    killTimer = setTimeout(() => sandbox.kill(), stopGraceMs);
  }

  const startup = setTimeout(() => sandbox.kill(), startupMs);
  sandbox.listen(take);
  sandbox.send('J', JSON.stringify({ files: spec.files, entry: spec.entry, limits }));
  if (sandbox.python !== undefined) begin(sandbox.python);
  void sandbox.closed.then(() => {
    finish(undefined);
    clearTimeout(startup);
    clearTimeout(killTimer);
    gone();
  });

  return {
    write(text) {
      if (isEnded || inputChars > maxInputChars) return;
      const answer = text.slice(0, maxAnswerChars).replaceAll('\r\n', '\n');
      inputChars += answer.length;
      clocks.answered();
      sandbox.send('I', answer);
    },
    closeInput() {
      if (!isEnded) sandbox.send('E');
    },
    interrupt() {
      if (isEnded || decided !== undefined) return;
      // A program may live on after one Ctrl-C, as in every terminal; whoever presses it again means it.
      if (!driver.canInterrupt || isInterrupted) return end('stopped');
      isInterrupted = true;
      sandbox.hold(false);
      sandbox.send('C');
    },
    stop() {
      if (isEnded || decided !== undefined) return;
      if (!driver.canInterrupt || isInterrupted) return end('stopped');
      decided = 'stopped';
      sandbox.hold(false);
      sandbox.send('C');
      killTimer = setTimeout(() => sandbox.kill(), stopGraceMs);
    },
  };
}

function isCtrlC(raised: Raised | undefined): boolean {
  return raised?.error.type === 'KeyboardInterrupt';
}

const cpuSignal = 24;

/** Why a program ended when no limit and nobody ended it. */
function reasonOf(done: Done | undefined, raised: Raised | undefined): RunReason {
  if (done === undefined) return 'crashed';
  if (done.signal !== null) return done.signal === cpuSignal ? 'time' : 'crashed';
  if (done.code === 0) return 'finished';
  if (raised?.hint === 'memory' || raised?.hint === 'processes' || raised?.hint === 'disk')
    return raised.hint;
  return 'error';
}
