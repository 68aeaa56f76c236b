import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openFaultProxy } from './fault-proxy.ts';

/** A server that sends everything back, and a client that reaches it through the proxy. */
async function aLine() {
  const echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const proxy = await openFaultProxy((echo.address() as AddressInfo).port);
  const client: Socket = connect(proxy.port, '127.0.0.1');
  await once(client, 'connect');
  let heard = '';
  client.on('data', (data: Buffer) => (heard += data.toString()));
  const close = async (): Promise<void> => {
    client.destroy();
    await proxy.close();
    echo.close();
  };
  return { proxy, client, heard: () => heard, close };
}

test('bytes come through slow and sliced lines in order', async () => {
  const line = await aLine();
  line.proxy.set({ latencyMs: 2, sliceBytes: 3 });
  const sent = 'abcdefghij'.repeat(5);
  line.client.write(sent);
  await expect.poll(line.heard).toBe(sent);
  await line.close();
});

test('a held line lets nothing through and loses nothing', async () => {
  const line = await aLine();
  for (const hold of ['holdUp', 'holdDown'] as const) {
    const before = line.heard();
    line.proxy.set({ [hold]: true });
    line.client.write(hold);
    await delay(150);
    expect(line.heard()).toBe(before);
    line.proxy.heal();
    await expect.poll(line.heard).toBe(before + hold);
  }
  await line.close();
});

test('a reset ends the connection with an error, as a broken router does', async () => {
  const line = await aLine();
  const failed = once(line.client, 'error');
  line.client.write('x');
  await expect.poll(line.heard).toBe('x');
  line.proxy.reset(1, () => 0);
  expect(String((await failed)[0])).toContain('ECONNRESET');
  await line.close();
});
