import { randomUUID } from 'node:crypto';
import type { Db, Trx } from '../storage/database.ts';

/** @returns false when this consumer has taken the event before: then nothing may be done */
export async function takeEvent(
  trx: Trx,
  consumer: string,
  eventId: string,
  at: Date,
): Promise<boolean> {
  const taken = await trx
    .insertInto('processed_event')
    .values({ consumer, event_id: eventId, at })
    .onConflict((conflict) => conflict.columns(['consumer', 'event_id']).doNothing())
    .returning('event_id')
    .executeTakeFirst();
  return taken !== undefined;
}

export interface Failure {
  consumer: string;
  eventId: string;
  reason: string;
  tries: number;
  at: Date;
}

/** Puts an event aside; once per consumer and event. */
export async function insertDeadLetter(db: Db | Trx, failure: Failure): Promise<void> {
  await db
    .insertInto('dead_letter')
    .columns(['id', 'consumer', 'event_id', 'class_id', 'reason', 'tries', 'at'])
    .expression((eb) =>
      eb
        .selectFrom('outbox')
        .where('event_id', '=', failure.eventId)
        .select(({ val, cast }) => [
          cast<string>(val(randomUUID()), 'uuid').as('id'),
          cast<string>(val(failure.consumer), 'text').as('consumer'),
          'event_id',
          'class_id',
          cast<string>(val(failure.reason.replaceAll('\0', '\ufffd')), 'text').as('reason'),
          cast<number>(val(failure.tries), 'integer').as('tries'),
          cast<Date>(val(failure.at), 'timestamptz').as('at'),
        ]),
    )
    .onConflict((conflict) => conflict.columns(['consumer', 'event_id']).doNothing())
    .execute();
}

export interface DeadLetterRow {
  id: string;
  consumer: string;
  event_id: string;
  reason: string;
  tries: number;
  at: Date;
  type: string;
  event: unknown;
}

const withEvent = (db: Db | Trx) =>
  db
    .selectFrom('dead_letter')
    .innerJoin('outbox', 'outbox.event_id', 'dead_letter.event_id')
    .select([
      'dead_letter.id',
      'dead_letter.consumer',
      'dead_letter.event_id',
      'dead_letter.reason',
      'dead_letter.tries',
      'dead_letter.at',
      'outbox.type',
      'outbox.event',
    ]);

/** @returns what lies aside of a class's events, the latest first */
export function listDeadLetters(db: Db, classId: string, limit: number): Promise<DeadLetterRow[]> {
  return withEvent(db)
    .where('dead_letter.class_id', '=', classId)
    .orderBy('dead_letter.at', 'desc')
    .limit(limit)
    .execute();
}

export function findDeadLetter(
  db: Db,
  classId: string,
  id: string,
): Promise<DeadLetterRow | undefined> {
  return withEvent(db)
    .where('dead_letter.class_id', '=', classId)
    .where('dead_letter.id', '=', id)
    .executeTakeFirst();
}

export async function deleteDeadLetter(
  db: Db | Trx,
  consumer: string,
  eventId: string,
): Promise<void> {
  await db
    .deleteFrom('dead_letter')
    .where('consumer', '=', consumer)
    .where('event_id', '=', eventId)
    .execute();
}

/** Tried again in vain: the newest reason stays. */
export async function noteTry(db: Db, id: string, reason: string, at: Date): Promise<void> {
  await db
    .updateTable('dead_letter')
    .set((eb) => ({ reason, at, tries: eb('tries', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** Everything a consumer has taken, in the order in which it took it. */
export function listTaken(db: Db | Trx, consumer: string): Promise<{ event: unknown }[]> {
  return db
    .selectFrom('processed_event')
    .innerJoin('outbox', 'outbox.event_id', 'processed_event.event_id')
    .where('consumer', '=', consumer)
    .orderBy('n')
    .select('outbox.event')
    .execute();
}
