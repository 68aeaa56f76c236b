import { open, stat } from 'node:fs/promises';

/** What Postgres has said about itself since a mark. */
export interface PostgresNews {
  /** Lines about its own work: while they come, a recovery is getting on. */
  steps: number;
  /** How often it ended all its processes and began anew. */
  restarts: number;
  /** One of its processes panicked since: what it was about to do will not be done. */
  isBroken: boolean;
  /** The last reason it gave for not going on. */
  complaint: string | undefined;
}

/** The last part is enough: what counts is written at the end. */
const maxReadBytes = 256 * 1024;
/** Answers to clients that knock meanwhile say nothing about its own state. */
const beginsAnew = 'all server processes terminated';
const isAnswer = /the database system is (starting up|in recovery mode|not yet|shutting down)/;

/** The log file of one Postgres, read from a mark on. */
export class PostgresLog {
  readonly file: string;
  #from = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** What comes from here on is news. */
  async mark(): Promise<void> {
    this.#from = await this.size();
  }

  async size(): Promise<number> {
    return (await stat(this.file).catch(() => undefined))?.size ?? 0;
  }

  async news(): Promise<PostgresNews> {
    const lines = (await this.#read()).split('\n').filter((line) => !isAnswer.test(line));
    const last = lines.findLastIndex((line) => line.includes(beginsAnew));
    const complaint = lines.findLast((line) => /\b(PANIC|FATAL|ERROR): /.test(line));
    return {
      steps: lines.filter((line) => line.includes(' LOG: ')).length,
      restarts: lines.filter((line) => line.includes(beginsAnew)).length,
      isBroken: lines.slice(last + 1).some((line) => line.includes(' PANIC: ')),
      complaint: complaint?.replace(/^.*?\b((PANIC|FATAL|ERROR): )/, '$1').replace(/\s+/g, ' '),
    };
  }

  async #read(): Promise<string> {
    const file = await open(this.file).catch(() => undefined);
    if (!file) return '';
    try {
      const { size } = await file.stat();
      const from = Math.max(this.#from, size - maxReadBytes);
      const { buffer, bytesRead } = await file.read({
        buffer: Buffer.alloc(Math.max(0, size - from)),
        position: from,
      });
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  }
}
