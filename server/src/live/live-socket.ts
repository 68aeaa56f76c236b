import type {
  ClientToServer,
  LiveReplies,
  LiveRequest,
  LiveRequestName,
  ServerToClient,
} from '@learnflow/shared';
import type { Server, Socket } from 'socket.io';
import type { Caller } from '../room/access.port.ts';

/** What the server keeps with a socket for as long as it is open. */
export interface SocketState {
  caller: Caller;
  /** Epoch ms when the session was last found valid. */
  checkedAt: number;
  /** Rooms entered, by id. */
  rooms: Map<string, PlaceInLesson>;
  /** Lessons whose wall is followed, by id. */
  walls: Map<string, PlaceInLesson>;
}

export interface PlaceInLesson {
  lessonId: string;
  memberId: string;
}

type NoEvents = Record<string, never>;
export type LiveServer = Server<ClientToServer, ServerToClient, NoEvents, SocketState>;
export type LiveSocket = Socket<ClientToServer, ServerToClient, NoEvents, SocketState>;

/** Answers to some of the requests; parsed already, one after the other for each socket. */
export type Handlers<N extends LiveRequestName> = {
  [K in N]: (socket: LiveSocket, request: LiveRequest<K>) => Promise<LiveReplies[K]>;
};

/** Names of socket.io rooms: who hears what. */
export const channelOf = {
  room: (roomId: string) => `room:${roomId}`,
  wall: (lessonId: string) => `wall:${lessonId}`,
  /** Everybody of a lesson, in whatever room. */
  lesson: (lessonId: string) => `lesson:${lessonId}`,
  /** All sockets of one member in one lesson. */
  member: (lessonId: string, memberId: string) => `member:${lessonId}:${memberId}`,
  user: (userId: string) => `user:${userId}`,
} as const;
