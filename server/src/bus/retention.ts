import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Db } from '../storage/database.ts';
import { deleteOldCalls } from '../model/model.store.ts';
import { deleteOldStates } from './agent-state.store.ts';
import { deleteOldEvents } from './outbox.store.ts';

const dayMs = 24 * 60 * 60_000;
const everyMs = 60 * 60_000;
/** Summaries of activity are most of the log, and of no use once their lesson is over. */
export const keepActivityMs = 7 * dayMs;
/** A school year with its holidays. */
export const keepEventsMs = 400 * dayMs;

/** @returns stops it */
export function startRetention({
  db,
  clock,
  log,
}: {
  db: Db;
  clock: Clock;
  log: Log;
}): () => Promise<void> {
  let going: Promise<void> = Promise.resolve();
  const look = (): void => {
    going = deleteOld(db, clock.now())
      .then((gone) => {
        if (gone > 0) log.info({ gone }, 'events.deleted');
      })
      .catch((error: unknown) => log.warn({ err: error }, 'events.undeleted'));
  };
  const timer = setInterval(look, everyMs);
  look();
  return async () => {
    clearInterval(timer);
    await going;
  };
}

export async function deleteOld(db: Db, now: number): Promise<number> {
  const ago = (ms: number) => new Date(now - ms);
  await deleteOldStates(db, ago(keepActivityMs));
  const calls = await deleteOldCalls(db, ago(keepEventsMs));
  const events = await deleteOldEvents(db, {
    activityBefore: ago(keepActivityMs),
    before: ago(keepEventsMs),
  });
  return calls + events;
}
