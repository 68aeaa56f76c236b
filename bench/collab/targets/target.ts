import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A collaboration server that is measured. */
export interface Target {
  port: number;
  /** Documents in memory. */
  openRooms(): Promise<number>;
  close(): Promise<void>;
}

/** @returns the port */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
