import type { ChatMessage } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { mergeChat } from './chat-log.ts';

const message = (id: string, at: number): ChatMessage => ({
  id,
  roomId: 'room',
  from: { memberId: 'm', name: 'Maya', role: 'student', ink: 'teal' },
  body: id,
  at,
  clientKey: id,
});

test('a message that comes as event, answer and snapshot is shown once', () => {
  const once = mergeChat([message('a', 1)], [message('a', 1), message('b', 2)]);
  expect(mergeChat(once, [message('b', 2)]).map((one) => one.id)).toEqual(['a', 'b']);
});

test('messages stand in the order of the server, whatever order they came in', () => {
  expect(mergeChat([message('late', 9)], [message('early', 3)]).map((one) => one.id)).toEqual([
    'early',
    'late',
  ]);
});
