/**
 * Answers every stored question.
 *
 * 1. Questions that are not done are claimed from the table for the length of a lease, which is renewed while they are
 *    answered. A process that dies leaves its lease to run out; another (or the next) takes the question up again.
 * 2. The rules' own answer is stored with its event, and told: the student has something at once.
 * 3. Where the class allows it a model is asked for more: its text is told piece by piece, or waits for the staff.
 *
 * Each answer is written once, whatever happened meanwhile, and only then told. Nothing about a question that its
 * student has deleted is written any more.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from '../log.ts';
import { answerByModel, answerByRules, type AnswerDeps } from './answer-steps.ts';
import {
  claimQuestions,
  releaseQuestion,
  renewQuestions,
  type WaitingQuestion,
} from './question-queue.store.ts';

/** How long a dead process keeps others from its questions. */
const leaseMs = 10_000;
const renewMs = 3_000;
/** Leases that ran out are looked for this often. */
const lookMs = 1_000;
/** Rules take milliseconds; more models at once than this would only wait for each other. */
const maxGoing = 16;
/** Pause after a failure of our own, doubled each time up to the longest. */
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;
/** How long a server that shuts down waits for answers to be given back; leases run out anyway. */
const closeWaitMs = 3_000;

export interface AskWorkerOptions extends AnswerDeps {
  log: Log;
}

export class AskWorker {
  readonly #options: AskWorkerOptions;
  readonly #owner = randomUUID();
  readonly #going = new Map<string, { stop: AbortController; done: Promise<void> }>();
  #timers: NodeJS.Timeout[] = [];
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #closed = false;

  constructor(options: AskWorkerOptions) {
    this.#options = { ...options, log: options.log.child({ part: 'ask' }) };
  }

  /** From now on questions are answered, those an earlier process left behind first. */
  start(): void {
    this.#timers = [
      setInterval(() => this.look(), lookMs),
      setInterval(() => this.#renew(), renewMs),
    ];
    this.look();
  }

  /** There may be something to answer. */
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

  /** Ends what a model writes about this question at once. */
  stop(questionId: string): void {
    this.#going.get(questionId)?.stop.abort();
  }

  /** Gives back what is being answered, so that the next process takes it up at once. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#looking;
    for (const { stop } of this.#going.values()) stop.abort();
    const over = new AbortController();
    await Promise.race([
      Promise.all([...this.#going.values()].map(({ done }) => done)),
      wait(closeWaitMs, undefined, { signal: over.signal, ref: false }).catch(() => undefined),
    ]);
    over.abort();
  }

  async #claim(): Promise<void> {
    const { db, clock, log } = this.#options;
    const limit = maxGoing - this.#going.size;
    if (limit <= 0) return;
    try {
      const now = new Date(clock.now());
      const claimed = await claimQuestions(db, { owner: this.#owner, now, leaseMs, limit });
      for (const question of claimed) this.#begin(question);
    } catch (error) {
      log.error({ err: error }, 'questions.unclaimed');
    }
  }

  #begin(question: WaitingQuestion): void {
    // A lease that ran out while this process slept: what it does about the question goes on.
    if (this.#going.has(question.id)) return;
    const stop = new AbortController();
    const done = this.#answer(question, stop.signal)
      .catch(async (error: unknown) => {
        if (!this.#closed) {
          this.#options.log.warn({ err: error, questionId: question.id }, 'question.unanswered');
        }
        await this.#release(question);
      })
      .finally(() => {
        this.#going.delete(question.id);
        this.look();
      });
    this.#going.set(question.id, { stop, done });
  }

  async #answer({ id, stage, tries }: WaitingQuestion, signal: AbortSignal): Promise<void> {
    await this.#options.onStep?.('claimed');
    const isClosing = (): boolean => this.#closed;
    const job = { ...this.#options, questionId: id, signal, isClosing };
    const asksModel = stage === 'model' || (await answerByRules(job));
    if (asksModel) await answerByModel(job, stage === 'model' ? tries : 1);
  }

  async #release({ id, tries }: WaitingQuestion): Promise<void> {
    const { db, clock, log } = this.#options;
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries - 1, 10));
    const at = new Date(clock.now() + (this.#closed ? 0 : pauseMs));
    await releaseQuestion(db, { owner: this.#owner, id, at }).catch((error: unknown) => {
      // The lease runs out by itself.
      log.error({ err: error, questionId: id }, 'question.unreleased');
    });
  }

  #renew(): void {
    const { db, clock, log } = this.#options;
    const until = new Date(clock.now() + leaseMs);
    renewQuestions(db, { owner: this.#owner, ids: [...this.#going.keys()], until }).catch(
      (error: unknown) => log.warn({ err: error }, 'leases.unrenewed'),
    );
  }
}
