/** One server at the executor's end of a wire: its requests, their ends, and room for it to keep up. */
import { timingSafeEqual } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';

import type { RunnerReport } from '@learnflow/shared/runner-report';

import { maxOpen, protocolVersion, toExecutor } from './messages.ts';
import type { FromExecutor, RequestKind, ToExecutor } from './messages.ts';
import { createWire } from './wire.ts';

/** How long the ends of what was going on are waited for when the server goes. */
const lastWordsMs = 2_000;
/** Log lines kept until the other side has greeted; choosing a sandbox tells a handful. */
const keptLines = 50;

/** What a request tells; `done` and `failed` are its last word, exactly once. */
export interface Answers {
  queued(place: number): void;
  event(body: unknown): void;
  done(body: unknown): void;
  failed(message: string): void;
}

/** A request that was opened. */
export interface Work {
  /** More for it; what it is depends on the kind. Throws on anything that is not. */
  say(body: unknown): void;
  /** Ends it soon; its last word still comes. */
  cancel(): void;
  /** While held it must not produce more: the other side does not keep up. */
  hold?(isHeld: boolean): void;
}

/** Starts one request; throws when `body` is not what its kind takes. */
export type Kind = (body: unknown, answers: Answers) => Work;

export interface ServeOptions {
  input: Readable;
  output: Writable;
  report: () => RunnerReport;
  kinds: Record<RequestKind, Kind>;
  /** What the other side must know; without it whoever holds the stream is trusted (a parent and its child). */
  token?: string;
  /** The server asked for the end (`asked`), or its wire is gone; its requests are cancelled. */
  closed: (asked: boolean) => void;
}

/** Serves one wire. */
export function serve(options: ServeOptions): { log(about: object, text: string): void } {
  const open = new Map<number, Work>();
  let isKnown = false;
  let isHeld = false;
  let askedToClose = false;
  const unsaid: FromExecutor[] = [];

  const wire = createWire<ToExecutor, FromExecutor>({
    input: options.input,
    output: options.output,
    schema: toExecutor,
    take,
    drained: () => hold(false),
    closed: () => {
      for (const work of [...open.values()]) work.cancel();
      options.closed(askedToClose);
    },
  });

  function send(message: FromExecutor): void {
    wire.send(message);
    if (!isHeld && wire.isFull()) hold(true);
  }

  function hold(next: boolean): void {
    isHeld = next;
    for (const work of open.values()) work.hold?.(next);
  }

  function take(message: ToExecutor): void {
    if (!isKnown) return greet(message);
    switch (message.t) {
      case 'hello':
        throw new Error('greeted twice');
      case 'open':
        return start(message.id, message.kind, message.body);
      case 'say':
        // It may have ended while these words were under way.
        return open.get(message.id)?.say(message.body);
      case 'cancel':
        return open.get(message.id)?.cancel();
      case 'ping':
        return send({ t: 'pong' });
      case 'close':
        askedToClose = true;
        for (const work of [...open.values()]) work.cancel();
        endWhenDone();
        setTimeout(() => wire.end(), lastWordsMs).unref();
        return;
    }
  }

  function endWhenDone(): void {
    if (askedToClose && open.size === 0) wire.end();
  }

  function greet(message: ToExecutor): void {
    if (message.t !== 'hello') throw new Error('no greeting');
    const { token = '' } = options;
    const why =
      message.version !== protocolVersion
        ? `The runner speaks version ${String(protocolVersion)}: update both sides.`
        : isSame(message.token, token)
          ? undefined
          : 'The runner does not accept this token.';
    if (why !== undefined) {
      wire.send({ t: 'refused', message: why });
      return wire.end();
    }
    isKnown = true;
    send({ t: 'ready', version: protocolVersion, report: options.report() });
    for (const line of unsaid.splice(0)) send(line);
  }

  function start(id: number, kind: RequestKind, body: unknown): void {
    if (askedToClose) return send({ t: 'failed', id, message: 'The runner is shutting down.' });
    if (open.has(id)) throw new Error('a number was used twice');
    if (open.size >= maxOpen) return send({ t: 'failed', id, message: 'Too much is going on.' });
    let isOver = false;
    const last = (message: FromExecutor): void => {
      if (isOver) return;
      isOver = true;
      open.delete(id);
      send(message);
      endWhenDone();
    };
    const tell = (message: FromExecutor): void => {
      if (!isOver) send(message);
    };
    const work = options.kinds[kind](body, {
      queued: (place) => tell({ t: 'queued', id, place }),
      event: (event) => tell({ t: 'event', id, body: event }),
      done: (result) => last({ t: 'done', id, body: result }),
      failed: (text) => last({ t: 'failed', id, message: text }),
    });
    // Some have their last word before they return.
    if (isOver) return;
    open.set(id, work);
    if (isHeld) work.hold?.(true);
  }

  return {
    log(about, text) {
      const line: FromExecutor = { t: 'log', about: { ...about }, text };
      if (isKnown) send(line);
      else if (unsaid.length < keptLines) unsaid.push(line);
    },
  };
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
