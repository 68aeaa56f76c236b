import { AppError, can, type LiveRequest, personOf, type RoomSnapshot } from '@learnflow/shared';
import { listHintViews } from '../alert/alert-view.ts';
import { listTurns } from '../ask/ask-view.ts';
import { getLessonLive } from '../wall/board.service.ts';
import type { WallService } from '../wall/wall.service.ts';
import type { Clock } from '../clock.ts';
import type { CollabEventMap } from '../collab/collab.port.ts';
import type { RoomHelp } from '../help/room-help.ts';
import type { Log } from '../log.ts';
import type { Access, RoomAccess } from '../room/access.port.ts';
import type { RunService } from '../run/run.service.ts';
import type { Db } from '../storage/database.ts';
import type { ChatChannel } from './chat-channel.ts';
import type { HandChannel } from './hand-channel.ts';
import { channelOf, type Handlers, type LiveServer, type LiveSocket } from './live-socket.ts';
import { Occupants } from './occupants.ts';
import type { LivePresence } from './presence.ts';
import { endVisit, endVisitsBefore, insertVisit } from './visits.store.ts';

/** A console with several peeks open stays below it. */
const maxRoomsPerSocket = 8;

export interface RoomChannelOptions {
  io: LiveServer;
  db: Db;
  access: Pick<Access, 'toRoom'>;
  presence: LivePresence;
  wall: WallService;
  runs: RunService;
  chat: ChatChannel;
  hands: HandChannel;
  help: Pick<RoomHelp, 'load' | 'view'>;
  clock: Clock;
  log: Log;
}

/** Coming into rooms and going out: who works here, who looks, and that the student sees it. */
export class RoomChannel {
  readonly handlers: Handlers<'room.enter' | 'room.leave'>;
  readonly #options: RoomChannelOptions;
  readonly #occupants = new Occupants();

  constructor(options: RoomChannelOptions) {
    this.#options = options;
    this.handlers = {
      'room.enter': (socket, request) => this.#enter(socket, request),
      'room.leave': async (socket, { roomId }) => {
        await this.leave(socket, roomId);
        return null;
      },
    };
  }

  /** Takes the socket out of a room, tells the others and ends the visit. Not being there is fine. */
  async leave(socket: LiveSocket, roomId: string): Promise<void> {
    const place = socket.data.rooms.get(roomId);
    if (!place) return;
    const occupant = this.#occupants.remove(roomId, socket.id);
    socket.data.rooms.delete(roomId);
    await socket.leave(channelOf.room(roomId));
    this.#options.presence.update(socket, place);
    this.#tell(roomId, place.lessonId);
    await this.#endVisit(occupant?.visitId);
  }

  /**
   * Staff who have the document open are seen to look, whether or not their page announced a visit: what shows a watcher
   * must not depend on the watcher.
   */
  seeInDocument({ roomId, here, visitor }: CollabEventMap['presence'][0]): void {
    if (!visitor) return;
    const { person, lessonId } = visitor;
    const key = `document ${person.memberId}`;
    if (here)
      this.#occupants.set(roomId, key, { person, as: 'peek', lessonId, visitId: undefined });
    else this.#occupants.remove(roomId, key);
    this.#tell(roomId, lessonId);
  }

  /** Visits that were going on when the server died ended with it; call it once, at the start. */
  async endLostVisits(): Promise<void> {
    await endVisitsBefore(this.#options.db, new Date(this.#options.clock.now()));
  }

  async leaveAll(socket: LiveSocket): Promise<void> {
    for (const roomId of [...socket.data.rooms.keys()]) await this.leave(socket, roomId);
  }

  async #enter(socket: LiveSocket, request: LiveRequest<'room.enter'>): Promise<RoomSnapshot> {
    const { roomId, as } = request;
    const { db, access, presence, clock } = this.#options;
    const { caller, rooms } = socket.data;
    const place = await access.toRoom(caller, roomId);
    assertMayEnter(place, as);
    const before = this.#occupants.get(roomId, socket.id);
    if (!before && rooms.size >= maxRoomsPerSocket) {
      throw new AppError('too.many', 'Too many rooms are open on this page. Close one first.');
    }
    const { lessonId, memberId } = place;
    let visitId = before?.as === as ? before.visitId : undefined;
    if (as !== 'work' && visitId === undefined) {
      const beganAt = new Date(clock.now());
      visitId = await insertVisit(db, { roomId, memberId, mode: as, beganAt });
    }
    if (before?.visitId !== visitId) await this.#endVisit(before?.visitId);
    this.#occupants.set(roomId, socket.id, { person: personOf(place), as, lessonId, visitId });
    rooms.set(roomId, { lessonId, memberId });
    await socket.join(channelOf.room(roomId));
    presence.update(socket, { lessonId, memberId });
    this.#tell(roomId, lessonId);
    return this.#snapshot(place);
  }

  /**
   * The socket hears the room already. What is read last here is read without letting anything else happen before the
   * acknowledgement, so that no message and no output falls in between.
   */
  async #snapshot({ roomId, lessonId, memberId, pair }: RoomAccess): Promise<RoomSnapshot> {
    const { db, runs, chat, hands, help } = this.#options;
    const lesson = await getLessonLive(db, lessonId);
    const hand = await hands.of(lessonId, memberId);
    await runs.terminal(roomId);
    await help.load(roomId);
    const hints = await listHintViews(db, { roomId, memberId });
    const turns = await listTurns(db, { roomId, memberId });
    const messages = await chat.history(roomId);
    const terminal = await runs.terminal(roomId);
    return {
      roomId,
      lesson,
      pair,
      people: this.#occupants.people(roomId),
      watchers: this.#occupants.watchers(roomId),
      chat: messages,
      terminal,
      help: help.view(roomId),
      ...hand,
      hints,
      turns,
    };
  }

  #tell(roomId: string, lessonId: string): void {
    const { io, wall } = this.#options;
    const people = this.#occupants.people(roomId);
    const watchers = this.#occupants.watchers(roomId);
    io.to(channelOf.room(roomId)).emit('room.people', { roomId, people, watchers });
    wall.setWatchers(
      lessonId,
      roomId,
      watchers.map((watcher) => watcher.name),
    );
  }

  async #endVisit(visitId: string | undefined): Promise<void> {
    if (visitId === undefined) return;
    const { db, clock, log } = this.#options;
    try {
      await endVisit(db, visitId, new Date(clock.now()));
    } catch (error) {
      // Leaving must go on; the visit stays open in the record.
      log.error({ err: error, visitId }, 'visit.unended');
    }
  }
}

function assertMayEnter(place: RoomAccess, as: 'work' | 'peek' | 'coedit'): void {
  if (as === 'work') {
    if (place.seated || place.ownerId === place.memberId) return;
    throw new AppError('forbidden', 'This is not your room. Go back to your own.');
  }
  if (can(place.role, 'room.visit')) return;
  throw new AppError('forbidden', 'Only teachers and tutors look into rooms. Go back to your own.');
}
