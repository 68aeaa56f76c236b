import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { FrameReader } from './frame-reader.ts';
import { RoomSocket } from './room-socket.ts';
import { newMessage, toFrame } from './wire-frame.ts';

test('frames of every length, between those of ws itself, are read by a client as they were written', async () => {
  const lengths = [0, 1, 125, 126, 65_535, 65_536, 300_000];
  const http = createServer();
  const server = new WebSocketServer<typeof RoomSocket>({ noServer: true, WebSocket: RoomSocket });
  http.on('upgrade', (request, line, head) =>
    server.handleUpgrade(request, line, head, (socket) => {
      socket.runOn(line);
      for (const length of lengths) {
        const message = newMessage(length).fill(length % 251) as ReturnType<typeof newMessage>;
        socket.sendFrame(toFrame(message));
        socket.ping();
        // Once more: a frame is made once for many readers.
        socket.sendFrame(toFrame(message));
        socket.send(String(length));
      }
      socket.close(4400);
      socket.sendFrame(toFrame(newMessage(3)));
    }),
  );
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
  const heard: (string | number)[] = [];
  client.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) return heard.push(data.toString());
    expect(data.every((byte) => byte === data.length % 251)).toBe(true);
    return heard.push(data.length);
  });
  const code = await new Promise((resolve) => client.on('close', resolve));
  expect(code).toBe(4400);
  expect(heard).toEqual(lengths.flatMap((length) => [length, length, String(length)]));
  http.close();
});

test('nothing behind the last byte of a frame can be read, though it lies in a larger buffer', () => {
  const pool = Buffer.from([3, 1, 2, 3, 99, 99, 99]);
  const read = (from: number, to: number): FrameReader => new FrameReader(pool.subarray(from, to));
  expect([...read(0, 4).copy()]).toEqual([1, 2, 3]);
  expect([...read(0, 4).view()]).toEqual([1, 2, 3]);
  expect(read(0, 4).byteString()).toBe('\x01\x02\x03');
  for (const end of [0, 1, 2, 3]) {
    expect(() => read(0, end).copy()).toThrow();
    expect(() => read(0, end).view()).toThrow();
    expect(() => read(0, end).byteString()).toThrow();
  }
});

test('integers are read up to the largest safe one and no further', () => {
  const read = (...bytes: number[]): number => new FrameReader(Uint8Array.from(bytes)).varUint();
  expect(read(0)).toBe(0);
  expect(read(0x80, 0x01)).toBe(128);
  expect(read(255, 255, 255, 255, 255, 255, 255, 15)).toBe(Number.MAX_SAFE_INTEGER);
  expect(() => read(255, 255, 255, 255, 255, 255, 255, 16)).toThrow();
  expect(() => read(255, 255, 255, 255, 255, 255, 255, 255, 255, 1)).toThrow();
  expect(() => read(0x80)).toThrow();
});
