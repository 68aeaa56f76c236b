import type { AnsweringAgent, EventDraft } from '@learnflow/shared';
import { eventIdOf } from '../bus/event-id.ts';
import { type Asker, askerOf, type QuestionRow } from './question.store.ts';

const responseTypes = {
  concepts: 'learnflow.concept.response.v1',
  debug: 'learnflow.debug.response.v1',
  review: 'learnflow.review.response.v1',
  exercise: 'learnflow.exercise.response.v1',
} as const;

export function questionAskedEvent(
  { memberId, lessonId, roomId }: Asker,
  question: { id: string; body: string; at: Date },
): EventDraft {
  return {
    id: eventIdOf('question.asked', question.id),
    type: 'learnflow.learning.request.v1',
    key: memberId,
    at: question.at.getTime(),
    data: {
      ...{ user_id: memberId, query: question.body },
      asked: { lessonId, roomId, questionId: question.id },
    },
  };
}

/** Tells what the student can see now. Whatever the progress agent says is about the student alone and told nowhere. */
export function answerGivenEvents(
  question: QuestionRow,
  answer: {
    by: 'rules' | 'model';
    agent: AnsweringAgent | null;
    body: string;
    nextSteps: readonly string[];
    topic: string | null;
    at: Date;
  },
): EventDraft[] {
  const { agent } = answer;
  if (agent === null || agent === 'progress') return [];
  const { memberId, lessonId, roomId } = askerOf(question);
  return [
    {
      // Sent, taken back and sent again is another happening.
      id: eventIdOf('answer.given', question.id, answer.by, answer.at.getTime()),
      type: responseTypes[agent],
      key: memberId,
      at: answer.at.getTime(),
      data: {
        ...{ user_id: memberId, by: answer.by, agent, response: answer.body },
        asked: { lessonId, roomId, questionId: question.id },
        ...(answer.topic === null ? {} : { topic: answer.topic }),
        next_steps: [...answer.nextSteps],
      },
    },
  ];
}
