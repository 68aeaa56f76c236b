/**
 * The stream of events: CloudEvents 1.0 as JSON. An event is written in the transaction of the change it tells of, gets
 * the next number of its key there, and arrives at least once, in the order of its key. docs/agents.md is the public table.
 */
import { z } from 'zod';
import * as data from './event-data.ts';

/** What an event is ordered by. */
export type EventKey = 'lesson' | 'room' | 'student';

interface EventSpec {
  topic: string;
  key: EventKey;
  data: z.ZodType;
}

/** Every type of event with its topic. `_` in a topic's name is the design documents' own spelling. */
export const eventTypes = {
  'learnflow.lesson.opened.v1': spec('lesson.events', 'lesson', data.lessonOpened),
  'learnflow.lesson.started.v1': spec('lesson.events', 'lesson', data.lessonStep),
  'learnflow.lesson.ended.v1': spec('lesson.events', 'lesson', data.lessonStep),
  'learnflow.rules.changed.v1': spec('lesson.events', 'lesson', data.rulesChanged),
  'learnflow.exercise.assigned.v1': spec('lesson.events', 'lesson', data.exerciseAssigned),
  'learnflow.student.joined.v1': spec('student.events', 'student', data.studentJoined),
  'learnflow.student.moved.v1': spec('student.events', 'student', data.studentMoved),
  'learnflow.student.arrived.v1': spec('student.events', 'student', data.studentMoved),
  'learnflow.student.left.v1': spec('student.events', 'student', data.studentMoved),
  'learnflow.student.removed.v1': spec('student.events', 'student', data.studentRemoved),
  'learnflow.activity.summary.v1': spec('student.activity', 'student', data.activitySummary),
  'learnflow.exercise.opened.v1': spec('code.events', 'room', data.exerciseOpened),
  'learnflow.run.finished.v1': spec('code.events', 'room', data.runFinished),
  'learnflow.attempt.submitted.v1': spec('code_submitted', 'room', data.attemptSubmitted),
  'learnflow.attempt.graded.v1': spec('grading_complete', 'room', data.attemptGraded),
  'learnflow.attempt.reviewed.v1': spec('grading_complete', 'room', data.attemptReviewed),
  'learnflow.quiz.finished.v1': spec('grading_complete', 'room', data.quizFinished),
  'learnflow.hand.raised.v1': spec('help.events', 'room', data.handRaised),
  'learnflow.hand.lowered.v1': spec('help.events', 'room', data.handLowered),
  'learnflow.chat.sent.v1': spec('help.events', 'room', data.chatSent),
  'learnflow.hint.sent.v1': spec('help.events', 'room', data.hintSent),
  'learnflow.hint.withdrawn.v1': spec('help.events', 'room', data.hintWithdrawn),
  'learnflow.alert.raised.v1': spec('struggle.alerts', 'student', data.alertRaised),
  'learnflow.alert.settled.v1': spec('struggle.updates', 'student', data.alertSettled),
  'learnflow.signal.changed.v1': spec('struggle.updates', 'student', data.signalChanged),
  'learnflow.learning.request.v1': spec('learning.requests', 'student', data.questionAsked),
  'learnflow.concept.request.v1': spec('concept.requests', 'student', data.questionAsked),
  'learnflow.concept.response.v1': spec('concept.responses', 'student', data.answerGiven),
  'learnflow.debug.request.v1': spec('debug.requests', 'student', data.questionAsked),
  'learnflow.debug.response.v1': spec('debug.responses', 'student', data.answerGiven),
  'learnflow.review.request.v1': spec('review.requests', 'student', data.questionAsked),
  'learnflow.review.response.v1': spec('review.responses', 'student', data.answerGiven),
  'learnflow.exercise.request.v1': spec('exercise.requests', 'student', data.questionAsked),
  'learnflow.exercise.response.v1': spec('exercise.responses', 'student', data.answerGiven),
  'learnflow.progress.request.v1': spec('progress.requests', 'student', data.progressRequest),
  'learnflow.progress.update.v1': spec('progress.updates', 'student', data.progressUpdate),
  'learnflow.progress.updated.v1': spec('user_progress_updated', 'student', data.progressUpdate),
} as const satisfies Record<string, EventSpec>;

export type EventType = keyof typeof eventTypes;
export type EventData<T extends EventType> = z.infer<(typeof eventTypes)[T]['data']>;

/** An event before it has a place in the stream. `id` the same twice: it is told once. */
export type EventDraft = {
  [T in EventType]: { id: string; type: T; key: string; at: number; data: EventData<T> };
}[EventType];

export type StreamEvent<Of extends EventType = EventType> = {
  [T in Of]: {
    specversion: '1.0';
    id: string;
    source: string;
    type: T;
    /** The key: a lesson, a room or a student. */
    subject: string;
    /** ISO 8601. */
    time: string;
    datacontenttype: 'application/json';
    /** 1, 2, 3 … within its key. */
    sequence: number;
    data: EventData<T>;
  };
}[Of];

const envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string().min(1),
  type: z.enum(Object.keys(eventTypes) as [EventType, ...EventType[]]),
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  sequence: z.number().int().positive(),
  data: z.unknown(),
});

/** @throws ZodError for what is not an event of this stream */
export function parseEvent(value: unknown): StreamEvent {
  const event = envelope.parse(value);
  // The schema beside the type has just vouched for the data.
  return { ...event, data: eventTypes[event.type].data.parse(event.data) } as StreamEvent;
}

/** @returns the envelope without its sequence, which the stream gives */
export function envelopeOf({
  id,
  type,
  key,
  at,
  data: said,
}: EventDraft): Omit<StreamEvent, 'sequence'> {
  return {
    specversion: '1.0',
    id,
    source: 'learnflow/server',
    type,
    subject: key,
    time: new Date(at).toISOString(),
    datacontenttype: 'application/json',
    data: said,
  } as Omit<StreamEvent, 'sequence'>;
}

/** @returns the lesson an event belongs to; undefined for those of a person outside lessons */
export function lessonOf({ data: said }: Pick<StreamEvent, 'data'>): string | undefined {
  if ('asked' in said) return said.asked?.lessonId;
  return 'lessonId' in said && said.lessonId !== null ? said.lessonId : undefined;
}

function spec<D extends z.ZodType>(topic: string, key: EventKey, schema: D) {
  return { topic, key, data: schema };
}
