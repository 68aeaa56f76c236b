import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { type Db, openDatabase } from '../storage/database.ts';

export interface FaultyLine {
  db: Db;
  /** Nothing gets through and nothing is answered, as when a network cable is out. */
  freeze(): void;
  /** Connections are reset and new ones refused, as when the database is stopped. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** A database handle whose line can fail. */
export async function openFaultyLine(url: string): Promise<FaultyLine> {
  const target = new URL(url);
  const pairs = new Set<[Socket, Socket]>();
  let state: 'well' | 'frozen' | 'cut' = 'well';
  const proxy = createServer((near) => {
    if (state === 'cut') return near.destroy();
    const far = connect(Number(target.port || 5432), target.hostname);
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near]] as const) {
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', () => undefined);
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
      if (state === 'frozen') from.pause();
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String((proxy.address() as AddressInfo).port);
  const opened = openDatabase(through.href, () => undefined);
  // A connection that breaks while it is checked out has no listener of the pool's.
  opened.pool.on('connect', (client) => client.on('error', () => undefined));
  const cut = (): void => {
    state = 'cut';
    for (const [near, far] of pairs) {
      near.destroy();
      far.destroy();
    }
  };
  return {
    db: opened.db,
    freeze: () => {
      state = 'frozen';
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    cut,
    mend: () => {
      state = 'well';
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    close: async () => {
      cut();
      await opened.close().catch(() => undefined);
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
