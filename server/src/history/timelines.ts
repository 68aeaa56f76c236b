import { AppError, historyLimits } from '@learnflow/shared';
import type { Logger } from 'pino';
import type { Documents } from '../collab/collab.port.ts';
import { Turnstile } from '../collab/turnstile.ts';
import type { Db } from '../storage/database.ts';
import { findLogSummary } from './history.store.ts';
import { readLogPage } from './read-log.ts';
import type { QuestionKind, TimelineAnswers, TimelineQuestions } from './timeline-questions.ts';
import { threadEnded, TimelineThread } from './timeline-thread.ts';

/** Updates read and handed over at a time. */
const pageUpdates = 500;
/** Two histories are built at a time at most; each keeps a database connection busy. */
const maxBuilds = 2;
/** Logs of the rooms kept ready, together; a document that forgets nothing weighs several times its log. */
const maxKeptBytes = 16 * 1024 * 1024;
const maxKeptRooms = 40;
const keptMs = 5 * 60_000;

export interface TimelinesDeps {
  db: Db;
  log: Logger;
  documents: Pick<Documents, 'repair'>;
}

/** How far the thread has read a room. */
interface Kept {
  updates: number;
  bytes: number;
  lastSeq: number;
  /** The last work on it; questions of one room wait for each other. */
  work: Promise<unknown>;
  /** Questions that are being answered: until then it stays. */
  asking: number;
  usedAt: number;
}

/**
 * The timelines somebody looks at. One is built from the whole log when first asked for, then only the new rows are
 * added; it never uses the live document or its snapshots, which have forgotten what was removed. All of it happens in a
 * thread of its own: this side reads rows and hands them over.
 */
export class Timelines {
  readonly #db: Db;
  readonly #log: Logger;
  readonly #documents: Pick<Documents, 'repair'>;
  readonly #kept = new Map<string, Kept>();
  readonly #sweep: NodeJS.Timeout;
  readonly #builds = new Turnstile(maxBuilds);
  readonly #thread: TimelineThread;

  constructor({ db, log, documents }: TimelinesDeps) {
    this.#db = db;
    this.#documents = documents;
    this.#log = log;
    this.#thread = new TimelineThread({ log, onLost: () => this.#kept.clear() });
    this.#sweep = setInterval(() => this.#forget(), keptMs / 5);
    this.#sweep.unref();
  }

  /**
   * Asks a room's timeline, brought up to date first.
   * @throws AppError `too.large` for a log that is too long to be replayed, `unavailable` when the thread has ended
   */
  async ask<K extends QuestionKind>(
    roomId: string,
    kind: K,
    question: TimelineQuestions[K],
  ): Promise<TimelineAnswers[K]> {
    const kept = this.#kept.get(roomId) ?? newKept();
    this.#kept.set(roomId, kept);
    kept.usedAt = performance.now();
    kept.asking++;
    const answer = kept.work
      .catch(() => undefined)
      .then(async () => {
        await this.#builds.pass(() => this.#catchUp(roomId, kept));
        this.#assertKept(roomId, kept);
        // The thread answers each kind of question with its kind of answer.
        return (await this.#thread.ask(roomId, {
          kind,
          ...question,
        } as never)) as TimelineAnswers[K];
      });
    kept.work = answer;
    try {
      return await answer;
    } finally {
      kept.asking--;
      if (kept.updates === 0 && kept.asking === 0) this.#drop(roomId, kept);
      this.#forget();
    }
  }

  async #catchUp(roomId: string, kept: Kept): Promise<void> {
    const missing = await findLogSummary(this.#db, roomId, kept.lastSeq);
    if (!missing) return;
    const { maxUpdates, maxLogBytes, pageBytes: maxBytes } = historyLimits;
    if (kept.updates + missing.updates > maxUpdates || kept.bytes + missing.bytes > maxLogBytes) {
      throw new AppError('too.large', 'The history of this room is too long to be shown.');
    }
    const deps = { db: this.#db, documents: this.#documents };
    while (kept.lastSeq < missing.lastSeq) {
      const rows = await readLogPage(deps, roomId, kept.lastSeq, { limit: pageUpdates, maxBytes });
      const last = rows.at(-1);
      if (!last) return;
      this.#assertKept(roomId, kept);
      // Nobody else adds to this room meanwhile, and whoever is asked next finds it written down.
      kept.lastSeq = last.seq;
      kept.updates += rows.length;
      kept.bytes += rows.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
      for (const seq of await this.#thread.add(roomId, rows)) {
        this.#log.error({ roomId, seq }, 'history.row.unreadable');
      }
    }
  }

  /** While rows were read the thread may have ended: a new one has not heard of the rows before these. */
  #assertKept(roomId: string, kept: Kept): void {
    if (this.#kept.get(roomId) !== kept) throw threadEnded();
  }

  /** Leaves out what nobody has asked for lately; of the others the least recently used beyond the bounds. */
  #forget(): void {
    const now = performance.now();
    const byUse = [...this.#kept].sort(([, a], [, b]) => b.usedAt - a.usedAt);
    let bytes = 0;
    byUse.forEach(([roomId, kept], place) => {
      bytes += kept.bytes;
      const isOver = place > 0 && (bytes > maxKeptBytes || place >= maxKeptRooms);
      if (kept.asking === 0 && (isOver || now - kept.usedAt > keptMs)) this.#drop(roomId, kept);
    });
  }

  #drop(roomId: string, kept: Kept): void {
    if (this.#kept.get(roomId) !== kept) return;
    this.#kept.delete(roomId);
    this.#thread.drop(roomId);
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep);
    this.#kept.clear();
    await this.#thread.close();
  }
}

function newKept(): Kept {
  return { updates: 0, bytes: 0, lastSeq: 0, work: Promise.resolve(), asking: 0, usedAt: 0 };
}
