import { connect, createServer, type Socket } from 'node:net';

/** A network cable between a browser and the product that can be pulled and plugged in again. */
export interface Cable {
  /** The address to open instead of the product's. */
  url: string;
  /** Cuts every connection and lets no new one through. */
  pull(): void;
  plug(): void;
  /** Bytes that reached the browser so far, headers and websockets with them. */
  carried(): number;
  close(): void;
}

export async function layCable(port: number): Promise<Cable> {
  const open = new Set<Socket>();
  let isPulled = false;
  let carried = 0;
  const server = createServer((near) => {
    if (isPulled) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    far.on('data', (bytes: Buffer) => (carried += bytes.length));
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The cable has no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    pull: () => {
      isPulled = true;
      for (const socket of open) socket.destroy();
    },
    plug: () => {
      isPulled = false;
    },
    carried: () => carried,
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
