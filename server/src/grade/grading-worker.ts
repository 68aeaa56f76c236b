/**
 * Gives every stored attempt its one verdict.
 *
 * 1. Attempts without a verdict are claimed from the table for the length of a lease, which is renewed while they are
 *    graded. A process that dies leaves its lease to run out; another (or the next) takes the attempt up again.
 * 2. The same program judged before gets the verdict it got then; otherwise the grader judges it.
 * 3. The verdict is written once, whatever happened meanwhile, and only then told.
 *
 * A grader that is away makes attempts wait, longer each time, but never drops one. Never write a verdict for an attempt
 * that was not judged: a student would get a mark for our failure.
 */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type {
  AttemptProgress,
  AttemptView,
  GradeHandle,
  Grader,
  GradeReport,
} from '@learnflow/shared';
import type { Clock } from '../clock.ts';
import type { Courses } from '../course/courses.ts';
import type { Log } from '../log.ts';
import type { Db } from '../storage/database.ts';
import { findAttempt } from './attempt.store.ts';
import { presentAttempt } from './attempt-view.ts';
import { appendGraded } from './grade-events.ts';
import {
  claimAttempts,
  findTwinReport,
  releaseAttempt,
  renewLeases,
  storeVerdict,
  type WaitingAttempt,
} from './queue.store.ts';

/** How long a dead process keeps others from its attempts: after a restart students wait no longer than this. */
const leaseMs = 10_000;
const renewMs = 3_000;
/** Leases that ran out and attempts whose pause is over are looked for this often. */
const lookMs = 1_000;
/** More would only wait in the grader instead of the table. */
const maxGoing = 8;
/** Pause after a grader that was away, doubled each time up to the longest. */
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** How long a server that shuts down waits for attempts to be given back; leases run out anyway. */
const closeWaitMs = 3_000;

export interface WorkEventMap {
  /** An attempt was stored, or has its verdict. */
  attempt: [{ lessonId: string; attempt: AttemptView }];
  progress: [AttemptProgress];
}

export interface GradingWorkerOptions {
  db: Db;
  grader: Grader;
  courses: Pick<Courses, 'find'>;
  clock: Clock;
  log: Log;
  /** Awaited between the steps; tests end the process here. */
  onStep?: (step: 'claimed' | 'judged' | 'stored') => Promise<void> | void;
}

export class GradingWorker {
  readonly events = new EventEmitter<WorkEventMap>();
  readonly #options: GradingWorkerOptions;
  readonly #owner = randomUUID();
  readonly #going = new Map<string, { handle?: GradeHandle; done: Promise<void> }>();
  #timers: NodeJS.Timeout[] = [];
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #closed = false;

  constructor(options: GradingWorkerOptions) {
    this.#options = { ...options, log: options.log.child({ part: 'grading' }) };
  }

  /** From now on attempts are graded, those an earlier process left behind first. */
  start(): void {
    this.#timers = [
      setInterval(() => this.look(), lookMs),
      setInterval(() => this.#renew(), renewMs),
    ];
    this.look();
  }

  /** There may be something to grade. */
  look(): void {
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    if (this.#closed || this.#timers.length === 0) return;
    this.#looking = this.#claim().finally(() => {
      this.#looking = undefined;
      if (!this.#lookAgain) return;
      this.#lookAgain = false;
      this.look();
    });
  }

  /** Gives back what is being graded, so that the next process takes it up at once. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#looking;
    for (const { handle } of this.#going.values()) handle?.stop();
    const stop = new AbortController();
    await Promise.race([
      Promise.all([...this.#going.values()].map(({ done }) => done)),
      wait(closeWaitMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined),
    ]);
    stop.abort();
  }

  async #claim(): Promise<void> {
    const { db, clock, log } = this.#options;
    const limit = maxGoing - this.#going.size;
    if (limit <= 0) return;
    try {
      const now = new Date(clock.now());
      const claimed = await claimAttempts(db, { owner: this.#owner, now, leaseMs, limit });
      for (const attempt of claimed) this.#begin(attempt);
    } catch (error) {
      log.error({ err: error }, 'attempts.unclaimed');
    }
  }

  #begin(attempt: WaitingAttempt): void {
    const entry: { handle?: GradeHandle; done: Promise<void> } = { done: Promise.resolve() };
    this.#going.set(attempt.id, entry);
    entry.done = this.#judge(attempt, (handle) => (entry.handle = handle))
      .catch(async (error: unknown) => {
        if (!this.#closed) {
          this.#options.log.warn({ err: error, attemptId: attempt.id }, 'attempt.ungraded');
        }
        await this.#release(attempt);
      })
      .finally(() => {
        this.#going.delete(attempt.id);
        this.look();
      });
  }

  async #judge(attempt: WaitingAttempt, keep: (handle: GradeHandle) => void): Promise<void> {
    const { db, clock, onStep } = this.#options;
    await onStep?.('claimed');
    const report =
      (await findTwinReport(db, attempt.content)) ?? (await this.#grade(attempt, keep));
    if (!report) throw new Error('Grading was stopped.');
    await onStep?.('judged');
    const at = new Date(clock.now());
    await db.transaction().execute(async (trx) => {
      const counted = await storeVerdict(trx, attempt, report, at);
      await appendGraded(trx, attempt.id, counted, at);
    });
    await onStep?.('stored');
    await this.announce(attempt.id);
  }

  /** @returns undefined when this process closes before there was a verdict. @throws when the grader failed */
  async #grade(
    { id, roomId, exercise, kind, entry, files, judgedBy }: WaitingAttempt,
    keep: (handle: GradeHandle) => void,
  ): Promise<GradeReport | undefined> {
    // Nobody would stop what begins after `close` has looked.
    if (this.#closed) return undefined;
    const tests = judgedBy.tests.filter((test) => kind === 'submit' || !test.hidden);
    const visible = new Set(tests.filter((test) => !test.hidden).map((test) => test.id));
    const progress: AttemptProgress = {
      ...{ roomId, exercise, attemptId: id },
      ...{ done: 0, total: tests.length, outcomes: [] },
    };
    const { constraints, limits } = judgedBy;
    const handle = this.#options.grader.grade(
      { gradeId: id, files, entry, tests, constraints, ...(limits ? { limits } : {}) },
      {
        outcome: ({ testId, status }) => {
          progress.done += 1;
          if (visible.has(testId)) progress.outcomes.push({ testId, status });
          this.events.emit('progress', { ...progress, outcomes: [...progress.outcomes] });
        },
      },
    );
    keep(handle);
    const report = await handle.report;
    return this.#closed ? undefined : report;
  }

  /** Tells everybody in the room how an attempt stands now. */
  async announce(attemptId: string): Promise<void> {
    const { db, courses } = this.#options;
    const row = await findAttempt(db, attemptId);
    if (!row) return;
    this.events.emit('attempt', {
      lessonId: row.lesson_id,
      attempt: presentAttempt(row, courses),
    });
  }

  async #release({ id, tries }: WaitingAttempt): Promise<void> {
    const { db, clock, log } = this.#options;
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries - 1, 10));
    const at = new Date(clock.now() + (this.#closed ? 0 : pauseMs));
    await releaseAttempt(db, { owner: this.#owner, id, at }).catch((error: unknown) => {
      // The lease runs out by itself.
      log.error({ err: error, attemptId: id }, 'attempt.unreleased');
    });
  }

  #renew(): void {
    const { db, clock, log } = this.#options;
    const until = new Date(clock.now() + leaseMs);
    renewLeases(db, { owner: this.#owner, ids: [...this.#going.keys()], until }).catch(
      (error: unknown) => log.warn({ err: error }, 'leases.unrenewed'),
    );
  }
}
