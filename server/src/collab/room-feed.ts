import type { Clock } from '../clock.ts';
import { type Change, locate } from './edits.ts';
import type { Feed } from './feed.ts';
import type { RoomPeer } from './peer.ts';

/** What the rest of the server hears of one room: who is here, and at the end of a turn where each author changed something. */
export class RoomFeed {
  readonly #roomId: string;
  readonly #feed: Feed;
  readonly #clock: Clock;
  /** Last change of each author in this turn. */
  readonly #changes = new Map<string | null, Change>();

  constructor(roomId: string, { feed, clock }: { feed: Feed; clock: Clock }) {
    this.#roomId = roomId;
    this.#feed = feed;
    this.#clock = clock;
  }

  changed(memberId: string | null, change: Change): void {
    this.#changes.set(memberId, change);
  }

  pasted(memberId: string | null, chars: number): void {
    if (memberId === null) return;
    this.#feed.pasted({ roomId: this.#roomId, memberId, chars, at: this.#clock.now() });
  }

  endTurn(): void {
    for (const [memberId, change] of this.#changes) {
      const at = this.#clock.now();
      this.#feed.edited({ roomId: this.#roomId, memberId, ...locate(change), at });
    }
    this.#changes.clear();
  }

  /** A member's first connection opened, or their last one closed. */
  presence({ memberId, visitor }: RoomPeer, here: boolean): void {
    const at = this.#clock.now();
    const event = { roomId: this.#roomId, memberId, here, at };
    this.#feed.presence(visitor ? { ...event, visitor } : event);
  }
}
