/** Where an executor of its own listens: `tcp://host:port` or `unix:/path`. */
import { connect, type ListenOptions } from 'node:net';

import type { Line } from './link.ts';

const form =
  /^(?:unix:(?<path>\/.+)|(?:tcp:\/\/)?(?<host>\[[0-9a-f:]+\]|[^:/\s]+):(?<port>\d{1,5}))$/i;

/** Returns what `net` takes, or undefined when `text` is no address. */
export function readAddress(
  text: string,
): { path: string } | { host: string; port: number } | undefined {
  const groups = form.exec(text)?.groups;
  if (groups === undefined) return undefined;
  if (groups['path'] !== undefined) return { path: groups['path'] };
  const port = Number(groups['port']);
  const host = (groups['host'] ?? '').replace(/^\[|\]$/g, '');
  return port <= 65_535 ? { host, port } : undefined;
}

/** Opens a line to it; failing to is a line that ends. */
export function dial(
  address: ListenOptions & ({ path: string } | { host: string; port: number }),
): Line {
  const socket = connect(address);
  socket.setNoDelay(true);
  return { input: socket, output: socket, kill: () => socket.destroy() };
}
