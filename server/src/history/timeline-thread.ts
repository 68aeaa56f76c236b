import { Worker } from 'node:worker_threads';
import { AppError } from '@learnflow/shared';
import type { LogRow } from '@learnflow/shared/timeline';
import type { Logger } from 'pino';
import type {
  Question,
  QuestionKind,
  ThreadOrder,
  ThreadReply,
  TimelineAnswers,
} from './timeline-questions.ts';

/** Enough for the largest histories that are shown, one while another is kept; beyond it the thread ends, not the server. */
const maxHeapMiB = 1024;

type Answered = Exclude<ThreadOrder, { kind: 'drop' }>;
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/**
 * The thread with the timelines, from this side: started when it is needed first, and anew when it has ended. What it
 * held is lost then, which `onLost` tells: everything can be read from the log again.
 */
export class TimelineThread {
  readonly #log: Logger;
  readonly #onLost: () => void;
  readonly #waiting = new Map<
    number,
    { resolve: (reply: ThreadReply) => void; reject: (error: Error) => void }
  >();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor({ log, onLost }: { log: Logger; onLost: () => void }) {
    this.#log = log;
    this.#onLost = onLost;
  }

  /** @returns numbers of the rows that could not be read */
  async add(roomId: string, rows: LogRow[]): Promise<number[]> {
    // Bytes of their own: a piece of what the database sent would be posted with all of it.
    const own = rows.map((row) => ({ ...row, bytes: new Uint8Array(row.bytes) }));
    const reply = await this.#send({ kind: 'add', roomId, rows: own });
    return reply.kind === 'added' ? reply.unreadable : [];
  }

  async ask(roomId: string, question: Question): Promise<TimelineAnswers[QuestionKind]> {
    const reply = await this.#send({ kind: 'ask', roomId, question });
    if (reply.kind === 'answer') return reply.value;
    throw new Error(`The thread answered with ${reply.kind}`);
  }

  drop(roomId: string): void {
    this.#worker?.postMessage({ kind: 'drop', roomId } satisfies ThreadOrder);
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#failAll();
  }

  async #send(order: WithoutId<Answered>): Promise<ThreadReply> {
    const id = ++this.#lastId;
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    const reply = await new Promise<ThreadReply>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ ...order, id });
    });
    if (reply.kind === 'failed') throw new Error(reply.message);
    return reply;
  }

  #start(): Worker {
    const worker = new Worker(new URL('./timeline-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMiB },
    });
    worker.on('message', (reply: ThreadReply) => {
      this.#waiting.get(reply.id)?.resolve(reply);
      this.#waiting.delete(reply.id);
      // An idle thread keeps no process alive.
      if (this.#waiting.size === 0) worker.unref();
    });
    worker.on('error', (error) => this.#log.error({ err: error }, 'history.thread.failed'));
    worker.on('exit', () => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      this.#failAll();
      this.#onLost();
    });
    return worker;
  }

  #failAll(): void {
    for (const { reject } of this.#waiting.values()) reject(threadEnded());
    this.#waiting.clear();
  }
}

export function threadEnded(): AppError {
  return new AppError('unavailable', 'The history could not be read. Try again in a moment.');
}
