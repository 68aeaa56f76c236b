import { WebSocket } from 'ws';

/** A socket into a room without any Yjs. Resolves with the socket open, or undefined when it was not let in. */
export function openRaw(
  url: string,
  seat: { roomId: string; cookie: string },
  query = 'v=1',
): Promise<WebSocket | undefined> {
  const address = `${url.replace('http', 'ws')}/collab/${seat.roomId}?${query}`;
  const socket = new WebSocket(address, { headers: { origin: url, cookie: seat.cookie } });
  return new Promise((resolve) => {
    socket.on('error', () => resolve(undefined));
    socket.on('close', () => resolve(undefined));
    socket.on('open', () => resolve(socket));
  });
}

/** Resolves when the socket is closed, at the latest after `withinMs`, when it is cut. */
export async function closed(socket: WebSocket, withinMs: number): Promise<void> {
  if (socket.readyState === socket.CLOSED) return;
  await new Promise<void>((resolve) => {
    const cut = setTimeout(() => socket.terminate(), withinMs);
    socket.on('close', () => {
      clearTimeout(cut);
      resolve();
    });
  });
}
