/**
 * A runner and grader for the server, whose work is done by an executor in another process or on another machine.
 * 1. Requests made while no executor is there wait for it, within bounds, as if they were in line.
 * 2. When the executor is lost, what it was doing ends once: runs as `restarted`, grades as unavailable. A new one is
 *    there a moment later.
 * 3. Every message is checked at this door too: a broken executor must not break the server.
 */
import type { Grader } from '@learnflow/shared/grade';
import type { Runner } from '@learnflow/shared/run';
import type { RunnerReport } from '@learnflow/shared/runner-report';

import type { DriverChoice } from '../select.ts';
import { dial, readAddress } from './address.ts';
import { startChild } from './child.ts';
import { openGrade } from './grade-request.ts';
import { createLink } from './link.ts';
import type { FromExecutor, RequestKind } from './messages.ts';
import { maxOpen } from './messages.ts';
import type { Listener, Opener } from './opener.ts';
import { openRun } from './run-request.ts';

/** A program that waits for an executor longer than this is better told so. */
const longestWaitMs = 15_000;
const pingMs = 2_000;
/** A service that is away must not keep the server from starting. */
const firstAnswerMs = 5_000;
/** A child that cannot start at all (a broken installation) must not either. */
const mostFirstFailures = 3;

export interface ExecutorOptions {
  driver: DriverChoice;
  slots?: number;
  /** What containers are made of; default `learnflow-runner`. */
  image?: string | undefined;
  /** For the child: PATH and the folder for temporary files, nothing else of the server's. */
  environment?: Record<string, string>;
  /** An executor of its own instead of a child (`unix:/path`, `tcp://host:port`), and the secret shared with it. */
  url?: string | undefined;
  token?: string | undefined;
  /** Between two questions whether the executor still answers. */
  pingMs?: number;
  log?: { warn(about: object, text: string): void };
}

export type Executor = Runner &
  Grader & {
    /** Whether an executor answers now. */
    isUp(): boolean;
    /** Process id of the child; undefined for a service or while there is none. */
    pid(): number | undefined;
  };

interface Request {
  kind: RequestKind;
  body: unknown;
  listener: Listener;
  isSent: boolean;
  waiting?: NodeJS.Timeout;
}

/** Starts or dials the executor and resolves when it has said what holds on its machine. */
export async function createExecutor(options: ExecutorOptions): Promise<Executor> {
  const address = options.url === undefined ? undefined : readAddress(options.url);
  if (options.url !== undefined && address === undefined)
    throw new Error(`${options.url} is no address of a runner; use tcp://host:port or unix:/path`);
  const requests = new Map<number, Request>();
  let lastId = 0;
  let failures = 0;
  let pid: number | undefined;
  let isClosed = false;
  let report: RunnerReport = absent('The runner has not answered yet.');
  const first = Promise.withResolvers<void>();
  const warn = (about: object, text: string): void => options.log?.warn(about, text);

  const link = createLink({
    token: options.token ?? '',
    pingMs: options.pingMs ?? pingMs,
    connect() {
      if (address !== undefined) return dial(address);
      const child = startChild({
        driver: options.driver,
        slots: options.slots,
        image: options.image,
        environment: options.environment ?? {},
        ended: (exit, said) => {
          if (!isClosed) warn({ exit, said }, 'runner.ended');
        },
      });
      pid = child.pid;
      return child;
    },
    up(next) {
      report = next;
      first.resolve();
      for (const [id, request] of requests) if (!request.isSent) sendOpen(id, request);
    },
    down(why) {
      pid = undefined;
      if (isClosed) return;
      warn({ why }, 'runner.lost');
      if (!report.available)
        report = absent(`The runner cannot be reached: ${why.replace(/\.$/, '')}.`);
      for (const [id, request] of [...requests]) if (request.isSent) finish(id)?.listener.lost();
      failures += 1;
      if (failures >= mostFirstFailures) first.resolve();
    },
    take: hear,
  });

  function hear(message: FromExecutor): void {
    switch (message.t) {
      case 'log':
        return warn(message.about, message.text);
      case 'queued':
        return requests.get(message.id)?.listener.queued(message.place);
      case 'event':
        return requests.get(message.id)?.listener.event(message.body);
      case 'done':
        return finish(message.id)?.listener.done(message.body);
      case 'failed':
        return finish(message.id)?.listener.failed(message.message);
      case 'pong':
        return;
      case 'ready':
      case 'refused':
        throw new Error('greeted twice');
    }
  }

  function sendOpen(id: number, request: Request): void {
    request.isSent = true;
    clearTimeout(request.waiting);
    link.send({ t: 'open', id, kind: request.kind, body: request.body });
  }

  function finish(id: number): Request | undefined {
    const request = requests.get(id);
    clearTimeout(request?.waiting);
    requests.delete(id);
    return request;
  }

  const open: Opener = (kind, body, listener) => {
    if (isClosed || requests.size >= maxOpen) return undefined;
    const id = (lastId += 1);
    const request: Request = { kind, body, listener, isSent: false };
    requests.set(id, request);
    if (link.isUp()) sendOpen(id, request);
    else request.waiting = setTimeout(() => finish(id)?.listener.lost(), longestWaitMs);
    return {
      say(word) {
        if (requests.get(id)?.isSent) link.send({ t: 'say', id, body: word });
      },
      cancel() {
        if (requests.get(id)?.isSent) link.send({ t: 'cancel', id });
        else finish(id)?.listener.failed('Stopped before it started.');
      },
    };
  };

  if (address !== undefined) setTimeout(first.resolve, firstAnswerMs);
  await first.promise;
  return {
    report: () => report,
    isUp: () => link.isUp(),
    pid: () => pid,
    run: (spec, on) => openRun(open, spec, on),
    grade: (spec, on) => openGrade(open, spec, on),
    async close() {
      if (isClosed) return;
      isClosed = true;
      for (const [id, request] of requests) {
        if (request.isSent) link.send({ t: 'cancel', id });
        else finish(id)?.listener.failed('Stopped before it started.');
      }
      await link.close();
      for (const id of [...requests.keys()]) finish(id)?.listener.lost();
    },
  };
}

function absent(reason: string): RunnerReport {
  const holds = { network: false, memory: false, processes: false, files: false };
  return { driver: 'none', python: '', available: false, reason, holds };
}
