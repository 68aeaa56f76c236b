import { type EventData, eventTypes, type StreamEvent } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { triage } from './agent.ts';

const user_id = 'a1d0c9b8-7e6f-4d5c-8b4a-392817060504';
const asked = {
  lessonId: '7c4b2e0e-3f0a-4c55-9d1e-0a5c7b1f2d34',
  roomId: '0f5b8a52-6a3c-4a0e-8f1d-2b9c3d4e5f60',
  questionId: 'c0ffee00-1111-4222-8333-444455556666',
};

function anEvent(
  query: string,
  more: Partial<EventData<'learnflow.learning.request.v1'>> = {},
): StreamEvent<'learnflow.learning.request.v1'> {
  return {
    ...{ specversion: '1.0', id: '5b0a3c1e-9a64-4f0b-a7c1-3f2e1d0c9b8a', source: 'test' },
    ...{ type: 'learnflow.learning.request.v1', subject: user_id, sequence: 1 },
    ...{ time: '2026-11-28T09:20:00.000Z', datacontenttype: 'application/json' },
    data: { user_id, query, ...more },
  } as StreamEvent<'learnflow.learning.request.v1'>;
}

test.each([
  ['How do for loops work in Python?', 'learnflow.concept.request.v1'],
  ['IndexError: list index out of range', 'learnflow.debug.request.v1'],
  ['Is my code any good?', 'learnflow.review.request.v1'],
  ['Create easy exercises on list comprehensions', 'learnflow.exercise.request.v1'],
  ['How am I doing?', 'learnflow.progress.request.v1'],
  ["What's the weather like?", 'learnflow.concept.response.v1'],
])('%s → exactly one %s', (query, type) => {
  const context = { module: 'loops', level: 'beginner' };
  const { states, tells } = triage.handle([], anEvent(query, { asked, context }));
  expect(states).toEqual([]);
  expect(tells).toHaveLength(1);
  const [told] = tells;
  expect(told).toMatchObject({ type, key: user_id });
  expect(() =>
    eventTypes[type as 'learnflow.debug.request.v1'].data.parse(told?.data),
  ).not.toThrow();
});

test('the question goes on whole, with the reason', () => {
  const context = { module: 'loops', level: 'beginner' };
  const { tells } = triage.handle([], anEvent('What is a list?', { asked, context }));
  expect(tells[0]?.data).toEqual({
    ...{ user_id, query: 'What is a list?', asked, context },
    reason: 'About how Python works, so the Concepts tutor takes it.',
  });
});

test('what nobody knows is told as unclassified, not dropped', () => {
  const { tells } = triage.handle([], anEvent('Who won the match?', { asked }));
  expect(tells[0]?.data).toMatchObject({
    ...{ agent: 'triage', topic: 'unclassified', by: 'rules', asked },
    response: expect.stringMatching(/no built-in answer/) as string,
  });
});
