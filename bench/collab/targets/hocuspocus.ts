import { Server } from '@hocuspocus/server';
import type { Target } from './target.ts';

/** Hocuspocus as it is installed: defaults throughout, no extension, so nothing is stored. */
export async function startHocuspocus(): Promise<Target> {
  const server = new Server({ address: '127.0.0.1', port: 0, quiet: true, stopOnSignals: false });
  await server.listen();
  return {
    port: server.address.port,
    openRooms: () => Promise.resolve(server.hocuspocus.getDocumentsCount()),
    close: () => server.destroy(),
  };
}
