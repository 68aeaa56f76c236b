import type { Consumer } from '../bus/consumer.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import { findJudged } from '../grade/queue.store.ts';
import type { RoomHelp } from './room-help.ts';

/** Looks through what runs without an error and still did not pass its tests. */
export function createHelpConsumer(help: Pick<RoomHelp, 'graded'>): Consumer {
  return {
    name: 'help',
    types: ['learnflow.attempt.graded.v1'],
    async handle(trx, event) {
      if (event.type !== 'learnflow.attempt.graded.v1' || event.data.role !== 'student') return;
      const { roomId, lessonId, attemptId, passed, total } = event.data;
      const judged = await findJudged(trx, attemptId);
      // A program that stops with an error says by itself where; a later check says more than this one.
      if (!judged?.isLast) return;
      const isRight = passed === total;
      const isWrong = judged.report.outcomes.some(({ status }) => status === 'wrong');
      if (!isRight && !isWrong) return;
      const { files, entry } = judged;
      const { events, after } = await help.graded(trx, {
        ...{ roomId, attemptId, files, entry, isRight },
      });
      await appendEvents(trx, { lessonId }, events);
      return after;
    },
  };
}
