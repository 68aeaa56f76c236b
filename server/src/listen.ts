import type { Server } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './start-error.ts';

const lastAnswersMs = 2_000;

/**
 * @returns the port, which the system chose when `port` was 0
 * @throws StartError when the port is taken or not allowed, or the address is not this machine's
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port, host)));
    server.listen({ port, host }, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function explain(error: NodeJS.ErrnoException, port: number, host: string): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} is taken by another program. Choose another one with --port, for example --port ${port + 1}.`,
      );
    case 'EACCES':
      return new StartError(
        `You may not listen on port ${port}. Choose one above 1023 with --port.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartError(`${host} is not an address of this machine. Check --host.`);
    default:
      return error;
  }
}

/** Takes no new connections; open ones, sockets among them, go on. */
export function stopListening(server: Server): void {
  server.close();
  server.closeIdleConnections();
}

/** Gives the answers on their way a moment, then cuts what is left; to be called when the sockets are closed. */
export async function finishAnswers(server: Server): Promise<void> {
  const deadline = performance.now() + lastAnswersMs;
  while (performance.now() < deadline && (await countConnections(server)) > 0) {
    server.closeIdleConnections();
    await delay(20);
  }
  server.closeAllConnections();
}

function countConnections(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.getConnections((error, count) => resolve(error ? 0 : count)),
  );
}

/** Where people find the server. */
export interface Addresses {
  /** From this machine itself. */
  local: string;
  network: string[];
}

export function addressesOf(host: string, port: number, publicUrl: string | undefined): Addresses {
  const at = (name: string) => `http://${isIPv6(name) ? `[${name}]` : name}:${port}`;
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const network = isEverywhere
    ? Object.values(networkInterfaces())
        .flatMap((cards) => cards ?? [])
        .filter((card) => card.family === 'IPv4' && !card.internal)
        .map((card) => at(card.address))
    : [];
  return {
    local: at(isEverywhere || host === '127.0.0.1' ? 'localhost' : host),
    network: publicUrl === undefined ? network : [publicUrl.replace(/\/$/, '')],
  };
}
