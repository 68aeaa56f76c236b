import type { ClassEventMap, ClassEvents } from '../classroom/class-events.ts';
import type { Log } from '../log.ts';
import type { WallService } from '../wall/wall.service.ts';
import type { HandChannel } from './hand-channel.ts';
import { channelOf, type LiveServer, type LiveSocket } from './live-socket.ts';
import type { LivePresence } from './presence.ts';
import type { RoomChannel } from './room-channel.ts';
import type { SessionCheck } from './session-check.ts';
import type { WallChannel } from './wall-channel.ts';

const removed = 'Your teacher took you out of this class. Ask them if this was a mistake.';

export interface ClassFeedOptions {
  io: LiveServer;
  events: ClassEvents;
  presence: LivePresence;
  wall: WallService;
  walls: WallChannel;
  rooms: RoomChannel;
  hands: HandChannel;
  sessions: SessionCheck;
  log: Log;
}

/**
 * Carries to sockets what services tell after their commit.
 * @returns stops listening
 */
export function feedClassEvents(options: ClassFeedOptions): () => void {
  const { io, events, presence, wall, walls, rooms, hands, sessions, log } = options;
  const socketsIn = (channel: string): LiveSocket[] =>
    [...(io.sockets.adapter.rooms.get(channel) ?? [])].flatMap(
      (id) => io.sockets.sockets.get(id) ?? [],
    );
  const soon = (what: Promise<unknown>, event: keyof ClassEventMap): void => {
    what.catch((error: unknown) => log.error({ err: error, event }, 'live.event_lost'));
  };

  async function leaveOtherRooms(lessonId: string, memberId: string, roomId: string) {
    for (const socket of socketsIn(channelOf.member(lessonId, memberId))) {
      for (const [other, place] of [...socket.data.rooms]) {
        if (other !== roomId && place.lessonId === lessonId) await rooms.leave(socket, other);
      }
    }
  }

  const on: { [E in keyof ClassEventMap]: (...event: ClassEventMap[E]) => void } = {
    'board.changed': ({ lessonId }) => {
      walls.boardChanged(lessonId);
      wall.refresh(lessonId);
    },
    'lesson.changed': (lesson) => {
      io.to(channelOf.lesson(lesson.lessonId)).emit('lesson.changed', lesson);
      walls.lessonChanged(lesson);
    },
    'seat.moved': ({ lessonId, memberId, roomId, because }) => {
      wall.refresh(lessonId);
      io.to(channelOf.member(lessonId, memberId)).emit('room.moved', { roomId, because });
      soon(leaveOtherRooms(lessonId, memberId, roomId), 'seat.moved');
    },
    'pair.changed': ({ roomId, pair }) => {
      io.to(channelOf.room(roomId)).emit('room.pair', { roomId, pair });
    },
    'work.changed': ({ lessonId, roomId }) => {
      const heard = roomId === null ? channelOf.lesson(lessonId) : channelOf.room(roomId);
      io.to(heard).emit('work.changed', { lessonId, roomId });
      wall.refresh(lessonId);
    },
    'hand.changed': ({ lessonId }) => {
      wall.refresh(lessonId);
      soon(hands.refresh(lessonId), 'hand.changed');
    },
    'member.removed': ({ memberId, userId }) => {
      // Whose lesson it was is not told; looking again is cheap, and only open boards do.
      wall.refreshAll();
      walls.boardsChanged();
      if (userId === null) return;
      for (const socket of socketsIn(channelOf.user(userId))) {
        const { rooms: entered, walls: watched } = socket.data;
        const places = [...entered.values(), ...watched.values()];
        const isMeant = places.some((place) => place.memberId === memberId);
        if (isMeant) sessions.end(socket, 'member.removed', removed);
      }
    },
    'session.ended': ({ userId, message }) => {
      for (const socket of socketsIn(channelOf.user(userId))) {
        soon(sessions.recheck(socket, message), 'session.ended');
      }
    },
  };
  const onPresence = (change: { lessonId: string; memberId: string; isHere: boolean }): void => {
    wall.setHere(change.lessonId, change.memberId, change.isHere);
    walls.boardChanged(change.lessonId);
  };

  const names = Object.keys(on) as (keyof ClassEventMap)[];
  for (const name of names) events.on(name, on[name] as (...event: unknown[]) => void);
  presence.events.on('changed', onPresence);
  return () => {
    for (const name of names) events.off(name, on[name] as (...event: unknown[]) => void);
    presence.events.off('changed', onPresence);
  };
}
