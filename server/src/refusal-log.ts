import { AppError } from '@learnflow/shared';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';

/** Refusals of somebody who is not who the thing belongs to, or has no right there; the others are mistakes. */
const borders: ReadonlySet<string> = new Set([
  'session.missing',
  'passphrase.wrong',
  'secret.wrong',
  'setup.link',
  'forbidden',
  'origin.refused',
  'member.removed',
  'not.found',
  'lesson.ended',
  // Of an update, see rule U5 of the protocol.
  'watching',
  'navigating',
  'held',
  'invalid',
]);
/** Lines about one person (or address) and minute; more are counted, so that nobody can fill a disk with them. */
const maxLines = 600;
const windowMs = 60_000;

export interface RefusedAttempt {
  /** The route, the request or the message, as the server calls it; never anything a client wrote. */
  what: string;
  userId?: string | undefined;
  /** Of somebody who is not signed in. */
  address?: string | undefined;
  roomId?: string | undefined;
}

/** Keeps a record of who was stopped at a border: one line each, without code, names or ids that were made up. */
export class RefusalLog {
  readonly #log: Log;
  readonly #clock: Clock;
  #counts = new Map<string, number>();
  #endsAt = 0;

  constructor({ log, clock }: { log: Log; clock: Clock }) {
    this.#log = log;
    this.#clock = clock;
  }

  /** @param why  what was thrown, or a reason; mistakes and failures are left to others */
  note(why: unknown, attempt: RefusedAttempt): void {
    const code = why instanceof AppError ? why.code : why;
    if (typeof code !== 'string' || !borders.has(code)) return;
    const now = this.#clock.now();
    if (now >= this.#endsAt) this.#begin(now);
    const { what, userId, address, roomId } = attempt;
    const who = userId ?? address ?? '';
    const count = (this.#counts.get(who) ?? 0) + 1;
    this.#counts.set(who, count);
    if (count <= maxLines) {
      const by = userId === undefined ? { address } : { userId };
      this.#log.info({ what, code, ...by, ...(roomId ? { roomId } : {}) }, 'access.refused');
    } else if (count === maxLines + 1) this.#log.warn({ who }, 'access.refused.often');
  }

  #begin(now: number): void {
    for (const [who, count] of this.#counts) {
      if (count > maxLines) this.#log.info({ who, count }, 'access.refused.count');
    }
    this.#counts.clear();
    this.#endsAt = now + windowMs;
  }
}
