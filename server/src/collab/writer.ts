import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Db } from '../storage/database.ts';
import type { Limits } from './limits.ts';
import type { CollabMetrics } from './metrics.ts';
import { findStored, insertUpdates, type StoredRows } from './persistence.ts';
import type { RoomBatch } from './room-log.ts';

/** A room as the writer sees it. */
export interface LoggedRoom {
  readonly id: string;
  /** Last sequence number known to be stored. */
  readonly seq: number;
  takeUnsaved(): RoomBatch;
  stored(batch: RoomBatch, rows: StoredRows): void;
  /** The room was deleted; what it had is not stored. */
  gone(): void;
}

interface Commit {
  parts: { room: LoggedRoom; batch: RoomBatch }[];
  bytes: number;
}

/**
 * Groups the updates of all rooms into commits, one at a time:
 *  1. the first update opens a window of `groupMs`;
 *  2. whole rooms are taken until the commit carries `maxCommitBytes`;
 *  3. one insert; it is tried until it succeeds, with growing pauses;
 *  4. only then the rooms hear that their batch is stored, and they tell the senders.
 * Never answer a room before step 3 is through: Saved means stored.
 */
export class Writer {
  readonly #db: Db;
  readonly #limits: Limits;
  readonly #metrics: CollabMetrics;
  readonly #log: Logger;
  readonly #times: { add(ms: number): void };
  readonly #onStorage: (ok: boolean) => void;
  readonly #dirty = new Set<LoggedRoom>();
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #unsavedBytes = 0;
  #isStoring = true;

  constructor(deps: {
    db: Db;
    limits: Limits;
    metrics: CollabMetrics;
    log: Logger;
    /** Told how long each commit took, in ms. */
    times: { add(ms: number): void };
    onStorage: (ok: boolean) => void;
  }) {
    this.#db = deps.db;
    this.#limits = deps.limits;
    this.#metrics = deps.metrics;
    this.#log = deps.log;
    this.#times = deps.times;
    this.#onStorage = deps.onStorage;
  }

  /** Whether the last commit went through in time. */
  get isStoring(): boolean {
    return this.#isStoring;
  }
  /** So much waits for the database that no more may be taken. */
  get isFull(): boolean {
    return this.#unsavedBytes >= this.#limits.maxUnsavedBytes;
  }

  /** The room has `bytes` more to store. */
  add(room: LoggedRoom, bytes: number): void {
    this.#unsavedBytes += bytes;
    this.#dirty.add(room);
    this.#running ??= this.#run();
  }

  /** Stores what is left, waiting for the database at most `flushOnCloseMs`. @returns whether everything is stored */
  async close(): Promise<boolean> {
    const giveUp = setTimeout(() => this.#stop.abort(), this.#limits.flushOnCloseMs);
    while (this.#running) await this.#running;
    clearTimeout(giveUp);
    return this.#unsavedBytes === 0;
  }

  async #run(): Promise<void> {
    while (this.#dirty.size > 0 && !this.#stop.signal.aborted) {
      await delay(this.#limits.groupMs);
      await this.#store(this.#take());
    }
    // In the same turn as the last look at `#dirty`, so that no room falls between two runs.
    this.#running = undefined;
  }

  #take(): Commit {
    const commit: Commit = { parts: [], bytes: 0 };
    for (const room of this.#dirty) {
      if (commit.bytes >= this.#limits.maxCommitBytes) break;
      this.#dirty.delete(room);
      const batch = room.takeUnsaved();
      if (batch.rows.length === 0) continue;
      commit.parts.push({ room, batch });
      commit.bytes += batch.bytes;
    }
    return commit;
  }

  async #store(commit: Commit): Promise<void> {
    if (commit.parts.length === 0) return;
    const slow = setTimeout(() => this.#setStoring(false), this.#limits.slowStoreMs);
    try {
      for (let attempt = 0; ; attempt++) {
        const rows = await this.#try(commit, attempt);
        if (rows) {
          clearTimeout(slow);
          this.#settle(commit, rows);
          return;
        }
        this.#setStoring(false);
        const pauseMs = Math.min(this.#limits.maxRetryMs, this.#limits.retryMs * 2 ** attempt);
        await delay(pauseMs, undefined, { signal: this.#stop.signal });
      }
    } catch (error) {
      // Only the end of the server ends the attempts.
      if (!this.#stop.signal.aborted) throw error;
      this.#log.error({ rooms: commit.parts.length }, 'collab.unsaved.left');
    } finally {
      clearTimeout(slow);
    }
  }

  async #try(commit: Commit, attempt: number): Promise<Map<string, StoredRows> | undefined> {
    const signal = AbortSignal.timeout(this.#limits.storeTimeoutMs);
    const startedAt = performance.now();
    try {
      if (attempt > 0) {
        // The commit may have gone through although its answer was lost.
        const firsts = commit.parts.flatMap(({ room, batch }) =>
          batch.rows.slice(0, 1).map((row) => ({ row, afterSeq: room.seq })),
        );
        const found = await findStored(this.#db, firsts, signal);
        if (found) return found;
      }
      const rows = commit.parts.flatMap(({ batch }) => batch.rows);
      const stored = await insertUpdates(this.#db, rows, signal);
      const tookMs = performance.now() - startedAt;
      this.#metrics.storeSeconds.observe(tookMs / 1000);
      this.#times.add(tookMs);
      return stored;
    } catch (error) {
      this.#log.warn({ err: error, attempt, rooms: commit.parts.length }, 'collab.store.failed');
      return undefined;
    }
  }

  #settle(commit: Commit, stored: Map<string, StoredRows>): void {
    this.#unsavedBytes -= commit.bytes;
    this.#setStoring(true);
    for (const { room, batch } of commit.parts) {
      const rows = stored.get(room.id);
      try {
        if (rows) {
          this.#metrics.updatesStored.inc(batch.rows.length);
          room.stored(batch, rows);
        } else {
          room.gone();
        }
      } catch (error) {
        this.#log.error({ err: error, roomId: room.id }, 'collab.settle.failed');
      }
    }
  }

  #setStoring(ok: boolean): void {
    if (this.#isStoring === ok) return;
    this.#isStoring = ok;
    if (ok) this.#log.info('collab.store.back');
    this.#onStorage(ok);
  }
}
