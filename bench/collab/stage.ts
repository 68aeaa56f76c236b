import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as Y from 'yjs';
import { textOf } from './keys.ts';
import { enter, Participant, type Seat } from './participant.ts';
import type { RawSocket } from './raw-socket.ts';
import { Samples } from './samples.ts';
import { type TargetName, updateMessage, type Wire, wires } from './wire.ts';

/** A room of the measurement with everybody in it. */
export interface StageRoom {
  roomId: string;
  participants: Participant[];
  /** The document it began with. */
  seed: Uint8Array;
}

/** How a room ended, to be compared with what the server answers and with its log. */
export interface RoomEnd {
  roomId: string;
  text: string;
  stateVector: string;
}

const drainWithinMs = 60_000;
/** Rooms read at the same time. */
const readWidth = 20;

/** The rooms of one measurement, their people, and what was noted about their keys. */
export class Stage {
  readonly delivery = new Samples();
  readonly saving = new Samples();
  readonly rooms: StageRoom[] = [];
  readonly wire: Wire;
  readonly target: TargetName;
  readonly port: number;

  constructor(target: TargetName, port: number) {
    this.target = target;
    this.port = port;
    this.wire = wires[target];
  }

  /**
   * Lets everybody of one room in. The first two watch: one for all others, and the second for the first, because nobody
   * hears of their own keys.
   * @param typists  how many of them will type
   */
  async open(seats: readonly Seat[], typists: number): Promise<StageRoom> {
    const [first] = seats;
    if (!first) throw new Error('A room without people');
    const byClient = new Map<number, Participant>();
    const room: StageRoom = { roomId: first.roomId, participants: [], seed: Uint8Array.of(0, 0) };
    const isOwnSeed = this.target === 'learnflow';
    for (const [at, seat] of seats.entries()) {
      const hear = (update: Uint8Array): void => {
        for (const [client, clock] of Y.parseUpdateMeta(update).to) {
          const typist = byClient.get(client);
          const watcher = room.participants[typist === room.participants[0] ? 1 : 0];
          if (typist && watcher === room.participants[at]) typist.seenUpTo(clock);
        }
      };
      const { socket, state } = await enter(this.wire, this.port, seat, {
        answers: this.target !== 'relay',
        ear: {
          ...(at < 2 ? { onUpdate: hear } : {}),
          ...(at < typists
            ? { onSaved: (frames) => room.participants[at]?.savedUpTo(frames) }
            : {}),
        },
      });
      socket.onClose = () => this.#lost(seat, socket);
      if (at === 0) {
        room.seed = isOwnSeed ? state : createSeed();
        if (!isOwnSeed) socket.send(this.wire.wrap(seat.roomId, updateMessage(room.seed)));
      }
      const participant = new Participant(seat, socket, this.wire, this);
      if (at < typists) {
        const doc = new Y.Doc();
        Y.applyUpdate(doc, room.seed);
        const { clientId } = participant.takeKeys(randomInt(2 ** 31, 2 ** 32), doc);
        byClient.set(clientId, participant);
      }
      room.participants.push(participant);
    }
    this.rooms.push(room);
    return room;
  }

  #lost(seat: Seat, socket: RawSocket): void {
    // Thrown out of a callback on purpose: a measurement with fewer people than it says is none.
    const code = socket.closeCode ?? 'no code';
    throw new Error(`${this.target} closed a socket of room ${seat.roomId} with ${code}`);
  }

  get typists(): Participant[] {
    return this.rooms.flatMap((room) => room.participants.filter((each) => each.keys));
  }
  get pressed(): number {
    return this.typists.reduce((sum, each) => sum + each.pressed, 0);
  }
  get undelivered(): number {
    return this.typists.reduce((sum, each) => sum + each.inFlight, 0);
  }
  get unsaved(): number {
    return this.typists.reduce((sum, each) => sum + each.unsaved, 0);
  }
  get bytesIn(): number {
    return this.#sum((socket) => socket.bytesIn);
  }
  get framesIn(): number {
    return this.#sum((socket) => socket.framesIn);
  }
  #sum(of: (socket: RawSocket) => number): number {
    return this.rooms.reduce(
      (sum, room) => sum + room.participants.reduce((part, { socket }) => part + of(socket), 0),
      0,
    );
  }

  /** Waits until every key has been seen, and saved where the server says so. @throws Error when some never are */
  async drain(): Promise<void> {
    const endAt = performance.now() + drainWithinMs;
    const isOwn = this.target === 'learnflow';
    while (this.undelivered > 0 || (isOwn && this.unsaved > 0)) {
      if (performance.now() > endAt)
        throw new Error(`${this.undelivered} keys were not delivered, ${this.unsaved} not saved`);
      await delay(5);
    }
  }

  /** Reads every room with a new connection. @returns how each must have ended, and how many the server has otherwise */
  async readBack(): Promise<{ ends: RoomEnd[]; wrong: number }> {
    let wrong = 0;
    const ends: RoomEnd[] = [];
    for (let at = 0; at < this.rooms.length; at += readWidth) {
      const lot = this.rooms.slice(at, at + readWidth);
      await Promise.all(
        lot.map(async (room) => {
          const end = expectedEnd(room);
          ends.push(end);
          // A relay keeps nothing that could be read.
          if (this.target === 'relay') return;
          const found = await this.#read(room);
          if (found.text !== end.text || found.stateVector !== end.stateVector) wrong++;
        }),
      );
    }
    return { ends, wrong };
  }

  async #read(room: StageRoom): Promise<RoomEnd> {
    const seat = room.participants[0]?.seat;
    if (!seat) throw new Error('A room without people');
    const { socket, state } = await enter(this.wire, this.port, seat);
    socket.close();
    const doc = new Y.Doc();
    Y.applyUpdate(doc, state);
    const end = endOf(room.roomId, doc);
    doc.destroy();
    return end;
  }

  leave(): void {
    for (const room of this.rooms) {
      for (const { socket } of room.participants) {
        socket.onClose = undefined;
        socket.close();
      }
    }
    this.rooms.length = 0;
  }
}

/** @returns how a room must have ended: its first document and everything its people pressed */
function expectedEnd(room: StageRoom): RoomEnd {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, room.seed);
  for (const { keys } of room.participants) {
    if (keys && keys.clock > 0) Y.applyUpdate(doc, keys.whole());
  }
  const end = endOf(room.roomId, doc);
  doc.destroy();
  return end;
}

/** @returns text and state vector of a document, comparable */
export function endOf(roomId: string, doc: Y.Doc): RoomEnd {
  const clocks = [...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b);
  return { roomId, text: textOf(doc).toString(), stateVector: JSON.stringify(clocks) };
}

/** The first update of a room for servers that have none of their own: the same shape as LearnFlow's. */
export function createSeed(): Uint8Array {
  const doc = new Y.Doc();
  const file = new Y.Map<unknown>();
  file.set('name', 'main.py');
  file.set('text', new Y.Text());
  file.set('order', 0);
  doc.getMap('files').set('main', file);
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}
