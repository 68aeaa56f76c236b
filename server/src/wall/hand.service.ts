import { AppError } from '@learnflow/shared';
import type { Db } from '../storage/database.ts';
import { findLessonLive, listHands, storeHand } from './wall.store.ts';

/** A raised hand: since when, and its place in line, 1 = next. Both 0 when it is down. */
export interface Hand {
  handAt: number;
  handPlace: number;
}
export const handDown: Hand = { handAt: 0, handPlace: 0 };

/**
 * Raises a hand; one that is up already keeps its place and takes the new question.
 * @throws AppError `lesson.ended`, `forbidden` for somebody without a seat
 */
export async function raiseHand(
  db: Db,
  seat: { lessonId: string; memberId: string },
  question: string,
  now: number,
): Promise<void> {
  const lesson = await findLessonLive(db, seat.lessonId);
  if (lesson?.state === 'ended') {
    throw new AppError('lesson.ended', 'This lesson has ended. Wait for your teacher to open one.');
  }
  if (!(await storeHand(db, seat, { question }, new Date(now)))) {
    throw new AppError('forbidden', 'Join this lesson first, then raise your hand.');
  }
}

/** @throws AppError `not.found` when there is no such seat */
export async function lowerHand(
  db: Db,
  seat: { lessonId: string; memberId: string },
  now: number,
): Promise<void> {
  if (!(await storeHand(db, seat, null, new Date(now)))) {
    throw new AppError('not.found', 'This student is not in this lesson. Reload the page.');
  }
}

/** @returns the hands that are up, by member */
export async function listHandPlaces(db: Db, lessonId: string): Promise<Map<string, Hand>> {
  const hands = await listHands(db, lessonId);
  return new Map(
    hands.map(({ memberId, handAt }, i) => [memberId, { handAt, handPlace: i + 1 }] as const),
  );
}
