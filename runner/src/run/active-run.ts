/**
 * One program from its start to its end, whatever runs it.
 *
 * 1. The job goes into the sandbox; the clocks start when the sandbox says it is ready.
 * 2. Output, waiting and the exception come back as frames and leave as events, in order.
 * 3. The first reason to end wins: a person, a clock, the output limit here; CPU and memory in the sandbox.
 * 4. `ended` is sent exactly once and is the last event.
 */
import { runTellLimits } from '@learnflow/shared/run';
import type {
  RunEvent,
  RunHandle,
  RunPlace,
  RunReason,
  RunSpec,
  RunWritten,
} from '@learnflow/shared/run';

import type { Driver } from '../sandbox/driver.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { createClocks } from './clocks.ts';
import { describeEnd } from './ending.ts';
import type { SandboxFrame } from './frames.ts';
import { createOutput } from './output.ts';
import { createPictures } from './pictures.ts';
import { readDone, readLimit, readPlace, readRaised } from './reports.ts';
import type { Done, Raised } from './reports.ts';
import { cutMarker } from './sentences.ts';
import { readWritten } from './written.ts';

/** How long a sandbox may take at a limit to say where the program was and to end it, before it is ended with it. */
const placeMs = 400;
/** A sandbox that said its last word goes by itself; this is for one that does not. */
const goneMs = 200;
const startupMs = 20_000;
/** One answer, and all answers of one run together: nobody types more, and the sandbox buffers what is not read. */
const maxAnswerChars = 64 * 1024;
const maxInputChars = 1024 * 1024;

export interface ActiveRunOptions {
  spec: RunSpec;
  sandbox: Sandbox;
  driver: Pick<Driver, 'name' | 'canInterrupt' | 'stopMs'>;
  event: (event: RunEvent) => void;
  /** Called when the program has ended and nothing of it is left. */
  gone: () => void;
}

/** Starts `spec` in `sandbox`. */
export function startRun({ spec, sandbox, driver, event, gone }: ActiveRunOptions): RunHandle {
  const { limits, files } = spec;
  let decided: RunReason | undefined;
  let raised: Raised | undefined;
  let isEnded = false;
  let isInterrupted = false;
  let last: RunPlace | undefined;
  let written: RunWritten[] = [];
  let inputChars = 0;
  let killTimer: NodeJS.Timeout | undefined;

  const output = createOutput({
    limitBytes: limits.outputBytes,
    emit: (stream, text) => event({ kind: 'output', stream, text }),
    exceeded: () => end('output'),
    hold: (isHeld) => sandbox.hold(isHeld),
  });
  const clocks = createClocks(limits, end);
  const pictures = createPictures();

  /** Ends the program for a reason found on this side. */
  function end(reason: RunReason, withinMs?: number): void {
    if (decided !== undefined || isEnded) return;
    decided = reason;
    killSoon(withinMs);
  }

  /** Where the driver can, the program is first asked where it is. */
  function killSoon(withinMs = placeMs): void {
    clearTimeout(killTimer);
    if (!driver.canInterrupt) return sandbox.kill();
    sandbox.hold(false);
    sandbox.send('T');
    killTimer = setTimeout(() => sandbox.kill(), withinMs);
  }

  function show(payload: Buffer): void {
    const picture = pictures.take(payload);
    if (typeof picture === 'string') output.push('err', Buffer.from(`[${picture}]\n`));
    else if (picture !== undefined) event({ kind: 'picture', picture });
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
        const word = payload.toString();
        const waiting = word !== '0';
        clocks.wait(waiting);
        output.flush();
        return event({ kind: 'input', waiting, ...(word === '2' ? { secret: true } : {}) });
      }
      case 'X':
        raised = readRaised(payload, files);
        return;
      case 'P':
        return show(payload);
      case 'A':
        last = readPlace(payload, files);
        return;
      case 'N': {
        const file = readWritten(payload);
        if (file && written.length < runTellLimits.writtenFiles) written.push(file);
        return;
      }
      case 'V':
        // Claims belong to grading; a run has no use for one.
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
    const result = describeEnd({
      ...{ limits, elapsedMs: clocks.elapsedMs(), decided, isInterrupted, done, raised, last },
      isSingle: files.length === 1,
      isTruncated: output.isTruncated(),
    });
    output.end(result.reason === 'output' ? cutMarker(limits) : undefined);
    if (written.length > 0) event({ kind: 'written', files: written });
    written = [];
    event({ kind: 'ended', end: result });
    killTimer = setTimeout(() => sandbox.kill(), goneMs);
  }

  const startup = setTimeout(() => sandbox.kill(), startupMs);
  sandbox.listen(take);
  sandbox.give({ files: spec.files, entry: spec.entry, limits });
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
      if (!driver.canInterrupt || isInterrupted) return end('stopped', driver.stopMs.place);
      isInterrupted = true;
      sandbox.hold(false);
      sandbox.send('C');
    },
    stop() {
      if (isEnded || decided !== undefined) return;
      const { finish, place } = driver.stopMs;
      if (!driver.canInterrupt || isInterrupted || finish === 0) return end('stopped', place);
      decided = 'stopped';
      sandbox.hold(false);
      sandbox.send('C');
      killTimer = setTimeout(() => killSoon(place), finish);
    },
  };
}
