import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Db } from '../storage/database.ts';
import { beginRun, endRun } from './server-run.store.ts';

/**
 * Whether clients may know of updates that this server does not: a server passes on what people type before it is
 * stored, and one that is killed takes the last moments with it. Clients hand them in when they come back.
 *
 * Each run of the server leaves a row, which is closed when everything is stored at its end. Whoever finds an open row
 * comes after a crash, and recovers for `recoveryMs`. So does whoever cannot ask yet.
 */
export class Recovery {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #begun: Promise<string | undefined>;
  #untilMs = Infinity;

  constructor(deps: { db: Db; clock: Clock; log: Logger; recoveryMs: number }) {
    const { db, clock, log, recoveryMs } = deps;
    this.#db = db;
    this.#clock = clock;
    this.#begun = beginRun(db, new Date(clock.now())).then(
      ({ id, wasCut }) => {
        this.#untilMs = wasCut ? clock.now() + recoveryMs : 0;
        if (wasCut) log.warn('collab.recovering');
        return id;
      },
      (error: unknown) => {
        log.warn({ err: error }, 'collab.run.unknown');
        return undefined;
      },
    );
  }

  get isOn(): boolean {
    return this.#clock.now() < this.#untilMs;
  }

  /** Resolves when it is known how the last run ended. */
  async ready(): Promise<void> {
    await this.#begun;
  }

  /** Everything that was passed on is stored. @throws database errors */
  async end(): Promise<void> {
    const id = await this.#begun;
    if (id !== undefined) await endRun(this.#db, id, new Date(this.#clock.now()));
  }
}
