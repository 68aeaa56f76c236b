/** The contracts of the agents' own door, as the design documents and Dapr have them. */
import { type Answer, type EventType, eventTypes, tutorLimits } from '@learnflow/shared';
import { z } from 'zod';

/** Others name their users as they like; in the stream of a server it is a student's id. */
const userId = z.string().min(1).max(100);
const query = z
  .string()
  .trim()
  .min(1, 'Say in "query" what is asked.')
  .max(tutorLimits.questionChars, `At most ${String(tutorLimits.questionChars)} characters.`);
const context = z
  .object({ module: z.string().max(100), level: z.string().max(40) })
  .partial()
  .default({});

export const processRequest = z.object({
  user_id: userId,
  query: z.string('Say in "query" what is asked.').pipe(query),
  context,
});
export type ProcessRequest = z.infer<typeof processRequest>;

export interface ProcessResponse {
  agent: string;
  response: string;
  next_steps: string[];
}

/** What comes over a topic: plain as in the design documents, or a CloudEvent as the sidecar wraps it. */
export const delivery = z.object({
  topic: z.string().min(1).max(200).optional(),
  type: z.string().max(200).optional(),
  id: z.string().max(200).optional(),
  data: z.object({ user_id: userId, query, context, asked: z.unknown().optional() }),
});
export type Delivery = z.infer<typeof delivery>;

/** @returns the topic something came over; undefined when neither topic nor type says it */
export function topicOf({ topic, type }: Delivery): string | undefined {
  if (topic !== undefined) return topic;
  return type !== undefined && Object.hasOwn(eventTypes, type)
    ? eventTypes[type as EventType].topic
    : undefined;
}

export const responseOf = ({ agent, text, nextSteps }: Answer): ProcessResponse => ({
  agent: agent ?? 'triage',
  response: text,
  next_steps: nextSteps,
});
