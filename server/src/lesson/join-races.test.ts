import type { JoinReply } from '@learnflow/shared';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Answer, Device } from '../../test/http.ts';
import { type Refused, type School, startSchool } from '../../test/school.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';

let database: TestDatabase;
let school: School;
let teacher: Device;
let nowMs: number;
/** Happens once, between looking at a name and taking it. */
let meanwhile: (() => Promise<unknown>) | undefined;

beforeEach(async () => {
  nowMs = Date.now();
  meanwhile = undefined;
  database = await createTestDatabase();
  school = await startSchool(
    database.db,
    { now: () => nowMs },
    {
      trustProxy: 1,
      beforeGuest: async () => {
        const job = meanwhile;
        meanwhile = undefined;
        await job?.();
      },
    },
  );
  teacher = await school.aTeacherDevice();
});
afterEach(async () => {
  await school.server.close();
  await database.close();
});

const codesOf = (answers: Answer<JoinReply & Refused>[]) =>
  answers.map((answer) => (answer.status === 200 ? 'in' : answer.body.error.code)).sort();
const guests = () =>
  database.db.selectFrom('user').select('id').where('isAnonymous', '=', true).execute();
const from = (device: Device, ip: string, body: object) =>
  device.call<JoinReply & Refused>('POST', '/api/join', body, { 'x-forwarded-for': ip });

test('old words do not win against new ones given while they were looked at', async () => {
  const lesson = await school.open(teacher);
  const maya = (await school.join(school.aDevice(), lesson.code, { name: 'Maya' })).body;
  const other = school.aDevice();
  meanwhile = () => teacher.call('POST', `/api/members/${maya.memberId}/secret`);
  const answer = await school.join(other, lesson.code, { name: 'Maya', secret: maya.secret });
  expect(answer.body.error.code).toBe('secret.needed');
  expect((await other.call('GET', `/api/rooms/${maya.roomId}`)).status).toBe(401);
  expect(await guests()).toHaveLength(1);
});

test('somebody taken out while coming back is told so', async () => {
  const lesson = await school.open(teacher);
  const maya = (await school.join(school.aDevice(), lesson.code, { name: 'Maya' })).body;
  meanwhile = () => teacher.call('DELETE', `/api/members/${maya.memberId}`);
  const answer = await school.join(school.aDevice(), lesson.code, {
    name: 'Maya',
    secret: maya.secret,
  });
  expect(answer.body.error.code).toBe('member.removed');
});

test('nobody gets a seat in a lesson that ended while they came back', async () => {
  const first = await school.open(teacher);
  const maya = (await school.join(school.aDevice(), first.code, { name: 'Maya' })).body;
  await teacher.call('POST', `/api/lessons/${first.id}/end`);
  const lesson = await school.open(teacher, { classId: first.classId });
  meanwhile = () => teacher.call('POST', `/api/lessons/${lesson.id}/end`);
  const answer = await school.join(school.aDevice(), lesson.code, {
    name: 'Maya',
    secret: maya.secret,
  });
  expect(answer.body.error.code).toBe('lesson.ended');
});

test.each([
  ['one IPv6 household', (i: number) => `2001:db8:1:2::${(i + 1).toString(16)}`],
  ['many addresses', (i: number) => `10.0.${i}.1`],
])('the words of a student cannot be guessed from %s', async (_where, address) => {
  const lesson = await school.open(teacher);
  await school.join(school.aDevice(), lesson.code, { name: 'Maya' });
  const answers = [];
  for (let i = 0; i < 8; i += 1) {
    const body = { code: lesson.code, name: 'Maya', secret: `guess ${i}` };
    answers.push(await from(school.aDevice(), address(i), body));
  }
  expect(codesOf(answers)).toEqual([
    ...Array<string>(5).fill('secret.wrong'),
    ...Array<string>(3).fill('too.many'),
  ]);
});

test('a right code passes while wrong ones of the same address wait', async () => {
  const lesson = await school.open(teacher);
  for (let i = 0; i < 31; i += 1) await school.look(school.aDevice(), 'ZZZZZ3');
  expect((await school.look(school.aDevice(), 'ZZZZZ3')).status).toBe(429);
  expect((await school.look(school.aDevice(), lesson.code)).status).toBe(200);
  const maya = await school.join(school.aDevice(), lesson.code, { name: 'Maya' });
  expect(maya.status).toBe(200);
});

test('of many who take one name at once one gets it, and no account is left of the others', async () => {
  const lesson = await school.open(teacher);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => school.join(school.aDevice(), lesson.code, { name: 'Maya' })),
  );
  expect(codesOf(answers)[0]).toBe('in');
  expect(codesOf(answers).slice(1)).not.toContain('in');
  expect(await guests()).toHaveLength(1);
});

test('one device that asks twice at once is one student, and under two names two accounts', async () => {
  const lesson = await school.open(teacher);
  const other = await school.open(teacher);
  const device = school.aDevice();
  await school.join(device, other.code, { name: 'Maya' });
  const twice = await Promise.all([
    school.join(device, lesson.code, { name: 'Maya' }),
    school.join(device, lesson.code, { name: 'Maya' }),
  ]);
  expect(codesOf(twice)).toEqual(['in', 'in']);
  expect(twice[0].body.memberId).toBe(twice[1].body.memberId);

  const third = await school.open(teacher);
  await Promise.all([
    school.join(device, third.code, { name: 'Maya' }),
    school.join(device, third.code, { name: 'Leo' }),
  ]);
  const rows = await database.db
    .selectFrom('class_member')
    .select('user_id')
    .where('classroom_id', '=', third.classId)
    .where('role', '=', 'student')
    .execute();
  expect(rows).toHaveLength(2);
  expect(new Set(rows.map((row) => row.user_id)).size).toBe(2);
});

test('a whole school at one door is let in, and others are served meanwhile', async () => {
  const lesson = await school.open(teacher);
  await teacher.call('PATCH', `/api/classes/${lesson.classId}`, { maxMembers: 200 });
  let isDone = false;
  const coming = Promise.all(
    Array.from({ length: 60 }, (_, i) =>
      school.join(school.aDevice(), lesson.code, { name: `Student ${i}` }),
    ),
  ).finally(() => {
    isDone = true;
  });
  const served: number[] = [];
  while (!isDone) served.push((await teacher.call('GET', `/api/lessons/${lesson.id}`)).status);
  expect(new Set(codesOf(await coming))).toEqual(new Set(['in']));
  expect(new Set(served)).toEqual(new Set([200]));
}, 60_000);
