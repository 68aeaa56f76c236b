import { createServer } from 'node:http';
import type { AddressInfo, Socket as NetSocket } from 'node:net';
import { Server } from 'socket.io';
import { io as connect } from 'socket.io-client';
import { expect, test } from 'vitest';
import { silentLog } from '../log.ts';
import type { LiveServer } from './live-socket.ts';
import { closeSlowReaders } from './slow-readers.ts';

test('a socket that does not read is closed, and one that reads stays', async () => {
  const server = createServer();
  const io: LiveServer = new Server(server, { transports: ['websocket'] });
  io.on('connection', (socket) => {
    Object.assign(socket.data, { caller: { userId: 'u' } });
  });
  const stop = closeSlowReaders(io, silentLog);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const open = () =>
    connect(url, { transports: ['websocket'], forceNew: true, reconnection: false });
  const [slow, quick] = [open(), open()];
  await expect.poll(() => io.sockets.sockets.size).toBe(2);
  const slowId = slow.id ?? expect.fail();
  const transport = slow.io.engine.transport as unknown as { ws: { _socket: NetSocket } };
  transport.ws._socket.pause();

  const text = 'x'.repeat(256 * 1024);
  for (let i = 0; i < 64; i += 1) {
    io.emit('run.output', { roomId: 'r', runId: 'r', chunks: [{ stream: 'out', text }] });
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(() => io.sockets.sockets.has(slowId), { timeout: 5_000 }).toBe(false);
  expect(quick.connected).toBe(true);
  expect(io.sockets.sockets.size).toBe(1);

  stop();
  slow.disconnect();
  quick.disconnect();
  await io.close();
});
