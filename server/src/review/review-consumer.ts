import type { Reviewer } from '@learnflow/shared';
import type { Consumer } from '../bus/consumer.ts';
import { eventIdOf } from '../bus/event-id.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Courses } from '../course/courses.ts';
import { findJudged, insertReview } from './review.store.ts';

export interface ReviewDeps {
  agents: Reviewer;
  courses: Pick<Courses, 'find'>;
  /** Tells the room how the attempt stands now; after the commit. */
  announce: (attemptId: string) => Promise<void>;
}

/**
 * Reviews what was handed in once it has its verdict. The review is stored and told in one transaction; it is advice and
 * changes no verdict.
 */
export function createReviewConsumer({ agents, courses, announce }: ReviewDeps): Consumer {
  return {
    name: 'review',
    types: ['learnflow.attempt.graded.v1'],
    async handle(trx, event) {
      if (event.type !== 'learnflow.attempt.graded.v1' || event.data.kind !== 'submit') return;
      const { attemptId, roomId, lessonId, memberId, role, exercise } = event.data;
      const judged = await findJudged(trx, attemptId);
      // The room was deleted meanwhile.
      if (!judged) return;
      const { files, entry, report } = judged;
      const given = courses.find(exercise)?.exercise.starter ?? [];
      const names = new Set([entry, ...given.map(({ name }) => name)]);
      const made = agents.reviewProgram({
        files: files.filter(({ name }) => names.has(name)),
        given,
        correctness: report.score,
        tests: {
          passed: report.outcomes.filter(({ status }) => status === 'pass').length,
          total: report.outcomes.length,
        },
      });
      const at = new Date(event.time);
      await insertReview(trx, attemptId, made, at);
      await appendEvents(trx, { lessonId }, [
        {
          ...{ id: eventIdOf('attempt.reviewed', attemptId), key: roomId, at: at.getTime() },
          type: 'learnflow.attempt.reviewed.v1',
          data: {
            ...{ roomId, lessonId, memberId, role, attemptId, exercise },
            ...{ quality: made.quality, score: made.score },
          },
        },
      ]);
      // A page that misses it asks again when it is opened the next time.
      return () => void announce(attemptId).catch(() => undefined);
    },
  };
}
