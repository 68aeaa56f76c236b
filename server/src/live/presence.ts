import { EventEmitter } from 'node:events';
import { channelOf, type LiveSocket, type PlaceInLesson } from './live-socket.ts';
import type { Presence } from './presence.port.ts';

export interface PresenceEventMap {
  /** A member's first socket in the lesson opened, or the last one closed. */
  changed: [{ lessonId: string; memberId: string; isHere: boolean }];
}

const nobody: ReadonlySet<string> = new Set();

/** Who has an open socket in which lesson. A socket is in a lesson while it is in one of its rooms or follows its wall. */
export class LivePresence implements Presence {
  readonly events = new EventEmitter<PresenceEventMap>();
  readonly #members = new Map<string, Set<string>>();
  /** Sockets per `lessonId memberId`. */
  readonly #sockets = new Map<string, Set<string>>();

  here(lessonId: string): ReadonlySet<string> {
    return this.#members.get(lessonId) ?? nobody;
  }

  /** Call it whenever the socket entered or left a room or a wall. */
  update(socket: LiveSocket, { lessonId, memberId }: PlaceInLesson): void {
    const { rooms, walls } = socket.data;
    const isIn = [...rooms.values(), ...walls.values()].some((one) => one.lessonId === lessonId);
    const channels = [channelOf.lesson(lessonId), channelOf.member(lessonId, memberId)];
    if (isIn) void socket.join(channels);
    else for (const channel of channels) void socket.leave(channel);
    const key = `${lessonId} ${memberId}`;
    const sockets = this.#sockets.get(key) ?? new Set();
    const before = sockets.size;
    if (isIn) sockets.add(socket.id);
    else sockets.delete(socket.id);
    if (sockets.size > 0) this.#sockets.set(key, sockets);
    else this.#sockets.delete(key);
    if (before > 0 !== sockets.size > 0) this.#tell(lessonId, memberId, sockets.size > 0);
  }

  #tell(lessonId: string, memberId: string, isHere: boolean): void {
    const members = this.#members.get(lessonId) ?? new Set();
    if (isHere) members.add(memberId);
    else members.delete(memberId);
    if (members.size > 0) this.#members.set(lessonId, members);
    else this.#members.delete(lessonId);
    this.events.emit('changed', { lessonId, memberId, isHere });
  }
}
