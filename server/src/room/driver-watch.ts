import { EventEmitter } from 'node:events';
import { driverAwayMs } from '@learnflow/shared';
import type { CollabEventMap } from '../collab/collab.port.ts';

export interface RoomOfLesson {
  roomId: string;
  lessonId: string;
}

interface Driver extends RoomOfLesson {
  memberId: string;
  state: 'here' | 'gone' | 'away';
  timer: NodeJS.Timeout | undefined;
}

/**
 * Whether the driver of a room is still there. Somebody whose document is open nowhere for `awayMs` is away, and their
 * partners may type until they are back; nobody waits for a flat battery.
 *
 * Drivers are looked after from the moment somebody asks about them, for as long as anybody is in the room.
 */
export class DriverWatch {
  /** A driver went away, or came back. */
  readonly events = new EventEmitter<{ changed: [RoomOfLesson] }>();
  readonly #awayMs: number;
  readonly #drivers = new Map<string, Driver>();
  /** Room → members who have its document open. */
  readonly #present = new Map<string, Set<string>>();

  constructor(awayMs: number = driverAwayMs) {
    this.#awayMs = awayMs;
  }

  isAway(room: RoomOfLesson, memberId: string): boolean {
    const known = this.#drivers.get(room.roomId);
    if (known?.memberId === memberId) return known.state === 'away';
    clearTimeout(known?.timer);
    const { roomId, lessonId } = room;
    const driver: Driver = { roomId, lessonId, memberId, state: 'here', timer: undefined };
    this.#drivers.set(roomId, driver);
    if (!this.#present.get(roomId)?.has(memberId)) this.#wait(driver);
    return false;
  }

  /** What the documents tell about who has them open. */
  see({ roomId, memberId, here }: CollabEventMap['presence'][0]): void {
    const present = this.#present.get(roomId) ?? new Set<string>();
    if (here) this.#present.set(roomId, present.add(memberId));
    else if (present.delete(memberId) && present.size === 0) this.#present.delete(roomId);
    const driver = this.#drivers.get(roomId);
    if (driver && present.size === 0) this.#forget(driver);
    else if (driver?.memberId === memberId && here) this.#welcome(driver);
    else if (driver?.memberId === memberId) this.#wait(driver);
  }

  close(): void {
    for (const driver of this.#drivers.values()) this.#forget(driver);
  }

  #wait(driver: Driver): void {
    clearTimeout(driver.timer);
    driver.state = 'gone';
    driver.timer = setTimeout(() => {
      // Nobody is there to type instead.
      if (!this.#present.has(driver.roomId)) return this.#forget(driver);
      driver.state = 'away';
      this.events.emit('changed', driver);
    }, this.#awayMs);
    driver.timer.unref();
  }

  #welcome(driver: Driver): void {
    clearTimeout(driver.timer);
    const wasAway = driver.state === 'away';
    driver.state = 'here';
    if (wasAway) this.events.emit('changed', driver);
  }

  #forget(driver: Driver): void {
    clearTimeout(driver.timer);
    this.#drivers.delete(driver.roomId);
  }
}
