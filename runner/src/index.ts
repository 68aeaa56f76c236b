/**
 * Runs Python nobody trusts. `createRunner` finds the best sandbox of this machine and puts a line in front of it.
 * Where there is no safe sandbox every run is refused with the reason; nothing is ever run unsafely.
 */
import { totalmem } from 'node:os';

import type { RunEnd, RunEvent, RunHandle } from '@learnflow/shared/run';

import { createGrader } from './grade/grader.ts';
import type { LocalRunner } from './local-runner.ts';
import { startRun } from './run/active-run.ts';
import { createQueue } from './run/queue.ts';
import { checkSpec } from './run/spec.ts';
import { followTurn } from './run/turn.ts';
import { selectDriver } from './select.ts';
import type { DriverChoice } from './select.ts';
import type { Driver } from './sandbox/driver.ts';
import type { Sandbox } from './sandbox/sandbox.ts';

export { createExecutor } from './executor/client.ts';
export type { Executor, ExecutorOptions } from './executor/client.ts';

/** Each is a process or a few. */
const mostWaiting = 120;
/** More than a school presses Run at once; beyond it a refusal is kinder than a place that never comes. */
const maxWaiting = 500;

export interface RunnerOptions {
  /** `auto` takes bubblewrap where it holds, else containers, else Pyodide. */
  driver: DriverChoice;
  log?: { warn(about: object, text: string): void };
  /** Programs running at the same time; default cores + 2. */
  slots?: number;
  /** Only this way of starting native programs; default the quicker one that holds. */
  start?: 'fork' | 'process';
  /** What containers are made of; default `learnflow-runner`. */
  image?: string | undefined;
}

/** Probes this machine (a few tiny programs really run) and returns the runner it allows. Never throws for want of a sandbox. */
export async function createRunner(options: RunnerOptions): Promise<LocalRunner> {
  const warn = (about: object, text: string): void => options.log?.warn(about, text);
  const { driver, report } = await selectDriver(options.driver, options, warn);
  const places = driver?.places ?? 1;
  const queue = createQueue(places, maxWaiting, { waits: mostThatWait(driver), busy: places });
  const grader =
    driver &&
    createGrader({
      driver,
      isBusy: () => queue.waiting() > 0,
      ...(options.log ? { log: options.log } : {}),
    });
  const handles = new Set<RunHandle>();
  let isClosed = false;

  return {
    report: () => report,
    grader,
    run(spec, on) {
      const checked = checkSpec(spec);
      if (driver === undefined || isClosed)
        return endedRun(on.event, 'refused', report.reason ?? 'The runner is shutting down.');
      if ('refusal' in checked) return endedRun(on.event, 'refused', checked.refusal);

      let running: RunHandle | undefined;
      let sandbox: Sandbox | undefined;
      let isHeld = false;
      let isOver = false;
      const enter = (): void => {
        const gone = (): void => {
          handles.delete(handle);
          ticket?.leave();
        };
        const follow = followTurn({
          rest: (why) => ticket?.rest(why),
          resume: () => ticket?.resume(),
        });
        try {
          sandbox = driver.take(checked.spec.limits);
          if (isHeld) sandbox.hold(true, 'reader');
          sandbox.ready.catch((error: unknown) => {
            if (!isClosed && !isOver)
              warn({ runId: spec.runId, error: String(error) }, 'run.start.failed');
          });
          running = startRun({
            spec: checked.spec,
            sandbox,
            driver,
            event: (event) => {
              if (event.kind === 'ended') isOver = true;
              follow(event);
              on.event(event);
            },
            gone,
          });
        } catch (error) {
          warn({ runId: spec.runId, error: String(error) }, 'run.start.failed');
          endedRun(on.event, 'crashed');
          gone();
        }
      };
      const ticket = queue.join(enter, on.queued, checked.spec.by);
      if (ticket === undefined)
        return endedRun(
          on.event,
          'refused',
          'Too many programs are waiting. Try again in a minute.',
        );

      const handle = {
        hold(next: boolean) {
          isHeld = next;
          sandbox?.hold(next, 'reader');
        },
        write: (text: string) => running?.write(text),
        closeInput: () => running?.closeInput(),
        interrupt: () => (running === undefined ? handle.stop() : running.interrupt()),
        stop() {
          if (running !== undefined) return running.stop();
          if (isOver) return;
          isOver = true;
          ticket.leave();
          handles.delete(handle);
          endedRun(on.event, 'stopped');
        },
      };
      handles.add(handle);
      return handle;
    },
    async close() {
      isClosed = true;
      for (const handle of [...handles]) handle.stop();
      await grader?.close();
      await driver?.close();
    },
  };
}

/** Programs that wait for somebody's answer, beside those with a place; their memory is what bounds them. */
function mostThatWait(driver: Driver | undefined): number {
  const bytesOfEach = (driver?.name === 'pyodide' ? 200 : 64) * 1024 * 1024;
  return Math.min(mostWaiting, Math.floor(totalmem() / 3 / bytesOfEach));
}

const idleHandle = {
  hold: () => undefined,
  write: () => undefined,
  closeInput: () => undefined,
  interrupt: () => undefined,
  stop: () => undefined,
};

/** A run that ended without having started; the event comes after the caller has its handle. */
function endedRun(
  event: (event: RunEvent) => void,
  reason: 'refused' | 'stopped' | 'crashed',
  message = reason === 'crashed'
    ? 'The runner could not start the program. Press Run to try again.'
    : 'Stopped before it started.',
): typeof idleHandle {
  const end: RunEnd = { reason, exitCode: null, durationMs: 0, message, truncated: false };
  queueMicrotask(() => event({ kind: 'ended', end }));
  return idleHandle;
}
