/**
 * What each student did in the last seconds, as one event instead of one for every key:
 *
 * 1. Whatever a document says about a student who is in it (edits, pastes, where the caret is) is counted in memory.
 * 2. Every few seconds the counts of whoever did something go into the stream, and start at nothing again.
 * 3. Of somebody who does nothing, only every half minute that it is so.
 *
 * A server that dies loses the counts of the seconds before; what was typed is in the room's history.
 */
import { randomUUID } from 'node:crypto';
import { eventLimits } from '@learnflow/shared';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Clock } from '../clock.ts';
import type { CollabEventMap, Documents } from '../collab/collab.port.ts';
import type { Log } from '../log.ts';
import type { Db } from '../storage/database.ts';
import { findRoomPlace } from './activity.store.ts';

const everyMs = 5_000;
const idleEveryMs = 30_000;

interface Counts {
  roomId: string;
  memberId: string;
  from: number;
  edits: number;
  pastes: number[];
  /** Epoch ms of the last sign of work, at first of coming in. */
  activeAt: number;
  /** Something happened since the last summary. */
  isNews: boolean;
  file: string | null;
  line: number | null;
}

export class ActivitySummaries {
  readonly #deps: { db: Db; documents: Pick<Documents, 'events'>; clock: Clock; log: Log };
  readonly #counts = new Map<string, Counts>();
  readonly #timer: NodeJS.Timeout;
  readonly #off: () => void;
  #writing: Promise<void> = Promise.resolve();

  constructor(deps: { db: Db; documents: Pick<Documents, 'events'>; clock: Clock; log: Log }) {
    this.#deps = deps;
    const { events } = deps.documents;
    const on = {
      edited: ({ roomId, memberId, fileId, line, at }: CollabEventMap['edited'][0]) => {
        const counts = memberId === null ? undefined : this.#of(roomId, memberId);
        if (!counts) return;
        counts.edits += 1;
        this.#note(counts, at, { file: fileId, line });
      },
      pasted: ({ roomId, memberId, chars, at }: CollabEventMap['pasted'][0]) => {
        const counts = this.#of(roomId, memberId);
        if (!counts) return;
        if (counts.pastes.length < eventLimits.pastes) counts.pastes.push(chars);
        this.#note(counts, at);
      },
      cursor: ({ roomId, memberId, fileId, line }: CollabEventMap['cursor'][0]) => {
        const counts = this.#of(roomId, memberId);
        if (!counts || (counts.file === fileId && counts.line === line)) return;
        this.#note(counts, deps.clock.now(), { file: fileId, line });
      },
      presence: ({ roomId, memberId, here, at, visitor }: CollabEventMap['presence'][0]) => {
        if (visitor) return;
        const key = `${roomId} ${memberId}`;
        if (here) this.#counts.set(key, newCounts(roomId, memberId, at));
        else {
          const counts = this.#counts.get(key);
          this.#counts.delete(key);
          if (counts?.isNews) this.#writing = this.#writing.then(() => this.#writeOne(counts, at));
        }
      },
    };
    events.on('edited', on.edited).on('pasted', on.pasted);
    events.on('cursor', on.cursor).on('presence', on.presence);
    this.#off = () => {
      events.off('edited', on.edited).off('pasted', on.pasted);
      events.off('cursor', on.cursor).off('presence', on.presence);
    };
    this.#timer = setInterval(() => void this.write(), everyMs);
  }

  /** Writes what is due now; the timer does it every few seconds. */
  write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const now = this.#deps.clock.now();
      for (const counts of [...this.#counts.values()]) {
        if (!counts.isNews && now - counts.from < idleEveryMs) continue;
        await this.#writeOne(counts, now);
      }
    });
    return this.#writing;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#off();
    await this.#writing;
  }

  /** Only those whose connection is open are counted. */
  #of(roomId: string, memberId: string): Counts | undefined {
    return this.#counts.get(`${roomId} ${memberId}`);
  }

  #note(counts: Counts, at: number, place?: { file: string; line: number }): void {
    Object.assign(counts, { activeAt: at, isNews: true }, place);
  }

  async #writeOne(counts: Counts, now: number): Promise<void> {
    const { db, log } = this.#deps;
    const { roomId, memberId, from, edits, pastes, activeAt, file, line } = counts;
    Object.assign(counts, { from: now, edits: 0, pastes: [], isNews: false });
    try {
      const place = await findRoomPlace(db, roomId, memberId);
      if (!place) return;
      await db.transaction().execute((trx) =>
        appendEvents(trx, place, [
          {
            id: randomUUID(),
            type: 'learnflow.activity.summary.v1',
            key: memberId,
            at: now,
            data: {
              ...place,
              ...{ roomId, memberId, from, to: now, edits, pastes, file, line },
              idleSeconds: Math.max(0, Math.floor((now - activeAt) / 1000)),
            },
          },
        ]),
      );
    } catch (error) {
      // The database is away: these seconds are missing, the next are not.
      log.warn({ err: error, roomId, memberId }, 'activity.unwritten');
    }
  }
}

function newCounts(roomId: string, memberId: string, at: number): Counts {
  return {
    ...{ roomId, memberId, from: at, edits: 0, pastes: [], activeAt: at },
    ...{ isNews: true, file: null, line: null },
  };
}
