import { setTimeout as delay } from 'node:timers/promises';
import { repairLog } from './repair.ts';
import { Room, type RoomDeps } from './room.ts';
import { Turnstile } from './turnstile.ts';

/** So long a moment is looked for in which everything of a room is stored. */
const keepWithinMs = 2_000;
const keepPauseMs = 10;

/** The rooms in memory. A room is loaded once, whoever asks for it and however many do. */
export class Rooms {
  readonly #deps: Omit<RoomDeps, 'onClosed'>;
  readonly #rooms = new Map<string, Room>();
  readonly #loads: Turnstile;

  constructor(deps: Omit<RoomDeps, 'onClosed'>) {
    this.#deps = deps;
    this.#loads = new Turnstile(deps.limits.maxLoads);
  }

  get size(): number {
    return this.#rooms.size;
  }
  get unsaved(): number {
    let count = 0;
    for (const room of this.#rooms.values()) count += room.unsaved;
    return count;
  }

  /** @returns the room if it is in memory and usable */
  peek(roomId: string): Room | undefined {
    const room = this.#rooms.get(roomId);
    return room?.state === 'live' || room?.state === 'closing' ? room : undefined;
  }

  /**
   * @returns the loaded room; it stays for `unloadAfterMs`, or as long as somebody joins it before then
   * @throws AppError `not.found` when there is no such room; database errors as they are
   */
  async open(roomId: string): Promise<Room> {
    for (;;) {
      const room = this.#rooms.get(roomId) ?? this.#create(roomId);
      if (room.state === 'failed') await room.closed;
      else await room.ready;
      if (room.state === 'live' || room.state === 'closing') {
        room.stay();
        return room;
      }
    }
  }

  #create(roomId: string): Room {
    const room = new Room(roomId, this.#loads, {
      ...this.#deps,
      onClosed: () => {
        if (this.#rooms.get(roomId) === room) this.#rooms.delete(roomId);
      },
    });
    this.#rooms.set(roomId, room);
    room.ready.catch(() => room.drop());
    return room;
  }

  /** See `Documents.repair`. */
  async repair(roomId: string): Promise<void> {
    // Under a snapshot of what is live damage of the log changes nothing for those who are here.
    const until = performance.now() + keepWithinMs;
    while (this.peek(roomId) && performance.now() < until) {
      if (await this.peek(roomId)?.saveSnapshot()) break;
      await delay(keepPauseMs);
    }
    const { isOther } = await repairLog(this.#deps, roomId);
    if (!isOther) return;
    const room = this.#rooms.get(roomId);
    await room?.ready.catch(() => undefined);
    // Everybody has to come again.
    room?.fail('unavailable');
  }

  /** Whatever has come before is in the log when this returns. */
  flush(): void {
    for (const room of this.#rooms.values()) room.flush();
  }

  /** Forgets every room; what they had must be stored before. */
  close(): void {
    for (const room of [...this.#rooms.values()]) room.drop();
  }
}
