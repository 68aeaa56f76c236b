import { envelopeOf, type EventDraft } from '@learnflow/shared';
import { sql } from 'kysely';
import type { Db, Trx } from '../storage/database.ts';

/** Whose class an event belongs to: named, or the one of a lesson. */
export type EventPlace = { lessonId: string } | { classId: string };

/**
 * Writes events beside the change they tell of; they go out once the transaction has committed. One that was told before
 * is left out.
 *
 * Call it last and once in a transaction: it holds the line of each key until the commit, and takes the lines in one
 * order, so that no two transactions wait for each other.
 */
export async function appendEvents(
  trx: Trx,
  place: EventPlace,
  drafts: readonly EventDraft[],
): Promise<void> {
  const inOrder = drafts
    .map((draft, place) => ({ draft, place }))
    .sort((a, b) =>
      a.draft.key < b.draft.key ? -1 : a.draft.key > b.draft.key ? 1 : a.place - b.place,
    );
  for (const { draft } of inOrder) await appendEvent(trx, place, draft);
}

async function appendEvent(trx: Trx, place: EventPlace, draft: EventDraft): Promise<void> {
  const lessonId = 'lessonId' in place ? place.lessonId : null;
  const classId =
    'classId' in place
      ? sql`${place.classId}::uuid`
      : sql`(select classroom_id from lesson where id = ${place.lessonId}::uuid)`;
  const event = JSON.stringify(envelopeOf(draft), storable);
  await sql`
    with line as (
      insert into outbox_key as mine (key, seq)
      select ${draft.key}, 1
      where not exists (select from outbox where event_id = ${draft.id}::uuid)
      on conflict (key) do update set seq = mine.seq + 1
      returning seq)
    insert into outbox (event_id, type, key, key_seq, class_id, lesson_id, event, created_at)
    select ${draft.id}::uuid, ${draft.type}, ${draft.key}, line.seq, ${classId}, ${lessonId}::uuid,
      ${event}::jsonb || jsonb_build_object('sequence', line.seq), ${new Date(draft.at)}
    from line`.execute(trx);
}

/** People type anything; Postgres stores neither NUL nor half an emoji. */
function storable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\ufffd') : value;
}

export interface OutboxRow {
  id: string;
  event_id: string;
  class_id: string;
  event: unknown;
}
const rowColumns = ['id', 'event_id', 'class_id', 'event'] as const;

/**
 * Events that have not gone out, oldest first. Looking for what is unpublished, never for what comes after the last one:
 * a transaction that began earlier may commit later.
 */
export function listWaiting(
  db: Db,
  { limit, except }: { limit: number; except: readonly string[] },
): Promise<OutboxRow[]> {
  return db
    .selectFrom('outbox')
    .where('published_at', 'is', null)
    .where(sql<boolean>`id <> all(${except}::bigint[])`)
    .orderBy(sql`outbox.id`)
    .limit(limit)
    .select(rowColumns)
    .execute();
}

export async function markPublished(db: Db, ids: readonly string[], at: Date): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ published_at: at })
    .where(sql<boolean>`id = any(${ids}::bigint[])`)
    .execute();
}

export function findEventRow(db: Db, eventId: string): Promise<OutboxRow | undefined> {
  return db
    .selectFrom('outbox')
    .where('event_id', '=', eventId)
    .select(rowColumns)
    .executeTakeFirst();
}

/** One page of a class's events in the order in which they were written. */
export function listClassEvents(
  db: Db,
  classId: string,
  { after, limit }: { after: string; limit: number },
): Promise<OutboxRow[]> {
  return db
    .selectFrom('outbox')
    .where('class_id', '=', classId)
    .where(sql<boolean>`id > ${after}::bigint`)
    .orderBy(sql`outbox.id`)
    .limit(limit)
    .select(rowColumns)
    .execute();
}

/** Deletes what went out before these moments. @returns how many events are gone */
export async function deleteOldEvents(
  db: Db,
  { activityBefore, before }: { activityBefore: Date; before: Date },
): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('outbox')
    .where('published_at', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('created_at', '<', before),
        eb.and([
          eb('type', '=', 'learnflow.activity.summary.v1'),
          eb('created_at', '<', activityBefore),
        ]),
      ]),
    )
    .executeTakeFirst();
  await db
    .deleteFrom('processed_event')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('outbox').whereRef('outbox.event_id', '=', 'processed_event.event_id')),
      ),
    )
    .where('at', '<', activityBefore)
    .execute();
  await db.deleteFrom('dead_letter').where('at', '<', before).execute();
  return Number(numDeletedRows);
}
