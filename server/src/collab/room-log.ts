import type { RoomPeer } from './peer.ts';
import type { StoredRows, UpdateRow } from './persistence.ts';

/** The updates of one room that go into one commit. */
export interface RoomBatch {
  rows: UpdateRow[];
  bytes: number;
  /** State vector of the document with exactly these updates; unknown while the document is being read again. */
  stateVector: Uint8Array | undefined;
  /** Encoded document at the same point, when it is time for a snapshot. */
  state: Uint8Array | undefined;
  /** What each connection had settled at that point. */
  frames: ReadonlyMap<RoomPeer, number>;
}

/**
 * Bookkeeping of one room's place in the log: what waits, what is on its way, what is stored, and since when a
 * snapshot exists.
 */
export class RoomLog {
  /** Last sequence number known to be stored. */
  seq = 0;
  /** Last sequence number inside the stored snapshot, and the rows after it. */
  snapshotSeq = 0;
  rowsSinceSnapshot = 0;
  /** A snapshot is being written, or must not be written because somebody else writes to this log too. */
  snapshots: 'possible' | 'busy' | 'unsafe' = 'possible';
  #waiting: UpdateRow[] = [];
  #waitingBytes = 0;
  #flying: readonly UpdateRow[] = [];

  /** No update is missing in the database. */
  get isSettled(): boolean {
    return this.#waiting.length === 0 && this.#flying.length === 0;
  }
  get unsaved(): number {
    return this.#waiting.length + this.#flying.length;
  }
  /** Everything that may be missing in the database, in order. */
  get unsavedRows(): readonly UpdateRow[] {
    return [...this.#flying, ...this.#waiting];
  }

  append(row: UpdateRow): void {
    this.#waiting.push(row);
    this.#waitingBytes += row.bytes.byteLength;
  }

  /** Hands over everything that waits; one batch is on its way at a time. */
  take(): { rows: UpdateRow[]; bytes: number } {
    const taken = { rows: this.#waiting, bytes: this.#waitingBytes };
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#flying = taken.rows;
    return taken;
  }

  /** The batch on its way is committed. */
  stored(rows: StoredRows): void {
    this.#flying = [];
    this.seq = rows.lastSeq;
    this.rowsSinceSnapshot += rows.count;
  }

  /** The batch on its way can never be stored: the room was deleted. */
  lost(): void {
    this.#flying = [];
  }
}
