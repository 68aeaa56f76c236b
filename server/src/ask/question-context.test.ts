import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aSmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { readQuestion } from './question-context.ts';
import { findQuestion, insertQuestion } from './question.store.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('a question comes with how far its own student is', async () => {
  const { db } = database;
  const { lessonId, maya, mayasRoom: roomId } = await aSmallClass(db);
  const asked = { id: randomUUID(), clientKey: 'k', body: 'how am I doing?', at: new Date() };
  const asker = { lessonId, roomId, memberId: maya.memberId };
  await db.transaction().execute((trx) => insertQuestion(trx, asker, asked));
  const row = (await findQuestion(db, asked.id)) ?? expect.fail();
  const deps = {
    db,
    documents: { files: () => Promise.resolve([]) },
    courses: { find: () => undefined },
  };
  expect((await readQuestion(deps, row)).question).toMatchObject({ level: 'beginner' });
  const progress = [{ topic: 'Loops', mastery: 68, band: 'learning' }];
  const { question } = await readQuestion(
    {
      ...deps,
      progressOf: (memberId) =>
        Promise.resolve(
          memberId === maya.memberId ? { level: 'intermediate', progress } : { level: 'beginner' },
        ),
    },
    row,
  );
  expect(question).toMatchObject({ level: 'intermediate', progress });
});
