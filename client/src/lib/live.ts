import { t } from './i18n/t.ts';
import {
  AppError,
  type ClientToServer,
  type LiveAck,
  type LiveReplies,
  type LiveRequest,
  type LiveRequestName,
  livePath,
  type ServerToClient,
} from '@learnflow/shared';
import { io, type Socket } from 'socket.io-client';

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

/** How long a request may wait for its acknowledgement before the person is told to try again. */
const ackTimeoutMs = 10_000;

let socket: LiveSocket | undefined;

/**
 * The one live socket of this page, opened at first use. socket.io reconnects by itself; whoever entered a room or
 * watches a wall must do so again on every `connect` event.
 */
export function live(): LiveSocket {
  socket ??= io({
    path: livePath,
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 3_000,
  });
  return socket;
}

/** Closes the live socket, e.g. after signing out; the next `live()` opens a fresh one with the new session. */
export function closeLive(): void {
  socket?.disconnect();
  socket = undefined;
}

/**
 * Sends a request over the live socket.
 * @throws AppError with the server's code; `unavailable` when no answer came in ten seconds
 */
export async function ask<N extends LiveRequestName>(
  name: N,
  request: LiveRequest<N>,
): Promise<LiveReplies[N]> {
  const reply = await new Promise<LiveAck<LiveReplies[N]>>((resolve) => {
    const timer = setTimeout(() => {
      resolve({
        ok: false,
        error: { code: 'unavailable', message: t('ask.noAnswer') },
      });
    }, ackTimeoutMs);
    // socket.io's types cannot follow a generic event name; `ClientToServer` holds for every name.
    const emit = live().emit.bind(live()) as (event: string, ...args: unknown[]) => void;
    emit(name, request, (answer: LiveAck<LiveReplies[N]>) => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
  if (reply.ok) return reply.value;
  throw new AppError(reply.error.code, reply.error.message, reply.error.details);
}
