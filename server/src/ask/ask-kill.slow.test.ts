import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aSmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { silentLog } from '../log.ts';
import { AskWorker } from './ask-worker.ts';
import { insertQuestion } from './question.store.ts';
import { anAnswer, scriptedTutor, useOf } from './scripted-tutor.fixture.ts';

/** A server killed with -9 between every pair of steps of an answer, on real processes. */
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test.each([
  ['claimed', 1],
  ['answered', 1],
  ['stored', 1],
  ['answered', 2],
  ['stored', 2],
] as const)(
  'killed when it is %s for the %i. time, the next process leaves each answer exactly once',
  async (step, time) => {
    const { db } = database;
    const { lessonId, maya, mayasRoom: roomId } = await aSmallClass(db);
    const asker = { lessonId, roomId, memberId: maya.memberId };
    const question = { id: randomUUID(), clientKey: 'k', body: 'why?', at: new Date() };
    await db.transaction().execute((trx) => insertQuestion(trx, asker, question));
    const script = path.join(import.meta.dirname, '../../test/child-asker.ts');
    const child = spawn(process.execPath, [script, database.url, step, String(time)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const signal = await new Promise((resolve) => child.on('exit', (_code, by) => resolve(by)));
    expect(signal, said).toBe('SIGKILL');

    const model = { asked: [], answer: () => Promise.resolve({ model: anAnswer() }) };
    const next = new AskWorker({
      ...{ db, clock: { now: () => Date.now() + 60_000 }, log: silentLog },
      ...{ news: new EventEmitter(), use: useOf({}), tutor: scriptedTutor(model) },
      ...{ documents: { files: () => Promise.resolve([]) }, courses: { find: () => undefined } },
    });
    next.start();
    const stage = async (): Promise<unknown> => {
      const row = db.selectFrom('question').where('id', '=', question.id).select('stage');
      return (await row.executeTakeFirst())?.stage;
    };
    await expect.poll(stage, { timeout: 20_000 }).toBe('done');
    await next.close();
    const answers = await db
      .selectFrom('answer')
      .where('question_id', '=', question.id)
      .orderBy('by')
      .select(['by', 'state'])
      .execute();
    expect(answers).toEqual([
      { by: 'model', state: 'draft' },
      { by: 'rules', state: 'shown' },
    ]);
  },
  60_000,
);
