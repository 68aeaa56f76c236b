/**
 * Triage as an agent of the stream: every question goes on to exactly one agent, with the reason. What nobody here knows is
 * answered by triage itself, so that it is never dropped. It knows nothing but the question and has no state.
 */
import {
  type AnsweringAgent,
  eventLimits,
  type EventType,
  learnerLevels,
  type LearnerLevel,
  type Question,
  type StreamEvent,
} from '@learnflow/shared';
import { z } from 'zod';
import type { Agent, Told } from '../agent.ts';
import { nobodyAnswers } from './nobody.ts';
import { route } from './triage.ts';

type Asked = StreamEvent<'learnflow.learning.request.v1'>;

/** What a question is called that no agent takes. */
export const unclassified = 'unclassified';

const requests = {
  concepts: 'learnflow.concept.request.v1',
  debug: 'learnflow.debug.request.v1',
  review: 'learnflow.review.request.v1',
  exercise: 'learnflow.exercise.request.v1',
} as const satisfies Partial<Record<AnsweringAgent, EventType>>;

export const triage: Agent<never, 'learnflow.learning.request.v1'> = {
  name: 'triage',
  types: ['learnflow.learning.request.v1'],
  state: z.never(),
  keysOf: () => [],
  handle: (_states, event) => ({ states: [], tells: [passOn(event)] }),
};

function passOn({ data }: Asked): Told {
  const { user_id, asked } = data;
  const question = questionOf(data);
  const { agent, reason } = route(question);
  if (agent === null) {
    const { text, nextSteps } = nobodyAnswers(question);
    return {
      type: 'learnflow.concept.response.v1',
      key: user_id,
      data: {
        ...{ user_id, agent: 'triage', by: 'rules', topic: unclassified },
        ...{ response: text, next_steps: nextSteps },
        ...(asked ? { asked } : {}),
      },
    };
  }
  if (agent === 'progress') {
    return { type: 'learnflow.progress.request.v1', key: user_id, data: { user_id } };
  }
  const told = { ...data, reason: reason.slice(0, eventLimits.textChars) };
  return { type: requests[agent], key: user_id, data: told };
}

/** @returns a question as the agents know it, out of what the contract of the topics tells */
export function questionOf({ query, context }: Pick<Asked['data'], 'query' | 'context'>): Question {
  return {
    text: query,
    level: levelOf(context?.level),
    earlier: [],
    ...(context?.module === undefined ? {} : { module: context.module }),
  };
}

/** Others may have other words for it. */
function levelOf(said: string | undefined): LearnerLevel {
  return learnerLevels.find((level) => level === said?.toLowerCase()) ?? 'beginner';
}
