import type { Person, Watcher } from '@learnflow/shared';

export interface Occupant {
  person: Person;
  as: 'work' | 'peek' | 'coedit';
  lessonId: string;
  /** Row of the visit that is shown to the student; undefined for who works here. */
  visitId: string | undefined;
}

/** Who is in which room now, by socket. One person may be in a room with several tabs and counts once. */
export class Occupants {
  readonly #rooms = new Map<string, Map<string, Occupant>>();

  set(roomId: string, socketId: string, occupant: Occupant): void {
    const room = this.#rooms.get(roomId) ?? new Map<string, Occupant>();
    room.set(socketId, occupant);
    this.#rooms.set(roomId, room);
  }

  get(roomId: string, socketId: string): Occupant | undefined {
    return this.#rooms.get(roomId)?.get(socketId);
  }

  remove(roomId: string, socketId: string): Occupant | undefined {
    const room = this.#rooms.get(roomId);
    const occupant = room?.get(socketId);
    room?.delete(socketId);
    if (room?.size === 0) this.#rooms.delete(roomId);
    return occupant;
  }

  people(roomId: string): Person[] {
    const people = new Map<string, Person>();
    for (const { as, person } of this.#in(roomId)) {
      if (as === 'work') people.set(person.memberId, person);
    }
    return [...people.values()];
  }

  /** Somebody who looks with one tab and edits with another is said to edit. */
  watchers(roomId: string): Watcher[] {
    const watchers = new Map<string, Watcher>();
    for (const { as, person } of this.#in(roomId)) {
      if (as === 'work' || watchers.get(person.memberId)?.mode === 'coedit') continue;
      watchers.set(person.memberId, { ...person, mode: as });
    }
    return [...watchers.values()];
  }

  #in(roomId: string): Iterable<Occupant> {
    return this.#rooms.get(roomId)?.values() ?? [];
  }
}
