import { randomUUID } from 'node:crypto';
import { type BoardMember, type LessonLive, tileLimits } from '@learnflow/shared';
import { sql } from 'kysely';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Db } from '../storage/database.ts';

/** Where a student of a lesson works, and how they are shown. */
export interface Seat {
  memberId: string;
  name: string;
  ink: number;
  roomId: string;
  /** Epoch ms; 0 = down. */
  handAt: number;
  question: string;
  /** Epoch ms when the server last saw this student come or go. */
  seenAt: number;
}

/** @returns the seats of all students who are still in the class */
export async function listSeats(db: Db, lessonId: string): Promise<Seat[]> {
  const rows = await db
    .selectFrom('seat')
    .innerJoin('class_member', 'class_member.id', 'seat.member_id')
    .where('seat.lesson_id', '=', lessonId)
    .where('class_member.removed_at', 'is', null)
    .where('class_member.role', '=', 'student')
    .orderBy('class_member.name')
    .select([
      'seat.member_id',
      'seat.room_id',
      'seat.hand_at',
      'seat.hand_question',
      'seat.seen_at',
      'class_member.name',
      'class_member.ink',
    ])
    .execute();
  return rows.map((row) => ({
    memberId: row.member_id,
    name: row.name,
    ink: row.ink,
    roomId: row.room_id,
    handAt: row.hand_at?.getTime() ?? 0,
    question: row.hand_question ?? '',
    seenAt: row.seen_at.getTime(),
  }));
}

/** A student came or went; staff have no seat. */
export async function touchSeat(
  db: Db,
  { lessonId, memberId }: { lessonId: string; memberId: string },
  isHere: boolean,
  seenAt: Date,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const seat = await trx
      .updateTable('seat')
      .set({ seen_at: seenAt })
      .where('lesson_id', '=', lessonId)
      .where('member_id', '=', memberId)
      .returning('room_id')
      .executeTakeFirst();
    if (!seat) return;
    await appendEvents(trx, { lessonId }, [
      {
        id: randomUUID(),
        type: isHere ? 'learnflow.student.arrived.v1' : 'learnflow.student.left.v1',
        key: memberId,
        at: seenAt.getTime(),
        data: { lessonId, memberId, roomId: seat.room_id },
      },
    ]);
  });
}

/** Edits of one student in one bar of the sparkline. */
export interface EditCount {
  memberId: string;
  slot: number;
  edits: number;
  /** Epoch ms of the last one. */
  lastAt: number;
}

/** @returns stored edits per member and bar since `since`: what the sparklines were before a restart */
export async function listEditCounts(db: Db, lessonId: string, since: Date): Promise<EditCount[]> {
  const slot = sql<string>`floor(extract(epoch from room_update.at) * 1000 / ${sql.lit(tileLimits.barMs)})`;
  const rows = await db
    .selectFrom('room_update')
    .innerJoin('room', 'room.id', 'room_update.room_id')
    .where('room.lesson_id', '=', lessonId)
    .where('room_update.at', '>=', since)
    .where('room_update.member_id', 'is not', null)
    .select(['room_update.member_id', slot.as('slot')])
    .select((eb) => [
      eb.fn.countAll<string>().as('edits'),
      eb.fn.max('room_update.at').as('last_at'),
    ])
    .groupBy(['room_update.member_id', slot])
    .execute();
  return rows.flatMap((row) =>
    row.member_id === null
      ? []
      : [
          {
            memberId: row.member_id,
            slot: Number(row.slot),
            edits: Number(row.edits),
            lastAt: row.last_at.getTime(),
          },
        ],
  );
}

/** @returns everybody on the board: names of the roster and students who joined; `here` is for the caller to fill */
export async function listBoardMembers(
  db: Db,
  lessonId: string,
): Promise<Omit<BoardMember, 'here'>[]> {
  const rows = await db
    .selectFrom('lesson')
    .innerJoin('class_member', 'class_member.classroom_id', 'lesson.classroom_id')
    .leftJoin('seat', (join) =>
      join
        .onRef('seat.lesson_id', '=', 'lesson.id')
        .onRef('seat.member_id', '=', 'class_member.id'),
    )
    .where('lesson.id', '=', lessonId)
    .where('class_member.role', '=', 'student')
    .where('class_member.removed_at', 'is', null)
    .where((eb) =>
      eb.or([eb('class_member.on_roster', '=', true), eb('seat.room_id', 'is not', null)]),
    )
    .orderBy('class_member.name')
    .select(['class_member.id', 'class_member.name', 'class_member.ink', 'class_member.on_roster'])
    .execute();
  return rows.map((row) => ({
    memberId: row.id,
    name: row.name,
    ink: row.ink,
    onRoster: row.on_roster,
  }));
}

export async function findLessonLive(db: Db, lessonId: string): Promise<LessonLive | undefined> {
  const row = await db
    .selectFrom('lesson')
    .leftJoin('class_member', 'class_member.id', 'lesson.held_by')
    .where('lesson.id', '=', lessonId)
    .select(['lesson.id as lessonId', 'lesson.state', 'lesson.locked', 'lesson.held_at'])
    .select('class_member.name')
    .executeTakeFirst();
  if (!row) return undefined;
  const { held_at: since, name: by, ...lesson } = row;
  return { ...lesson, hold: by && since ? { by, since: since.getTime() } : null };
}

/**
 * Stores that a hand is up or down, for the seat and for the room's history.
 * @returns false when the student has no seat in the lesson. A hand that is up keeps its time, and so its place.
 */
export async function storeHand(
  db: Db,
  seat: { lessonId: string; memberId: string },
  hand: { question: string } | null,
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const stored = await trx
      .updateTable('seat')
      .set((eb) => ({
        hand_at: hand ? eb.fn.coalesce('hand_at', eb.val(now)) : null,
        hand_question: hand?.question ?? null,
      }))
      .where('lesson_id', '=', seat.lessonId)
      .where('member_id', '=', seat.memberId)
      .returning('room_id')
      .executeTakeFirst();
    if (!stored) return false;
    const roomId = stored.room_id;
    const { numUpdatedRows } = await trx
      .updateTable('hand_raise')
      .set(hand ? { question: hand.question } : { lowered_at: now })
      .where('member_id', '=', seat.memberId)
      .where('lowered_at', 'is', null)
      .where((eb) =>
        eb(
          'room_id',
          'in',
          eb.selectFrom('room').select('id').where('lesson_id', '=', seat.lessonId),
        ),
      )
      .executeTakeFirst();
    if (!hand && numUpdatedRows === 0n) return true;
    if (hand && numUpdatedRows === 0n) {
      const raise = { raised_at: now, question: hand.question };
      await trx
        .insertInto('hand_raise')
        .values({ room_id: roomId, member_id: seat.memberId, ...raise })
        .execute();
    }
    const about = { id: randomUUID(), key: roomId, at: now.getTime() };
    await appendEvents(trx, seat, [
      hand
        ? {
            ...about,
            type: 'learnflow.hand.raised.v1',
            data: { ...seat, roomId, question: hand.question },
          }
        : { ...about, type: 'learnflow.hand.lowered.v1', data: { ...seat, roomId } },
    ]);
    return true;
  });
}

/** @returns raised hands of a lesson, the one that waits longest first */
export async function listHands(
  db: Db,
  lessonId: string,
): Promise<{ memberId: string; handAt: number }[]> {
  const rows = await db
    .selectFrom('seat')
    .innerJoin('class_member', 'class_member.id', 'seat.member_id')
    .where('seat.lesson_id', '=', lessonId)
    .where('class_member.removed_at', 'is', null)
    .where('seat.hand_at', 'is not', null)
    .orderBy('seat.hand_at')
    .orderBy('seat.member_id')
    .select(['seat.member_id', 'seat.hand_at'])
    .execute();
  return rows.map((row) => ({ memberId: row.member_id, handAt: row.hand_at?.getTime() ?? 0 }));
}
