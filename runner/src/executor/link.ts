/**
 * The server's hold on its executor: one wire at a time, made again whenever it is lost.
 * 1. A wire that does not greet in time, breaks, or stops answering is ended, and its process with it.
 * 2. The next one is made after a pause that doubles from failure to failure and is short again after a good while.
 * 3. `down` comes before anything else is told, so that nobody waits for answers of a wire that is gone.
 */
import type { Readable, Writable } from 'node:stream';

import type { RunnerReport } from '@learnflow/shared/runner-report';

import { fromExecutor, protocolVersion } from './messages.ts';
import type { FromExecutor, ToExecutor } from './messages.ts';
import { createWire } from './wire.ts';
import type { Wire } from './wire.ts';

const shortestPauseMs = 100;
const longestPauseMs = 5_000;
/** Up for this long, it counts as healthy: the next pause is the shortest again. */
const healthyMs = 10_000;
/** Trying out the sandboxes of a slow machine takes a while. */
const greetMs = 90_000;
/** Counted in our own turns, so that a server that stood still itself does not blame the executor. */
const mostSilentPings = 7;
/** An executor stops its programs and goes; beyond this it is ended. */
const closeMs = 4_000;

/** Both directions to an executor, and the way to end it for good. */
export interface Line {
  input: Readable;
  output: Writable;
  /** Process id of the other side, when it is a child. */
  pid?: number | undefined;
  /** Ends the other side whatever state it is in; for a service it only cuts the line. */
  kill(): void;
}

export interface LinkOptions {
  connect: () => Line;
  token: string;
  /** Between two questions whether the other side still answers. */
  pingMs: number;
  take: (message: FromExecutor) => void;
  up: (report: RunnerReport) => void;
  /** Whatever was open is lost. */
  down: (why: string) => void;
}

export interface Link {
  send(message: ToExecutor): void;
  isUp(): boolean;
  /** Asks the executor to stop everything, then ends it. */
  close(): Promise<void>;
}

/** Starts connecting at once. */
export function createLink(options: LinkOptions): Link {
  let wire: Wire<ToExecutor> | undefined;
  let line: Line | undefined;
  let isUp = false;
  let isClosing = false;
  let pauseMs = shortestPauseMs;
  let upSince = 0;
  let silentPings = 0;
  let pinging: NodeJS.Timeout | undefined;
  let greeting: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  let ended: (() => void) | undefined;

  function connect(): void {
    const current = options.connect();
    line = current;
    const made = createWire<FromExecutor, ToExecutor>({
      input: current.input,
      output: current.output,
      schema: fromExecutor,
      take: (message) => (isUp ? take(message) : greet(message)),
      closed: (why) => {
        if (wire === made) lost(why ?? 'it ended');
      },
    });
    wire = made;
    made.send({ t: 'hello', version: protocolVersion, token: options.token });
    greeting = setTimeout(() => made.end('it did not start in time'), greetMs);
  }

  function greet(message: FromExecutor): void {
    if (message.t === 'refused') return wire?.end(message.message);
    if (message.t !== 'ready') throw new Error('no greeting');
    clearTimeout(greeting);
    isUp = true;
    upSince = performance.now();
    silentPings = 0;
    pinging = setInterval(() => {
      silentPings += 1;
      if (silentPings > mostSilentPings) wire?.end('it does not answer');
      else wire?.send({ t: 'ping' });
    }, options.pingMs);
    options.up(message.report);
  }

  function take(message: FromExecutor): void {
    silentPings = 0;
    options.take(message);
  }

  function lost(why: string): void {
    clearTimeout(greeting);
    clearInterval(pinging);
    wire = undefined;
    line?.kill();
    line = undefined;
    if (isUp && performance.now() - upSince > healthyMs) pauseMs = shortestPauseMs;
    isUp = false;
    options.down(why);
    if (isClosing) return ended?.();
    retry = setTimeout(connect, pauseMs);
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }

  connect();
  return {
    send: (message) => wire?.send(message),
    isUp: () => isUp,
    close() {
      isClosing = true;
      clearTimeout(retry);
      const current = wire;
      if (current === undefined) return Promise.resolve();
      return new Promise((resolve) => {
        const force = setTimeout(() => current.end(), closeMs);
        ended = () => {
          clearTimeout(force);
          resolve();
        };
        // Before it has greeted there is nothing to stop in order.
        if (isUp) current.send({ t: 'close' });
        else current.end();
      });
    },
  };
}
