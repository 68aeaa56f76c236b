import { randomUUID } from 'node:crypto';
import type { ClassModelView, ClassView, ModelCall, ModelCallView } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Device } from '../../test/http.ts';
import { type School, startSchool } from '../../test/school.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { deleteOld, keepEventsMs } from '../bus/retention.ts';
import {
  type CallPlace,
  findModelPolicy,
  findSpent,
  noteApproval,
  storeCalls,
} from './model-log.service.ts';

let database: TestDatabase;
let school: School;
beforeAll(async () => {
  database = await createTestDatabase();
  school = await startSchool(database.db);
});
afterAll(async () => {
  await school.server.close();
  await database.close();
});

const noon = new Date(2026, 10, 28, 12).getTime();
const model = 'scripted-1';

function aCall(change: Partial<ModelCall> = {}): ModelCall {
  return {
    ...{ agent: 'debug', model, promptHash: 'ab'.repeat(32), text: 'Look at the last round.' },
    ...{ tokensIn: 100, tokensOut: 20, latencyMs: 812.4, verdict: 'used', toolRuns: 1 },
    ...change,
  };
}
/** A class with Maya in it, who has a room. */
async function aClassroom(): Promise<{
  teacher: Device;
  maya: Device;
  place: CallPlace & { roomId: string };
}> {
  const teacher = await school.aTeacherDevice();
  const lesson = await school.open(teacher);
  const maya = school.aDevice();
  const { body } = await school.join(maya, lesson.code, { name: 'Maya' });
  const about = { kind: 'question' as const, id: randomUUID() };
  const { roomId, memberId } = body;
  const place = { classId: lesson.classId, lessonId: lesson.id, roomId, memberId, about };
  return { teacher, maya, place };
}

test('a class starts without a model, and its teacher says what it may do', async () => {
  const { db } = database;
  const { teacher, maya, place } = await aClassroom();
  const { roomId, classId } = place;
  expect(await findModelPolicy(db, { roomId, model })).toMatchObject({
    mode: 'off',
    approve: true,
  });
  const modelPolicy = { mode: 'full', approve: false, perStudent: 3 };
  const path = `/api/classes/${classId}`;
  expect((await maya.call('PATCH', path, { modelPolicy })).status).toBe(403);
  expect((await teacher.call('PATCH', path, { modelPolicy })).status).toBe(200);
  const whole = { ...modelPolicy, tokensPerDay: 200_000 };
  expect(await findModelPolicy(db, { roomId, model })).toEqual(whole);
  expect(await findModelPolicy(db, { roomId, model: null })).toMatchObject({ mode: 'off' });
  const { body } = await teacher.call<ClassView[]>('GET', '/api/classes');
  expect(body.find(({ id }) => id === classId)?.modelPolicy).toEqual(whole);
});

test('an exercise may differ from its class, until that is taken back', async () => {
  const { db } = database;
  const { teacher, maya, place } = await aClassroom();
  const { roomId, classId } = place;
  const exercise = 'first-steps/rainfall';
  await teacher.call('PATCH', `/api/classes/${classId}`, { modelPolicy: { mode: 'full' } });
  const path = `/api/classes/${classId}/exercises/${exercise}/model-policy`;
  const policy = { mode: 'off', approve: true };
  expect((await maya.call('PUT', path, { policy })).status).toBe(403);
  expect((await teacher.call('PUT', path, { policy })).status).toBe(200);
  expect(await findModelPolicy(db, { roomId, exercise, model })).toMatchObject({ mode: 'off' });
  expect(await findModelPolicy(db, { roomId, model })).toMatchObject({ mode: 'full' });
  const other = 'first-steps/leap-year';
  expect(await findModelPolicy(db, { roomId, exercise: other, model })).toMatchObject({
    mode: 'full',
  });
  const seen = await teacher.call<ClassModelView>('GET', `/api/classes/${classId}/model`);
  expect(seen.body).toEqual({ model, exercises: [{ exercise, policy }], tokensToday: 0 });
  await teacher.call('PUT', path, { policy: null });
  expect(await findModelPolicy(db, { roomId, exercise, model })).toMatchObject({ mode: 'full' });
});

test('a budget counts the questions of a lesson and the tokens of the day', async () => {
  const { db } = database;
  const { place } = await aClassroom();
  const hourMs = 3_600_000;
  await storeCalls(db, place, [aCall(), aCall({ verdict: 'leak' })], noon);
  await storeCalls(db, { ...place, about: { kind: 'alert', id: randomUUID() } }, [aCall()], noon);
  await storeCalls(
    db,
    { ...place, about: { kind: 'question', id: randomUUID() } },
    [aCall()],
    noon - 24 * hourMs,
  );
  expect(await findSpent(db, place, noon + hourMs)).toEqual({ questions: 2, tokens: 360 });
  const other = (await aClassroom()).place;
  expect(await findSpent(db, other, noon + hourMs)).toEqual({ questions: 0, tokens: 0 });
});

test('the teacher reads everything that was said in the class, page by page, and a student nothing', async () => {
  const { db } = database;
  const { teacher, maya, place } = await aClassroom();
  const said = Array.from({ length: 120 }, (_, n) => aCall({ text: `Answer ${n}\0` }));
  // Many at the same moment: a page must neither lose nor repeat one.
  for (let at = 0; at < 120; at += 40)
    await storeCalls(db, place, said.slice(at, at + 40), noon + at);
  await noteApproval(db, { aboutId: place.about.id, byId: place.memberId }, noon + 500);
  const read = async (after?: string): Promise<ModelCallView[]> => {
    const path = `/api/classes/${place.classId}/model-calls${after ? `?after=${after}` : ''}`;
    return (await teacher.call<ModelCallView[]>('GET', path)).body;
  };
  const all: ModelCallView[] = [];
  for (let page = await read(); page.length > 0; page = await read(page.at(-1)?.id)) {
    expect(page.length).toBeLessThanOrEqual(50);
    all.push(...page);
  }
  expect(new Set(all.map(({ text }) => text)).size).toBe(120);
  expect(all).toHaveLength(120);
  expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).sort((a, b) => b - a));
  expect(all[0]).toMatchObject({
    student: { memberId: place.memberId, name: 'Maya' },
    ...{ about: place.about, agent: 'debug', latencyMs: 812, tokensIn: 100, verdict: 'used' },
    approved: { by: 'Maya', at: noon + 500 },
  });
  expect(all[0]?.text).toMatch(/^Answer \d+\ufffd$/);
  const path = `/api/classes/${place.classId}/model-calls`;
  expect((await maya.call('GET', path)).status).toBe(403);
  expect((await (await school.aTeacherDevice()).call('GET', path)).status).toBe(404);
  expect((await teacher.call('GET', `${path}?after=x`)).status).toBe(400);
});

test('what was said is forgotten with the events of its time', async () => {
  const { db } = database;
  const { teacher, place } = await aClassroom();
  await storeCalls(db, place, [aCall({ text: 'old' })], noon - keepEventsMs - 1);
  await storeCalls(db, place, [aCall({ text: 'young' })], noon - keepEventsMs + 1_000);
  await deleteOld(db, noon);
  const path = `/api/classes/${place.classId}/model-calls`;
  const { body } = await teacher.call<ModelCallView[]>('GET', path);
  expect(body.map(({ text }) => text)).toEqual(['young']);
});
