import type { ClassView, LessonView } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Device } from '../../test/http.ts';
import { type Refused, type School, startSchool } from '../../test/school.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';

let database: TestDatabase;
let school: School;
let teacher: Device;
beforeAll(async () => {
  database = await createTestDatabase();
  school = await startSchool(database.db);
  teacher = await school.aTeacherDevice();
});
afterAll(async () => {
  await school.server.close();
  await database.close();
});

test('opening twice at the same moment opens one lesson; the other click is told where it is', async () => {
  const first = await school.open(teacher);
  await teacher.call('POST', `/api/lessons/${first.id}/end`);
  const answers = await Promise.all(
    [1, 2, 3].map(() =>
      teacher.call<LessonView & Refused>('POST', '/api/lessons/open', { classId: first.classId }),
    ),
  );
  const opened = answers.filter((answer) => answer.status === 200);
  expect(opened).toHaveLength(1);
  for (const answer of answers.filter((each) => each.status !== 200)) {
    expect(answer.body.error).toMatchObject({
      code: 'lesson.busy',
      details: { lessonId: opened[0]?.body.id },
    });
  }
});

test('an earlier lesson goes on with its rooms under a new code', async () => {
  const lesson = await school.open(teacher, { className: '11A' });
  const device = school.aDevice();
  const { body: maya } = await school.join(device, lesson.code, { name: 'Maya' });
  await teacher.call('POST', `/api/lessons/${lesson.id}/end`);
  expect((await device.call('GET', `/api/rooms/${maya.roomId}`)).body).toMatchObject({
    right: 'watch',
  });
  const again = await school.open(teacher, {
    classId: lesson.classId,
    continueLessonId: lesson.id,
  });
  expect([again.id, again.state]).toEqual([lesson.id, 'open']);
  expect(again.code).not.toBe(lesson.code);
  expect((await school.join(device, again.code, { name: 'Maya' })).body.roomId).toBe(maya.roomId);
  const classes = await teacher.call<ClassView[]>('GET', '/api/classes');
  expect(classes.body.find((each) => each.id === lesson.classId)).toMatchObject({
    name: '11A',
    students: 1,
    lessons: [{ id: lesson.id }],
  });
});

test('an ended lesson cannot be started, locked or paired in', async () => {
  const lesson = await school.open(teacher);
  await teacher.call('POST', `/api/lessons/${lesson.id}/end`);
  for (const [step, body] of [
    ['start', {}],
    ['lock', { locked: true }],
    ['unpair', { memberId: crypto.randomUUID() }],
  ] as const) {
    const answer = await teacher.call<Refused>('POST', `/api/lessons/${lesson.id}/${step}`, body);
    expect([step, answer.body.error.code]).toEqual([step, 'lesson.ended']);
  }
});

test('bodies of the wrong shape are refused with a sentence, never a failure', async () => {
  const lesson = await school.open(teacher);
  const wrong: [string, unknown][] = [
    ['/api/lessons/open', { classId: 'x' }],
    [`/api/lessons/${lesson.id}/lock`, { locked: 'yes' }],
    [`/api/lessons/${lesson.id}/pairs`, { memberIds: [] }],
    [`/api/classes/${lesson.classId}/roster`, { names: 'Maya' }],
    ['/api/join', { code: 5, name: 'x' }],
    ['/api/join', '{"code":'],
  ];
  for (const [path, body] of wrong) {
    const answer = await teacher.call<Refused>('POST', path, body);
    expect([path, answer.status]).toEqual([path, 400]);
    expect(answer.body.error.message).toMatch(/\.$/);
  }
});
