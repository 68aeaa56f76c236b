import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeSidecar {
  port: number;
  published: { path: string; type: string; token: string; event: Record<string, unknown> }[];
  /** What it answers to its health check and to what is published. */
  answers: { health: number; publish: number };
  close(): Promise<void>;
}

/** The two routes of a Dapr sidecar that the agents use. */
export async function aSidecar(): Promise<FakeSidecar> {
  const published: FakeSidecar['published'] = [];
  const answers = { health: 204, publish: 204 };
  const server = createServer((request, response) => {
    if (request.url === '/v1.0/healthz') {
      response.writeHead(answers.health).end();
      return;
    }
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => (body += piece));
    request.on('end', () => {
      if (answers.publish < 300) {
        published.push({
          path: request.url ?? '',
          type: request.headers['content-type'] ?? '',
          token: String(request.headers['dapr-api-token'] ?? ''),
          event: JSON.parse(body) as Record<string, unknown>,
        });
      }
      response.writeHead(answers.publish).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...{ port: (server.address() as AddressInfo).port, published, answers },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
