import type { Log } from '../log.ts';
import type { LiveServer } from './live-socket.ts';

/** What may wait for one reader: a whole run's output, or minutes of a wall. */
export const maxBufferedBytes = 4 * 1024 * 1024;
const lookEveryMs = 1_000;

/**
 * Closes sockets that do not read what is sent to them. They come back by themselves and get everything afresh, which
 * is less than what was waiting.
 * @returns stops looking
 */
export function closeSlowReaders(io: LiveServer, log: Log): () => void {
  const timer = setInterval(() => {
    for (const socket of io.sockets.sockets.values()) {
      const bytes = bufferedBytes(socket.conn);
      if (bytes <= maxBufferedBytes) continue;
      log.warn({ userId: socket.data.caller.userId, bytes }, 'live.slow_reader');
      // Every polite way of closing waits until what is in line has been read.
      socket.conn.request.socket.destroy();
    }
  }, lookEveryMs);
  return () => clearInterval(timer);
}

/** Packets that the transport has not taken yet; while the connection takes nothing, all wait in this list of engine.io. */
function bufferedBytes(connection: object): number {
  const packets: unknown = Reflect.get(connection, 'writeBuffer');
  if (!Array.isArray(packets)) return 0;
  return packets.reduce<number>((sum, packet: { data?: unknown }) => {
    return sum + (typeof packet.data === 'string' ? Buffer.byteLength(packet.data) : 0);
  }, 0);
}
