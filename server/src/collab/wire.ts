import { performance } from 'node:perf_hooks';
import type { Limits } from './limits.ts';
import type { RoomSocket } from './room-socket.ts';
import { type Message, toFrame } from './wire-frame.ts';

export interface WireListener {
  /** Bytes that are valid until this returns. */
  frame(data: Buffer, isBinary: boolean): void;
  /** Called once. */
  gone(): void;
}

/** What a connection speaks over: a socket of its own, or one channel of a shared socket. */
export interface Wire {
  /** Bytes given to `send` that have not left yet. */
  readonly bufferedAmount: number;
  /** Call it once, before anything else. */
  listen(listener: WireListener): void;
  send(message: Message): void;
  /** Regular look: asks for a sign of life, and cuts a peer that has gone silent. */
  beat(now: number): void;
  /** After a pause of the whole process nobody's silence means anything. */
  forgiveSilence(now: number): void;
  close(code: number, reason: string): void;
}

/** A socket that serves one room. */
export class SocketWire implements Wire {
  readonly #socket: RoomSocket;
  readonly #limits: Pick<Limits, 'silentAfterMs' | 'closeTimeoutMs'>;
  #heardAt = performance.now();
  #cut: NodeJS.Timeout | undefined;

  constructor(socket: RoomSocket, limits: Pick<Limits, 'silentAfterMs' | 'closeTimeoutMs'>) {
    this.#socket = socket;
    this.#limits = limits;
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  listen({ frame, gone }: WireListener): void {
    const socket = this.#socket;
    socket.on('message', (data, isBinary) => {
      this.#heardAt = performance.now();
      frame(data as Buffer, isBinary);
    });
    socket.on('pong', () => (this.#heardAt = performance.now()));
    // ws closes after an error; what matters is told then.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(this.#cut);
      gone();
    });
  }

  send(message: Message): void {
    this.#socket.sendFrame(toFrame(message));
  }

  beat(now: number): void {
    const socket = this.#socket;
    if (now - this.#heardAt > this.#limits.silentAfterMs) socket.terminate();
    else if (socket.readyState === socket.OPEN) socket.ping();
  }

  forgiveSilence(now: number): void {
    this.#heardAt = now;
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
    this.#cut ??= setTimeout(() => this.#socket.terminate(), this.#limits.closeTimeoutMs);
  }
}
