import type { LessonView } from '@learnflow/shared';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Device } from '../../test/http.ts';
import { type Refused, type School, startSchool } from '../../test/school.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';

let database: TestDatabase;
let school: School;
let teacher: Device;
let nowMs: number;
beforeEach(async () => {
  nowMs = Date.now();
  database = await createTestDatabase();
  school = await startSchool(database.db, { now: () => nowMs });
  teacher = await school.aTeacherDevice();
});
afterEach(async () => {
  await school.server.close();
  await database.close();
});

async function anEndedLesson(): Promise<LessonView> {
  const lesson = await school.open(teacher, { title: 'Lists' });
  await teacher.call('POST', `/api/lessons/${lesson.id}/end`);
  return lesson;
}

test('a lesson goes on the way it is asked for now, with last time’s hands down', async () => {
  const lesson = await school.open(teacher);
  const maya = (await school.join(school.aDevice(), lesson.code, { name: 'Maya' })).body;
  await database.db
    .updateTable('seat')
    .set({ hand_at: new Date(), hand_question: 'Why?' })
    .where('member_id', '=', maya.memberId)
    .execute();
  await teacher.call('POST', `/api/lessons/${lesson.id}/end`);
  const again = await school.open(teacher, {
    classId: lesson.classId,
    continueLessonId: lesson.id,
    work: 'pairs',
    title: 'Lists, part two',
  });
  expect(again).toMatchObject({ id: lesson.id, work: 'pairs', title: 'Lists, part two' });
  const seat = await database.db.selectFrom('seat').selectAll().executeTakeFirstOrThrow();
  expect([seat.hand_at, seat.hand_question]).toEqual([null, null]);
});

test('a lesson named alone goes on in its own class, for its own teacher only', async () => {
  const lesson = await anEndedLesson();
  const stranger = await school.aTeacherDevice('Mr Okafor');
  const body = { continueLessonId: lesson.id };
  const refused = await stranger.call<Refused>('POST', '/api/lessons/open', body);
  expect(refused.body.error.code).toBe('not.found');
  expect(await school.open(teacher, body)).toMatchObject({
    ...{ id: lesson.id, classId: lesson.classId, title: 'Lists', state: 'open' },
  });
});

test('starting again does not move the beginning', async () => {
  const lesson = await school.open(teacher);
  const start = () => teacher.call<LessonView>('POST', `/api/lessons/${lesson.id}/start`);
  const { startedAt } = (await start()).body;
  nowMs += 60_000;
  expect((await start()).body.startedAt).toBe(startedAt);
});

test('a student is not paired with oneself', async () => {
  const lesson = await school.open(teacher);
  const { memberId } = (await school.join(school.aDevice(), lesson.code, { name: 'Maya' })).body;
  const answer = await teacher.call<Refused>('POST', `/api/lessons/${lesson.id}/pairs`, {
    memberIds: [memberId, memberId],
  });
  expect(answer.body.error.code).toBe('request.invalid');
});

test('who looked in is shown to the owner of the room and to staff, not to a partner', async () => {
  const lesson = await school.open(teacher, { work: 'pairs' });
  const [maya, leo] = [school.aDevice(), school.aDevice()];
  const { roomId } = (await school.join(maya, lesson.code, { name: 'Maya' })).body;
  expect((await school.join(leo, lesson.code, { name: 'Leo' })).body.roomId).toBe(roomId);
  const statuses = [];
  for (const device of [maya, leo, teacher]) {
    statuses.push((await device.call('GET', `/api/rooms/${roomId}/visits`)).status);
  }
  expect(statuses).toEqual([200, 403, 200]);
});
