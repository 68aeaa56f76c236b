import { agents, openModel } from '@learnflow/agents';
import { createRunner } from '@learnflow/runner';
import type { ModelPolicy } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ScriptedModel, startScriptedModel } from '../../../agents/test/llm/scripted-model.ts';
import { aSmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { createClassEvents } from '../classroom/class-events.ts';
import { systemClock as clock } from '../clock.ts';
import { silentLog as log } from '../log.ts';
import { listModelCalls } from '../model/model-log.service.ts';
import { ClassExercises } from './class-exercises.ts';
import { listClassExercises, makeExercises } from './make.service.ts';

/** Drafts of a scripted model, proved in the real sandbox. */
const slow = { timeout: 30_000 };
let database: TestDatabase;
let scripted: ScriptedModel;
let runner: Awaited<ReturnType<typeof createRunner>>;
beforeAll(async () => {
  database = await createTestDatabase();
  scripted = await startScriptedModel();
  runner = await createRunner({ driver: 'auto' });
});
afterAll(async () => {
  await runner.close();
  await scripted.close();
  await database.close();
});

const unknown = 'two on quantum physics';

/** A class with this policy, beside a model that plays this script. */
async function aScene(script: string, mode: ModelPolicy['mode'] = 'full') {
  const { db } = database;
  const grader = runner.grader ?? expect.fail('there is no sandbox');
  const { model } = await openModel({
    settings: { baseUrl: scripted.base(script), apiKey: '', model: 'm', maxTokens: 700 },
    ...{ version: '9.9.9', onProblem: expect.fail },
  });
  const { classId, lessonId, teacher } = await aSmallClass(db);
  await db
    .updateTable('classroom')
    .set({ model_policy: JSON.stringify({ mode }) })
    .where('id', '=', classId)
    .execute();
  const files = { find: () => undefined, list: () => [], all: () => [], findQuiz: () => undefined };
  const deps = {
    ...{ db, agents, grader, events: createClassEvents(), clock, log, random: () => 0.5 },
    ...{ tutor: agents.createTutor({ model }), closing: new AbortController().signal },
    exercises: new ClassExercises({ db, files, log }),
    rate: { take: () => undefined },
  };
  const of = { classId, lessonId, memberId: teacher.memberId };
  return {
    make: (request: string, draft = false) => makeExercises(deps, of, { request, draft }),
    own: () => listClassExercises(deps, classId),
    calls: () => listModelCalls(db, classId),
    find: (id: string) => deps.exercises.find(id),
  };
}

test(
  'of a topic no template knows a model drafts one: proved, marked as its own, and in the log',
  slow,
  async () => {
    const { make, own, calls, find } = await aScene('exercise', 'hints');
    const { exercises, ...rest } = await make(unknown);
    expect(exercises).toMatchObject([
      { title: 'Who is served', draftedBy: 'm', tests: 3, hidden: 2 },
    ]);
    expect(rest).toEqual({ offered: [], askedModel: true, canDraft: true });
    expect(await own()).toEqual(exercises);
    expect(find(exercises[0]?.id ?? '')?.exercise.title).toBe('Who is served');
    expect(await calls()).toMatchObject([
      {
        ...{ agent: 'exercise', verdict: 'used', roomId: null, student: { name: 'Ms Lind' } },
        about: { kind: 'exercise' },
      },
    ]);
  },
);

test('one whose solution fails its own tests is seen by nobody', slow, async () => {
  const { make, own, calls } = await aScene('exercise-wrong');
  const { exercises, offered, askedModel } = await make(unknown);
  expect({ exercises, askedModel }).toEqual({ exercises: [], askedModel: true });
  expect(offered).toContain('List comprehensions');
  expect(await own()).toEqual([]);
  // The model had a second try.
  expect((await calls()).map(({ verdict }) => verdict)).toEqual(['wrong', 'wrong']);
});

test('a model that writes no exercise, or fails, leaves the topics there are', slow, async () => {
  for (const [script, verdicts] of [
    ['exercise-garbage', ['unreadable', 'unreadable']],
    ['broken', ['failed']],
  ] as const) {
    const { make, own, calls } = await aScene(script);
    const { exercises, offered, askedModel } = await make(unknown);
    expect({ exercises, askedModel }).toEqual({ exercises: [], askedModel: true });
    expect(offered.length).toBeGreaterThan(5);
    expect(await own()).toEqual([]);
    expect((await calls()).map(({ verdict }) => verdict)).toEqual(verdicts);
  }
});

test('no model is asked where the class has none, nor for what templates make', slow, async () => {
  const before = scripted.requests.length;
  const off = await aScene('exercise', 'off');
  const refused = { askedModel: false, canDraft: false };
  expect(await off.make(unknown)).toMatchObject({ exercises: [], ...refused });
  expect(await off.make('an exercise on loops', true)).toMatchObject({
    ...{ exercises: [{ draftedBy: null }], ...refused },
  });
  const on = await aScene('exercise', 'full');
  const known = 'an easy exercise on list comprehensions';
  const { exercises, askedModel, canDraft } = await on.make(known);
  expect(exercises).toMatchObject([{ topic: 'List comprehensions', draftedBy: null }]);
  expect({ askedModel, canDraft }).toEqual({ askedModel: false, canDraft: true });
  expect(scripted.requests.length).toBe(before);
  expect(await on.calls()).toEqual([]);
  // Unless the teacher wants a draft.
  expect((await on.make(known, true)).exercises).toMatchObject([{ draftedBy: 'm' }]);
  expect(await on.own()).toHaveLength(2);
});
