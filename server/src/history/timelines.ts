import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError, historyLimits } from '@learnflow/shared';
import { Timeline } from '@learnflow/shared/timeline';
import type { Logger } from 'pino';
import * as Y from 'yjs';
import { Turnstile } from '../collab/turnstile.ts';
import type { Db } from '../storage/database.ts';
import { findLogSummary } from './history.store.ts';
import { readLogPage } from './read-log.ts';

/** Updates applied before everybody else gets a turn, and the time after which that happens anyway. */
const chunkUpdates = 500;
const chunkMs = 10;
/** Two histories are built at a time at most; each keeps a database connection busy. */
const maxBuilds = 2;
/** Logs of the rooms kept ready, together; a document that forgets nothing weighs several times its log. */
const maxKeptBytes = 16 * 1024 * 1024;
const maxKeptRooms = 40;
const keptMs = 5 * 60_000;

interface Kept {
  timeline: Timeline;
  /** The last work on it; questions of one room wait for each other. */
  work: Promise<unknown>;
  usedAt: number;
}

/**
 * The timelines somebody looks at. One is built from the whole log when first asked for, then only the new rows are
 * added; it never uses the live document or its snapshots, which have forgotten what was removed.
 */
export class Timelines {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #kept = new Map<string, Kept>();
  readonly #sweep: NodeJS.Timeout;
  readonly #builds = new Turnstile(maxBuilds);

  constructor({ db, log }: { db: Db; log: Logger }) {
    this.#db = db;
    this.#log = log;
    this.#sweep = setInterval(() => this.#forget(), keptMs / 5);
    this.#sweep.unref();
  }

  /**
   * Asks a room's timeline, brought up to date first.
   * @throws AppError `too.large` for a log that is too long to be replayed
   */
  async ask<T>(roomId: string, question: (timeline: Timeline) => T): Promise<T> {
    const kept = this.#kept.get(roomId) ?? {
      timeline: new Timeline(Y),
      work: Promise.resolve(),
      usedAt: 0,
    };
    this.#kept.set(roomId, kept);
    kept.usedAt = performance.now();
    const answer = kept.work
      .catch(() => undefined)
      .then(async () => {
        await this.#builds.pass(() => this.#catchUp(roomId, kept.timeline));
        return question(kept.timeline);
      });
    kept.work = answer;
    try {
      return await answer;
    } finally {
      if (kept.timeline.rows.length === 0 && kept.work === answer) this.#drop(roomId, kept);
      this.#forget();
    }
  }

  async #catchUp(roomId: string, timeline: Timeline): Promise<void> {
    const missing = await findLogSummary(this.#db, roomId, timeline.lastSeq);
    if (!missing) return;
    const { maxUpdates, maxLogBytes } = historyLimits;
    if (
      timeline.rows.length + missing.updates > maxUpdates ||
      timeline.bytes + missing.bytes > maxLogBytes
    ) {
      throw new AppError('too.large', 'The history of this room is too long to be shown.');
    }
    const deps = { db: this.#db, log: this.#log };
    let turnAt = performance.now();
    while (timeline.lastSeq < missing.lastSeq) {
      const rows = await readLogPage(deps, roomId, timeline.lastSeq, {
        limit: chunkUpdates,
        maxBytes: historyLimits.pageBytes,
      });
      if (rows.length === 0) return;
      for (const row of rows) {
        if (!timeline.add(row)) this.#log.error({ roomId, seq: row.seq }, 'history.row.unreadable');
        if (performance.now() - turnAt < chunkMs) continue;
        await nextTurn();
        turnAt = performance.now();
      }
    }
  }

  /** Leaves out what nobody has asked for lately; of the others the least recently used beyond the bounds. */
  #forget(): void {
    const now = performance.now();
    const byUse = [...this.#kept].sort(([, a], [, b]) => b.usedAt - a.usedAt);
    let bytes = 0;
    byUse.forEach(([roomId, kept], place) => {
      bytes += kept.timeline.bytes;
      const isOver = place > 0 && (bytes > maxKeptBytes || place >= maxKeptRooms);
      if (isOver || now - kept.usedAt > keptMs) this.#drop(roomId, kept);
    });
  }

  #drop(roomId: string, kept: Kept): void {
    if (this.#kept.get(roomId) === kept) this.#kept.delete(roomId);
  }

  close(): Promise<void> {
    clearInterval(this.#sweep);
    this.#kept.clear();
    return Promise.resolve();
  }
}
