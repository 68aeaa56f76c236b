/** What each agent does about a question that came in, over its own door or over a topic. */
import {
  type Answer,
  type Answerer,
  type AnsweringAgent,
  answeringAgents,
} from '@learnflow/shared';
import { questionOf, unclassified } from '../triage/agent.ts';
import { nobodyAnswers } from '../triage/nobody.ts';
import { route } from '../triage/triage.ts';
import type { HostedName } from './settings.ts';
import { type Delivery, type ProcessRequest, responseOf } from './words.ts';

/** Something to be told over a topic. */
export interface FollowUp {
  topic: string;
  data: object;
}

interface Topics {
  requests: string;
  responses: string;
}
/** Progress lives in the server, which alone knows what a student did: it is not asked over a topic here. */
const topicsOf: Partial<Record<AnsweringAgent, Topics>> = {
  concepts: { requests: 'concept.requests', responses: 'concept.responses' },
  debug: { requests: 'debug.requests', responses: 'debug.responses' },
  review: { requests: 'review.requests', responses: 'review.responses' },
  exercise: { requests: 'exercise.requests', responses: 'exercise.responses' },
};
const inbox = 'learning.requests';

/** @returns the topics an agent listens to */
export function topicsFor(hosted: HostedName): string[] {
  const own = answeringAgents.filter((agent) => hosted === 'all' || hosted === agent);
  const requests = own.flatMap((agent) => topicsOf[agent]?.requests ?? []);
  return hosted === 'all' || hosted === 'triage' ? [inbox, ...requests] : requests;
}

/** The answer to a question asked directly: of the agent that is hosted, or of the one that triage names. */
export function answerDirectly(
  hosted: HostedName,
  answerers: readonly Answerer[],
  request: ProcessRequest,
): Answer {
  const question = questionOf(request);
  const agent = hosted === 'all' || hosted === 'triage' ? route(question).agent : hosted;
  return (agent && answerOf(answerers, agent, request)) ?? nobodyAnswers(question);
}

/** @returns exactly one follow-up; undefined for a topic that this agent does not listen to */
export function followUpOf(
  hosted: HostedName,
  answerers: readonly Answerer[],
  topic: string,
  data: Delivery['data'],
): FollowUp | undefined {
  if (!topicsFor(hosted).includes(topic)) return undefined;
  if (topic === inbox) return passOn(data);
  const agent = answeringAgents.find((each) => topicsOf[each]?.requests === topic);
  const responses = agent && topicsOf[agent]?.responses;
  if (!agent || responses === undefined) return undefined;
  const said = answerOf(answerers, agent, data) ?? nobodyAnswers(questionOf(data));
  return { topic: responses, data: toldOf(data, said) };
}

function passOn(data: Delivery['data']): FollowUp {
  const { agent, reason } = route(questionOf(data));
  if (agent === null) {
    const said = nobodyAnswers(questionOf(data));
    return { topic: 'concept.responses', data: toldOf(data, { ...said, topic: unclassified }) };
  }
  if (agent === 'progress') return { topic: 'progress.requests', data: { user_id: data.user_id } };
  return { topic: topicsOf[agent]?.requests ?? inbox, data: { ...data, reason } };
}

function toldOf({ user_id, asked }: Delivery['data'], said: Answer): object {
  return {
    ...{ user_id, by: 'rules', ...responseOf(said) },
    ...(said.topic === undefined ? {} : { topic: said.topic }),
    ...(asked === undefined ? {} : { asked }),
  };
}

function answerOf(
  answerers: readonly Answerer[],
  agent: AnsweringAgent,
  request: Pick<ProcessRequest, 'query' | 'context'>,
): Answer | undefined {
  return answerers.find(({ name }) => name === agent)?.answer(questionOf(request));
}
