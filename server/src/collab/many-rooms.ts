import {
  channelHeader,
  collabPath,
  decodeChannelFrame,
  encodeChannelFrame,
  type ErrorCode,
  errorTable,
  maxChannelNumber,
} from '@learnflow/shared';
import type { Caller } from '../room/access.port.ts';
import { parseAddress, type RoomAddress } from './address.ts';
import { FairQueue, type Lane, newLane } from './fair-queue.ts';
import { FrameRate, type Limits } from './limits.ts';
import type { RoomSocket } from './room-socket.ts';
import { SocketWire, type Wire, type WireListener } from './wire.ts';
import { type Message, newMessage, toFrame } from './wire-frame.ts';

export interface ManyRoomsDeps {
  socket: RoomSocket;
  limits: Limits;
  /** A channel was opened: from here on it is like a socket of its own. */
  open(this: void, wire: Wire, address: RoomAddress | undefined): void;
}

/** One socket on which several rooms are open, each on a channel of its own. See docs/protocol.md, rules M1 to M7. */
export class ManyRooms {
  caller: Caller | undefined;
  /** Resolves when the socket is closed. */
  readonly gone: Promise<void>;
  readonly #deps: ManyRoomsDeps;
  readonly #line: SocketWire;
  readonly #queue: FairQueue;
  readonly #channels = new Map<number, Channel>();
  readonly #opens: FrameRate;
  readonly #strays: FrameRate;
  /** What this side says about the channels themselves. */
  readonly #own = newLane();
  #lastNumber = 0;
  #isClosed = false;

  constructor(deps: ManyRoomsDeps) {
    this.#deps = deps;
    const { socket, limits } = deps;
    this.#line = new SocketWire(socket, limits);
    this.#queue = new FairQueue(
      (frame, done) => socket.sendFrame(frame, done),
      limits.sharedWindowBytes,
    );
    this.#opens = new FrameRate(limits.maxChannelOpensPerSecond, limits.burstSeconds);
    this.#strays = new FrameRate(limits.maxFramesPerSecond, limits.burstSeconds);
    this.gone = new Promise((resolve) => {
      this.#line.listen({
        frame: (data, isBinary) => this.#receive(data, isBinary),
        gone: () => {
          this.#isClosed = true;
          this.#forgetAll();
          resolve();
        },
      });
    });
  }

  beat(now: number): void {
    this.#line.beat(now);
  }
  forgiveSilence(now: number): void {
    this.#line.forgiveSilence(now);
  }

  /** Closes the socket, and with it every channel. */
  close(code: ErrorCode): void {
    this.closeWith(errorTable[code].close, code);
  }
  closeWith(closeCode: number, reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#forgetAll();
    this.#line.close(closeCode, reason);
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (this.#isClosed) return;
    if (!isBinary) return this.close('request.invalid');
    let message;
    try {
      message = decodeChannelFrame(data);
    } catch {
      return this.close('request.invalid');
    }
    if (message.kind === 'open') return this.#open(message.channel, message.address);
    const channel = this.#channels.get(message.channel);
    if (!channel) {
      // Sent before the client heard that its channel is closed; somebody who goes on with it is no client.
      if (!this.#strays.take()) this.close('too.many');
    } else if (message.kind === 'close') this.#forget(channel);
    else channel.listener?.frame(message.frame as Buffer, true);
  }

  #open(number: number, address: string): void {
    const { limits, open } = this.#deps;
    if (number <= this.#lastNumber || number >= maxChannelNumber) {
      return this.close('request.invalid');
    }
    if (!this.#opens.take()) return this.close('too.many');
    this.#lastNumber = number;
    const channel: Channel = { number, lane: newLane(), listener: undefined };
    this.#channels.set(number, channel);
    if (this.#channels.size > limits.maxChannels) {
      return this.#end(channel, errorTable['too.many'].close, 'too.many');
    }
    open(this.#wireOf(channel), parseAddress(collabPath + address));
  }

  #wireOf(channel: Channel): Wire {
    return {
      // A getter of this object, so that nothing else of the channel is shown.
      get bufferedAmount() {
        return channel.lane.bytes;
      },
      listen: (listener) => (channel.listener = listener),
      send: (message) => this.#send(channel, message),
      // The socket is looked at once, not once per room.
      beat: () => undefined,
      forgiveSilence: () => undefined,
      close: (code, reason) => this.#end(channel, code, reason),
    };
  }

  #send(channel: Channel, message: Message): void {
    if (this.#channels.get(channel.number) !== channel) return;
    this.#queue.push(channel.lane, toFrame(withHeader(channelHeader(channel.number), message)));
    if (this.#queue.bytes > this.#deps.limits.maxSharedBufferedBytes) {
      const all = [...this.#channels.values()];
      const longest = all.reduce((a, b) => (b.lane.bytes > a.lane.bytes ? b : a));
      this.#end(longest, errorTable.unavailable.close, 'unavailable');
    }
  }

  /** Closes a channel from this side. */
  #end(channel: Channel, code: number, reason: string): void {
    if (this.#channels.get(channel.number) !== channel) return;
    this.#forget(channel);
    const { number } = channel;
    const frame = encodeChannelFrame({ kind: 'close', channel: number, code, reason });
    this.#queue.push(this.#own, toFrame(withHeader([], frame)));
  }

  #forgetAll(): void {
    for (const channel of [...this.#channels.values()]) this.#forget(channel);
  }

  #forget(channel: Channel): void {
    this.#channels.delete(channel.number);
    this.#queue.drop(channel.lane);
    channel.listener?.gone();
  }
}

interface Channel {
  number: number;
  lane: Lane;
  listener: WireListener | undefined;
}

function withHeader(header: readonly number[], rest: Uint8Array): Message {
  const message = newMessage(header.length + rest.byteLength);
  message.set(header);
  message.set(rest, header.length);
  return message;
}
