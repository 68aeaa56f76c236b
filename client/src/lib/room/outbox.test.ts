import { AppError, type ChatMessage } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { Outbox, type OutgoingMessage } from './outbox.ts';

const stored = (clientKey: string, body: string): ChatMessage => ({
  id: `id-${clientKey}`,
  roomId: 'room',
  from: { memberId: 'm', name: 'Maya', role: 'student', ink: 'teal' },
  body,
  at: 1,
  clientKey,
});

/** A server that answers each attempt with the next of `answers`; the last one holds for all that follow. */
function anOutbox(...answers: ('ok' | Error)[]) {
  const attempts: { clientKey: string; body: string }[] = [];
  const seen: ChatMessage[] = [];
  let waiting: OutgoingMessage[] = [];
  const outbox = new Outbox({
    send: (clientKey, body) => {
      attempts.push({ clientKey, body });
      const answer = answers[Math.min(attempts.length, answers.length) - 1];
      return answer instanceof Error
        ? Promise.reject(answer)
        : Promise.resolve(stored(clientKey, body));
    },
    changed: (now, message) => {
      waiting = now;
      if (message) seen.push(message);
    },
    retryMs: 5,
  });
  return { outbox, attempts, seen, waiting: () => waiting };
}
const cut = new AppError('unavailable', 'No answer from the server. Try again.');

test('a message is on its way until the server has stored it', async () => {
  const { outbox, seen, waiting } = anOutbox('ok');
  outbox.add('hello');
  expect(waiting()).toMatchObject([{ body: 'hello', state: 'sending' }]);
  expect(seen).toEqual([]);
  await expect.poll(() => seen.map((one) => one.body)).toEqual(['hello']);
  expect(waiting()).toEqual([]);
  outbox.close();
});

test('without an answer it is sent again with the same key', async () => {
  const { outbox, attempts, seen } = anOutbox(cut, cut, 'ok');
  outbox.add('hello');
  await expect.poll(() => seen.length).toBe(1);
  expect(attempts).toHaveLength(3);
  expect(new Set(attempts.map((one) => one.clientKey)).size).toBe(1);
  outbox.close();
});

test('a refusal is shown with its reason and is not repeated by itself', async () => {
  const refusal = new AppError('too.many', 'Slow down a little.');
  const { outbox, attempts, waiting } = anOutbox(refusal, 'ok');
  outbox.add('hello');
  await expect.poll(() => waiting()[0]?.state).toBe('failed');
  expect(waiting()[0]?.reason).toBe('Slow down a little.');
  outbox.flush();
  expect(attempts).toHaveLength(1);
  outbox.close();
});

test('a failed message goes out again when the person asks, or goes away', async () => {
  const { outbox, seen, waiting } = anOutbox(new AppError('too.many', ''), 'ok');
  outbox.add('hello');
  await expect.poll(() => waiting()[0]?.state).toBe('failed');
  outbox.retry(waiting()[0]?.clientKey ?? '');
  await expect.poll(() => seen.length).toBe(1);
  const gone = anOutbox(new AppError('too.many', ''));
  gone.outbox.add('never mind');
  await expect.poll(() => gone.waiting()[0]?.state).toBe('failed');
  gone.outbox.discard(gone.waiting()[0]?.clientKey ?? '');
  expect(gone.waiting()).toEqual([]);
  outbox.close();
  gone.outbox.close();
});

test('asking twice while an answer is under way sends once', () => {
  const { outbox, attempts } = anOutbox('ok');
  outbox.add('hello');
  outbox.flush();
  outbox.flush();
  expect(attempts).toHaveLength(1);
  outbox.close();
});

test('what was on its way before a reload is sent with the same key, what had failed waits to be tried', async () => {
  const attempts: string[] = [];
  let waiting: readonly OutgoingMessage[] = [];
  const outbox = new Outbox({
    send: (clientKey, body) => {
      attempts.push(clientKey);
      return Promise.resolve(stored(clientKey, body));
    },
    changed: (now) => (waiting = now),
    waiting: [
      { clientKey: 'a', body: 'what is a set?', state: 'sending', reason: '' },
      { clientKey: 'b', body: 'again', state: 'failed', reason: 'Too many tries.' },
    ],
  });
  outbox.flush();
  await expect.poll(() => waiting.map(({ clientKey }) => clientKey)).toEqual(['b']);
  expect(attempts).toEqual(['a']);
});
