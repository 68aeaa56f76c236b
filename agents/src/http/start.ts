import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answerer } from '@learnflow/shared';
import { createApp } from './app.ts';
import type { Log } from './deliver.ts';
import type { Settings } from './settings.ts';
import { createSidecar } from './sidecar.ts';

/** A question is answered in milliseconds; who is slower only holds the door. */
const requestMs = 10_000;
const maxConnections = 256;

export interface Running {
  port: number;
  close(): Promise<void>;
}

/** Listens; rejects when the port is taken. */
export async function startAgents(
  settings: Settings,
  { answerers, log }: { answerers: readonly Answerer[]; log: Log },
): Promise<Running> {
  const sidecar = createSidecar({
    port: settings['dapr-port'],
    pubsub: settings.pubsub,
    token: settings.daprToken,
  });
  const app = createApp({ settings, answerers, sidecar, log, now: Date.now });
  const server = createServer({ requestTimeout: requestMs, headersTimeout: requestMs }, app);
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
