import { AppError, type DeadLetterView, parseEvent } from '@learnflow/shared';
import type { Clock } from '../clock.ts';
import type { Db } from '../storage/database.ts';
import {
  type DeadLetterRow,
  deleteDeadLetter,
  findDeadLetter,
  listDeadLetters,
  noteTry,
} from './consumer.store.ts';
import type { EventBus, Subscription } from './event-bus.port.ts';
import { listClassEvents } from './outbox.store.ts';
import { csvLine, progSnapColumns, progSnapRow } from './prog-snap.ts';
import { relayName } from './relay.ts';

const pageRows = 1_000;
/** More than anybody reads; the newest say what is wrong. */
const maxLetters = 200;

export interface StreamDeps {
  db: Db;
  bus: Pick<EventBus, 'publish'>;
  /** Everybody who takes events, for those that are tried again. */
  subscriptions: readonly Subscription[];
  clock: Clock;
}

/** @returns the log of a class as CSV, line by line in the order in which it was written */
export async function* exportEvents(db: Db, classId: string): AsyncGenerator<string> {
  yield csvLine(progSnapColumns);
  let after = '0';
  for (let order = 0; ;) {
    const rows = await listClassEvents(db, classId, { after, limit: pageRows });
    for (const row of rows) yield progSnapRow(parseEvent(row.event), classId, order++);
    const last = rows.at(-1);
    if (!last || rows.length < pageRows) return;
    after = last.id;
  }
}

/** @returns events of a class that somebody could not take, the latest first */
export async function listAside(db: Db, classId: string): Promise<DeadLetterView[]> {
  return (await listDeadLetters(db, classId, maxLetters)).map(presentLetter);
}

/**
 * Gives an event once more to whoever could not take it.
 * @returns whether it went well; then it lies aside no more
 * @throws AppError `not.found`
 */
export async function tryAgain(
  { db, bus, subscriptions, clock }: StreamDeps,
  classId: string,
  letterId: string,
): Promise<{ done: boolean; reason: string }> {
  const letter = await findDeadLetter(db, classId, letterId);
  if (!letter) throw new AppError('not.found', 'This event lies aside no more. Reload the page.');
  const { consumer, event_id: eventId } = letter;
  try {
    const event = parseEvent(letter.event);
    const subscription = subscriptions.find(({ group }) => group === consumer);
    if (consumer === relayName) await bus.publish(event);
    else if (subscription) await subscription.handle(event);
    else throw new Error(`Nobody is called ${consumer} any more.`);
    await deleteDeadLetter(db, consumer, eventId);
    return { done: true, reason: '' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await noteTry(db, letterId, reason, new Date(clock.now()));
    return { done: false, reason };
  }
}

function presentLetter(row: DeadLetterRow): DeadLetterView {
  return {
    id: row.id,
    consumer: row.consumer,
    eventId: row.event_id,
    type: row.type,
    reason: row.reason,
    tries: row.tries,
    at: row.at.getTime(),
  };
}
