import type { GradeReport } from '@learnflow/shared';
import { eventIdOf } from '../bus/event-id.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Trx } from '../storage/database.ts';
import { findAttempt, listPartners } from './attempt.store.ts';

/** Tells that an attempt has its verdict, in numbers only; a verdict that was there before was told before. */
export async function appendGraded(
  trx: Trx,
  attemptId: string,
  { outcomes, score }: GradeReport,
  at: Date,
): Promise<void> {
  const attempt = await findAttempt(trx, attemptId);
  if (!attempt) return;
  const { room_id: roomId, lesson_id: lessonId, member_id: memberId, role } = attempt;
  const { exercise, kind } = attempt;
  const partners = await listPartners(trx, roomId, memberId);
  const passed = outcomes.filter(({ status }) => status === 'pass').length;
  await appendEvents(trx, { lessonId }, [
    {
      id: eventIdOf('attempt.graded', attemptId),
      type: 'learnflow.attempt.graded.v1',
      key: roomId,
      at: at.getTime(),
      data: {
        ...{ attemptId, roomId, lessonId, memberId, role, exercise, kind },
        ...{ passed, total: outcomes.length, score },
        ...(partners.length > 0 ? { partners } : {}),
      },
    },
  ]);
}
