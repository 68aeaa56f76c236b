import { collabLimits, collabPath, collabVersion, manyRoomsName } from './collab.ts';
import { type ChannelFrame, decodeChannelFrame, encodeChannelFrame } from './many-rooms.ts';
import { errorTable } from './errors.ts';

/** As much of a websocket as is used here; the browser's and that of `ws` both are one. */
export interface PlainSocket {
  binaryType: string;
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

interface CloseNews {
  code: number;
  reason: string;
}

/** The server greets every channel; a line on which nothing at all comes for so long after one was opened is dead. */
const greetingMs = 5_000;
/** RFC 6455: the line broke without a close frame. */
const brokenCode = 1006;
const goingAway = 1001;
/** The server answers a frame a little over its limit with a sentence; at twice the limit it cuts the line. */
const maxFrameBytes = 2 * collabLimits.maxFrameBytes - 64;

/**
 * One websocket for several rooms, see `many-rooms.ts`. It is made when the first channel needs it or `keep` asks for it,
 * and closed when nobody does any more. A broken line breaks all channels; whoever opens one again makes a new line.
 */
export class SharedSocket {
  readonly #address: string;
  readonly #connect: (url: string) => PlainSocket;
  readonly #channels = new Map<number, ChannelSocket>();
  #line: PlainSocket | undefined;
  #isOpen = false;
  #lastNumber = 0;
  #keepers = 0;
  #heardAt = 0;

  /**
   * @param server   where rooms are, `wss://host/collab`
   * @param connect  makes the real websocket
   */
  constructor(server: string, connect: (url: string) => PlainSocket) {
    this.#address = `${server}/${manyRoomsName}?v=${collabVersion}`;
    this.#connect = connect;
  }

  /** Shakes hands ahead of time and stays, also without a channel. @returns ends that */
  keep(): () => void {
    this.#keepers += 1;
    this.#getLine();
    let isKept = true;
    return () => {
      if (isKept) this.#keepers -= 1;
      isKept = false;
      this.#closeIfIdle();
    };
  }

  /** For `ChannelSocket` only. @returns the number of the channel */
  attach(channel: ChannelSocket): number {
    const number = (this.#lastNumber += 1);
    this.#channels.set(number, channel);
    this.#getLine();
    if (this.#isOpen) this.#begin(number, channel);
    return number;
  }

  send(message: ChannelFrame): void {
    if (this.#isOpen) this.#line?.send(encodeChannelFrame(message));
  }

  detach(number: number): void {
    this.#channels.delete(number);
    this.#closeIfIdle();
  }

  #begin(number: number, channel: ChannelSocket): void {
    const { address } = channel;
    this.send({ kind: 'open', channel: number, address });
    const line = this.#line;
    const before = this.#heardAt;
    setTimeout(() => {
      // After a sleep a line may look open and be dead, for minutes.
      const isWaiting = this.#channels.get(number) === channel;
      if (isWaiting && line && line === this.#line && this.#heardAt === before) this.#drop(line);
    }, greetingMs);
    // As a browser does it: never before whoever made the socket has put its handlers on.
    queueMicrotask(() => channel.opened());
  }

  #getLine(): void {
    if (this.#line) return;
    const line = this.#connect(this.#address);
    this.#line = line;
    line.binaryType = 'arraybuffer';
    line.onopen = () => {
      this.#isOpen = true;
      for (const [number, channel] of this.#channels) this.#begin(number, channel);
    };
    line.onmessage = (event: { data: ArrayBuffer }) => {
      this.#heardAt = performance.now();
      this.#hear(decodeChannelFrame(new Uint8Array(event.data)));
    };
    line.onerror = () => undefined;
    line.onclose = ({ code, reason }: CloseNews) => this.#broken({ code, reason });
  }

  #hear(message: ChannelFrame): void {
    const channel = this.#channels.get(message.channel);
    if (!channel) return;
    if (message.kind === 'frame') channel.received(message.frame);
    else if (message.kind === 'close') {
      this.#channels.delete(message.channel);
      channel.ended(message);
      this.#closeIfIdle();
    }
  }

  /** Gives a line up without waiting for its close. */
  #drop(line: PlainSocket): void {
    line.onopen = line.onmessage = line.onclose = null;
    line.close();
    this.#broken({ code: brokenCode, reason: '' });
  }

  #broken(news: CloseNews): void {
    this.#line = undefined;
    this.#isOpen = false;
    const channels = [...this.#channels.values()];
    this.#channels.clear();
    for (const channel of channels) channel.ended(news);
  }

  #closeIfIdle(): void {
    if (this.#keepers > 0 || this.#channels.size > 0 || !this.#line) return;
    const line = this.#line;
    line.onopen = line.onmessage = line.onclose = null;
    this.#line = undefined;
    this.#isOpen = false;
    line.close();
  }
}

/**
 * One room's channel of a shared socket, to be used like a websocket. Give `channelsOf(shared)` to y-websocket as
 * `WebSocketPolyfill`.
 */
export class ChannelSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSING = 2;
  readonly CLOSED = 3;
  binaryType = 'arraybuffer';
  readyState = 0;
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onclose: ((event: CloseNews) => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  /** What stands after `/collab/` in the address. */
  readonly address: string;
  readonly #shared: SharedSocket;
  readonly #number: number;

  constructor(shared: SharedSocket, url: string) {
    this.address = url.slice(url.indexOf(collabPath) + collabPath.length);
    this.#shared = shared;
    this.#number = shared.attach(this);
  }

  send(frame: Uint8Array): void {
    if (this.readyState !== this.OPEN) return;
    if (frame.byteLength > maxFrameBytes) {
      // Sent, it would cost the other rooms their line.
      this.#shared.send({ kind: 'close', channel: this.#number, code: goingAway, reason: '' });
      this.#shared.detach(this.#number);
      this.ended({ code: errorTable['too.large'].close, reason: 'too.large' });
      return;
    }
    this.#shared.send({ kind: 'frame', channel: this.#number, frame });
  }

  close(): void {
    if (this.readyState >= this.CLOSING) return;
    this.#shared.send({ kind: 'close', channel: this.#number, code: goingAway, reason: '' });
    this.#shared.detach(this.#number);
    this.readyState = this.CLOSED;
    queueMicrotask(() => this.onclose?.({ code: brokenCode, reason: '' }));
  }

  /** The room can be spoken to. */
  opened(): void {
    if (this.readyState !== this.CONNECTING) return;
    this.readyState = this.OPEN;
    this.onopen?.({});
  }
  received(frame: Uint8Array): void {
    // A buffer of its own, as a websocket gives it.
    if (this.readyState === this.OPEN) this.onmessage?.({ data: frame.slice().buffer });
  }
  ended(news: CloseNews): void {
    if (this.readyState === this.CLOSED) return;
    this.readyState = this.CLOSED;
    this.onclose?.(news);
  }
}

/** @returns a class like `WebSocket` whose sockets are channels of one shared socket */
export function channelsOf(shared: SharedSocket): new (url: string) => ChannelSocket {
  return class extends ChannelSocket {
    constructor(url: string) {
      super(shared, url);
    }
  };
}
