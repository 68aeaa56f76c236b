import type { ErrorCode } from '@learnflow/shared';
import type { Logger } from 'pino';
import type { Caller } from '../room/access.port.ts';

export interface SignInCheckDeps {
  everyMs: number;
  connections(): Iterable<{ caller: Caller | undefined; close(code: ErrorCode): void }>;
  /** @returns those of the sign-ins that are over */
  listEnded(sessionIds: readonly string[]): Promise<Set<string>>;
  log: Logger;
}

/**
 * Services tell at once when they end a sign-in; this finds those that expired or were ended elsewhere: one question
 * for all open sockets together, so that it costs the database the same for one person and for a school.
 */
export class SignInCheck {
  readonly #deps: SignInCheckDeps;
  readonly #timer: NodeJS.Timeout;
  #isAsking = false;

  constructor(deps: SignInCheckDeps) {
    this.#deps = deps;
    this.#timer = setInterval(() => void this.#check(), deps.everyMs);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #check(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const { connections, listEnded, log } = this.#deps;
    try {
      const asked = new Set<string>();
      for (const { caller } of connections()) if (caller) asked.add(caller.sessionId);
      if (asked.size === 0) return;
      const ended = await listEnded([...asked]);
      for (const connection of [...connections()]) {
        if (connection.caller && ended.has(connection.caller.sessionId)) {
          connection.close('session.missing');
        }
      }
    } catch (error) {
      // The database is away: whoever was signed in stays until it can be asked again.
      log.warn({ err: error }, 'collab.sign-ins.failed');
    } finally {
      this.#isAsking = false;
    }
  }
}
