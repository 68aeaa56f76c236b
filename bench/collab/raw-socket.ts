import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** One mask for all: the server has to unmask as always, and the generator draws no random numbers per frame. */
const mask = [0x9f, 0x3a, 0x5c, 0xe1] as const;
const opcode = { binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface RawSocketOptions {
  port: number;
  path: string;
  headers: Record<string, string>;
  /** Called with the payload of every binary frame; absent: frames are only counted. The bytes are valid during the call. */
  onFrame?: (payload: Buffer) => void;
}

/**
 * The cheapest websocket client there is, so that the generator's core is never what is measured: frames are cut out of
 * the stream without a copy, and those nobody looks at are skipped by their length. Fragmented messages are not expected.
 */
export class RawSocket {
  bytesIn = 0;
  framesIn = 0;
  onFrame: ((payload: Buffer) => void) | undefined;
  onClose: (() => void) | undefined;
  closeCode: number | undefined;
  readonly #socket: Socket;
  #rest: Buffer | undefined;

  private constructor(socket: Socket, onFrame: RawSocketOptions['onFrame']) {
    this.#socket = socket;
    this.onFrame = onFrame;
  }

  /** Resolves when the upgrade is through. @throws Error when the server says no */
  static async open({ port, path, headers, onFrame }: RawSocketOptions): Promise<RawSocket> {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n${lines.join('')}\r\n`,
    );
    const self = new RawSocket(socket, onFrame);
    await new Promise<void>((resolve, reject) => {
      let head = Buffer.alloc(0);
      const read = (chunk: Buffer): void => {
        head = Buffer.concat([head, chunk]);
        const end = head.indexOf('\r\n\r\n');
        if (end === -1) return;
        socket.off('data', read);
        if (!head.toString('latin1', 0, 12).endsWith('101')) {
          reject(new Error(`No upgrade: ${head.toString('latin1', 0, end)}`));
          return;
        }
        socket.on('data', (bytes: Buffer) => self.#read(bytes));
        if (head.length > end + 4) self.#read(head.subarray(end + 4));
        resolve();
      };
      socket.on('data', read);
      socket.once('error', reject);
      socket.on('close', () => {
        reject(new Error('The socket closed during its upgrade'));
        self.onClose?.();
      });
    });
    socket.on('error', () => undefined);
    return self;
  }

  /** Sends messages as one write, as a browser does with two sends in one turn. */
  send(...payloads: readonly Uint8Array[]): void {
    this.#socket.write(frames(payloads));
  }
  /** @param bytes  made by `frames` */
  sendFrames(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.bytesIn += chunk.length;
    const data = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    while (data.length - at >= 2) {
      let length = (data[at + 1] ?? 0) & 127;
      let head = 2;
      if (length === 126) {
        if (data.length - at < 4) break;
        length = data.readUInt16BE(at + 2);
        head = 4;
      } else if (length === 127) {
        if (data.length - at < 10) break;
        length = Number(data.readBigUInt64BE(at + 2));
        head = 10;
      }
      if (data.length - at < head + length) break;
      this.#handle((data[at] ?? 0) & 15, data.subarray(at + head, at + head + length));
      at += head + length;
    }
    this.#rest = at < data.length ? data.subarray(at) : undefined;
  }

  #handle(type: number, payload: Buffer): void {
    if (type === opcode.binary) {
      this.framesIn++;
      this.onFrame?.(payload);
    } else if (type === opcode.ping) this.#socket.write(frame(opcode.pong, payload));
    else if (type === opcode.close) {
      this.closeCode = payload.length >= 2 ? payload.readUInt16BE(0) : 1005;
      this.#socket.end(frame(opcode.close, payload));
    }
  }
}

/** @returns masked binary frames, one after the other */
export function frames(payloads: readonly Uint8Array[]): Buffer {
  const [only] = payloads;
  if (payloads.length === 1 && only) return frame(opcode.binary, only);
  return Buffer.concat(payloads.map((payload) => frame(opcode.binary, payload)));
}

function frame(type: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const head = length < 126 ? 6 : length < 65_536 ? 8 : 14;
  const bytes = Buffer.allocUnsafe(head + length);
  bytes[0] = 128 | type;
  if (head === 6) bytes[1] = 128 | length;
  else if (head === 8) {
    bytes[1] = 128 | 126;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = 128 | 127;
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
  bytes.set(mask, head - 4);
  for (let at = 0; at < length; at++) bytes[head + at] = (payload[at] ?? 0) ^ (mask[at & 3] ?? 0);
  return bytes;
}
