import type { Logger } from 'pino';
import type { Db } from '../storage/database.ts';
import { saveSnapshot } from './persistence.ts';
import type { Writers } from './authors.ts';
import type { RoomLog } from './room-log.ts';

/** Writes snapshots one after the other, so that compaction never takes the database from people who type. */
export class Snapshots {
  readonly #db: Db;
  readonly #log: Logger;
  #last: Promise<void> = Promise.resolve();

  constructor(deps: { db: Db; log: Logger }) {
    this.#db = deps.db;
    this.#log = deps.log;
  }

  /**
   * Takes its place in the line. Call it while the room's log stands exactly at `state`.
   * @param state    encoded document with every stored update and no other
   * @param writers  whose client ids are whose in it
   * @returns when this snapshot is written or given up; a failed one is only a slower load
   */
  save(roomId: string, log: RoomLog, state: Uint8Array, writers: Writers): Promise<void> {
    if (log.snapshots !== 'possible') return Promise.resolve();
    log.snapshots = 'busy';
    const snapshot = { roomId, seq: log.seq, state, writers };
    const expected = { afterSeq: log.snapshotSeq, count: log.rowsSinceSnapshot };
    this.#last = this.#last.then(async () => {
      try {
        const isSaved = await saveSnapshot(this.#db, snapshot, expected);
        log.snapshots = isSaved ? 'possible' : 'unsafe';
        if (!isSaved) {
          this.#log.warn({ roomId }, 'collab.snapshot.foreign-updates');
          return;
        }
        log.snapshotSeq = snapshot.seq;
        log.rowsSinceSnapshot -= expected.count;
      } catch (error) {
        log.snapshots = 'possible';
        this.#log.warn({ err: error, roomId }, 'collab.snapshot.failed');
      }
    });
    return this.#last;
  }

  /** Resolves when the line is empty. */
  async close(): Promise<void> {
    await this.#last;
  }
}
