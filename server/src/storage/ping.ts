import { sql } from 'kysely';
import type { Db } from './database.ts';

/** A database that needs longer is of no use to a lesson. */
const pingTimeoutMs = 1_000;

/**
 * One ping at a time: probes of a hanging database must not use up its connections.
 * @returns a function that tells whether the database answers within a second
 */
export function createPing(db: Db): () => Promise<boolean> {
  let asked: Promise<boolean> | undefined;
  return async () => {
    asked ??= sql`select 1`
      .execute(db)
      .then(
        () => true,
        () => false,
      )
      .finally(() => (asked = undefined));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, pingTimeoutMs, false);
    });
    return Promise.race([asked, late]).finally(() => clearTimeout(timer));
  };
}
