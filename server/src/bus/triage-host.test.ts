import { randomUUID } from 'node:crypto';
import { agents } from '@learnflow/agents';
import { parseEvent } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aSmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { hostAgent } from './agent-host.ts';
import { subscriptionOf } from './consumer.ts';
import { appendEvents, findEventRow } from './outbox.store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('each question is told to exactly one agent, also when it arrives five times', async () => {
  const { db } = database;
  const { lessonId, maya, mayasRoom: roomId } = await aSmallClass(db);
  const questions = [
    ['What is a list?', 'learnflow.concept.request.v1'],
    ['Why do I get this error?', 'learnflow.debug.request.v1'],
    ['Is my code good?', 'learnflow.review.request.v1'],
    ['Give me an exercise', 'learnflow.exercise.request.v1'],
    ['How am I doing?', 'learnflow.progress.request.v1'],
    ['Who won the match?', 'learnflow.concept.response.v1'],
  ] as const;
  const ids = questions.map(() => randomUUID());
  await db.transaction().execute((trx) =>
    appendEvents(
      trx,
      { lessonId },
      questions.map(([query], i) => ({
        ...{ id: ids[i] ?? '', type: 'learnflow.learning.request.v1', key: maya.memberId },
        at: Date.now(),
        data: {
          ...{ user_id: maya.memberId, query },
          asked: { lessonId, roomId, questionId: randomUUID() },
        },
      })),
    ),
  );
  const { handle } = subscriptionOf(hostAgent(agents.triage), { db, clock: Date });
  for (const id of ids) {
    const row = await findEventRow(db, id);
    const event = parseEvent(row?.event);
    await Promise.all([1, 2, 3, 4, 5].map(() => handle(event)));
  }
  const told = await db
    .selectFrom('outbox')
    .where('key', '=', maya.memberId)
    .where('type', 'like', 'learnflow.%.re%')
    .where('event_id', 'not in', ids)
    .orderBy('id')
    .select(['type', 'lesson_id'])
    .execute();
  expect(told).toEqual(questions.map(([, type]) => ({ type, lesson_id: lessonId })));
});
