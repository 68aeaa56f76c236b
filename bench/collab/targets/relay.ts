import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { listen, type Target } from './target.ts';

/** The least a server can do: every frame goes to everybody else at its address, unread. */
export async function startRelay(): Promise<Target> {
  const rooms = new Map<string, Set<WebSocket>>();
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  sockets.on('connection', (socket, request) => {
    const address = request.url ?? '';
    const room = rooms.get(address) ?? new Set();
    rooms.set(address, room.add(socket));
    socket.on('message', (frame) => {
      for (const other of room) if (other !== socket) other.send(frame as Buffer);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      room.delete(socket);
      if (room.size === 0) rooms.delete(address);
    });
  });
  return {
    port: await listen(http),
    openRooms: () => Promise.resolve(rooms.size),
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      http.close();
      return Promise.resolve();
    },
  };
}
