import type { RoomView, RosterReply } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Device } from '../../test/http.ts';
import { type School, startSchool } from '../../test/school.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';

let database: TestDatabase;
let school: School;
let teacher: Device;
let nowMs = Date.now();
beforeAll(async () => {
  database = await createTestDatabase();
  school = await startSchool(database.db, { now: () => nowMs });
  teacher = await school.aTeacherDevice();
});
afterAll(async () => {
  await school.server.close();
  await database.close();
});

test('a student goes in with a code typed anyhow and a name, and gets two words once', async () => {
  const lesson = await school.open(teacher);
  const maya = school.aDevice();
  const typed = `${lesson.code.slice(0, 3).toLowerCase()}-${lesson.code.slice(3)} `;
  const first = await school.join(maya, typed, { name: 'Maya' });
  expect(first.status).toBe(200);
  expect(first.body.secret).toMatch(/^[a-z]+ [a-z]+$/);
  const again = await school.join(maya, lesson.code, { name: 'maya' });
  expect([again.status, again.body.roomId, again.body.secret]).toEqual([
    200,
    first.body.roomId,
    null,
  ]);
  const room = await maya.call<RoomView>('GET', `/api/rooms/${first.body.roomId}`);
  expect(room.body).toMatchObject({
    right: 'write',
    seated: true,
    me: { name: 'Maya', role: 'student' },
  });
});

test('on another device the name alone is refused, wrong words are counted, the right ones move the student there', async () => {
  const lesson = await school.open(teacher);
  const old = school.aDevice();
  const { body: maya } = await school.join(old, lesson.code, { name: 'Maya' });
  const fresh = school.aDevice();
  const bare = await school.join(fresh, lesson.code, { name: 'Maya' });
  expect([bare.status, bare.body.error.code]).toEqual([401, 'secret.needed']);
  const wrong = await school.join(fresh, lesson.code, { name: 'Maya', secret: 'no no' });
  expect(wrong.body.error).toMatchObject({ code: 'secret.wrong', details: { n: 4 } });
  const right = await school.join(fresh, lesson.code, {
    name: 'Maya',
    secret: maya.secret?.toUpperCase().replace(' ', '-'),
  });
  expect([right.status, right.body.roomId]).toEqual([200, maya.roomId]);
  expect((await fresh.call('GET', `/api/rooms/${maya.roomId}`)).status).toBe(200);
  expect((await old.call('GET', `/api/rooms/${maya.roomId}`)).status).toBe(404);
});

test('after five wrong words there is a wait, and it ends', async () => {
  const lesson = await school.open(teacher);
  const { body: leo } = await school.join(school.aDevice(), lesson.code, { name: 'Leo' });
  const guesser = school.aDevice();
  for (let i = 0; i < 5; i += 1)
    await school.join(guesser, lesson.code, { name: 'Leo', secret: `x${i} y` });
  const locked = await school.join(guesser, lesson.code, { name: 'Leo', secret: leo.secret });
  expect(locked.body.error.code).toBe('too.many');
  nowMs += 16 * 60_000;
  expect(
    (await school.join(guesser, lesson.code, { name: 'Leo', secret: leo.secret })).status,
  ).toBe(200);
});

test('the teacher gives new words: the old ones and the old device are out', async () => {
  const lesson = await school.open(teacher);
  const device = school.aDevice();
  const { body: nia } = await school.join(device, lesson.code, { name: 'Nia' });
  const reset = await teacher.call<{ secret: string }>(
    'POST',
    `/api/members/${nia.memberId}/secret`,
  );
  expect((await device.call('GET', `/api/rooms/${nia.roomId}`)).status).toBe(404);
  const other = school.aDevice();
  expect((await school.join(other, lesson.code, { name: 'Nia', secret: nia.secret })).status).toBe(
    401,
  );
  expect(
    (await school.join(other, lesson.code, { name: 'Nia', secret: reset.body.secret })).status,
  ).toBe(200);
  expect(school.heard.some(([name]) => name === 'session.ended')).toBe(true);
});

test('a shared device makes a second student a second person', async () => {
  const lesson = await school.open(teacher);
  const shared = school.aDevice();
  const { body: ada } = await school.join(shared, lesson.code, { name: 'Ada' });
  const { body: bo } = await school.join(shared, lesson.code, { name: 'Bo' });
  expect(bo.memberId).not.toBe(ada.memberId);
  expect((await shared.call('GET', `/api/rooms/${bo.roomId}`)).status).toBe(200);
  expect((await shared.call('GET', `/api/rooms/${ada.roomId}`)).status).toBe(404);
});

test('every refusal of the door has its code and its numbers', async () => {
  const lesson = await school.open(teacher);
  const device = school.aDevice();
  expect((await school.look(device, 'ZZZZZ2')).body.error.code).toBe('code.unknown');
  expect((await school.look(device, 'nonsense!')).body.error.code).toBe('code.unknown');
  await teacher.call('PATCH', `/api/classes/${lesson.classId}`, { maxMembers: 1 });
  await school.join(school.aDevice(), lesson.code, { name: 'First' });
  const full = await school.join(device, lesson.code, { name: 'Second' });
  expect(full.body.error).toMatchObject({ code: 'class.full', details: { n: 1, max: 1 } });
  const asTeacher = await school.join(teacher, lesson.code, { name: 'Sneaky' });
  expect(asTeacher.body.error.message).toContain('private window');
  const named = await school.join(device, lesson.code, { name: 'ms adeyemi' });
  expect(named.body.error.code).toBe('name.taken');
  expect((await school.join(device, lesson.code, {})).body.error.message).toBe(
    'Type the name your teacher knows you by.',
  );
  await teacher.call('POST', `/api/lessons/${lesson.id}/end`);
  const ended = await school.join(device, lesson.code, { name: 'Late' });
  expect([ended.status, ended.body.error.code]).toEqual([410, 'lesson.ended']);
  expect(ended.body.error.details?.['time']).toBeGreaterThan(0);
});

test('a locked door lets in whom the teacher admits, and nobody else', async () => {
  const lesson = await school.open(teacher);
  await teacher.call('POST', `/api/lessons/${lesson.id}/lock`, { locked: true });
  const [kim, lou] = [school.aDevice(), school.aDevice()];
  const outside = await school.join(kim, lesson.code, { name: 'Kim' });
  expect(outside.body.error).toMatchObject({
    code: 'door.locked',
    details: { teacher: 'Ms Adeyemi' },
  });
  const knockId = outside.body.error.details?.['knockId'];
  const still = await school.join(kim, lesson.code, { name: 'Kim', knockId });
  expect(still.body.error.details?.['knockId']).toBe(knockId);
  await teacher.call('POST', `/api/lessons/${lesson.id}/admit`, { knockId });
  expect((await school.join(lou, lesson.code, { name: 'Lou' })).status).toBe(423);
  expect((await school.join(kim, lesson.code, { name: 'Kim', knockId })).status).toBe(200);
});

test('somebody taken out is told so, also under another name, until put back', async () => {
  const lesson = await school.open(teacher);
  const device = school.aDevice();
  const { body: sam } = await school.join(device, lesson.code, { name: 'Sam' });
  await teacher.call('DELETE', `/api/members/${sam.memberId}`);
  expect((await device.call('GET', `/api/rooms/${sam.roomId}`)).body).toMatchObject({
    error: { code: 'member.removed' },
  });
  expect((await school.join(device, lesson.code, { name: 'Sam' })).body.error.code).toBe(
    'member.removed',
  );
  expect((await school.join(device, lesson.code, { name: 'Samuel' })).body.error.code).toBe(
    'member.removed',
  );
  await teacher.call('POST', `/api/classes/${lesson.classId}/roster`, { names: ['Sam'] });
  const back = await school.join(device, lesson.code, { name: 'Sam' });
  expect([back.status, back.body.roomId]).toEqual([200, sam.roomId]);
});

test('a pasted list is taken name by name, and what is left out is said', async () => {
  const lesson = await school.open(teacher);
  const pasted = [
    '1. Maya Cohen',
    '',
    '2)\tLeo  Marsh',
    'maya cohen',
    'x'.repeat(60),
    'Ms Adeyemi',
  ];
  const reply = await teacher.call<RosterReply>('POST', `/api/classes/${lesson.classId}/roster`, {
    names: pasted,
  });
  expect(reply.body.added).toBe(2);
  expect(reply.body.skipped.map((row) => row.why)).toEqual([
    'Already on the list.',
    'A name can have up to 40 characters.',
    'Already on the list.',
  ]);
  const door = await school.look(school.aDevice(), lesson.code);
  expect(door.body.roster.map((row) => row.name)).toEqual(['Leo Marsh', 'Maya Cohen']);
  const picked = door.body.roster[1]?.memberId;
  const { body: maya } = await school.join(school.aDevice(), lesson.code, { memberId: picked });
  expect([maya.memberId, maya.name]).toEqual([picked, 'Maya Cohen']);
});

test('a class of thirty comes in at once: every name once, every ink in turn, nobody over the limit', async () => {
  const lesson = await school.open(teacher);
  await teacher.call('PATCH', `/api/classes/${lesson.classId}`, { maxMembers: 30 });
  const names = Array.from({ length: 34 }, (_, i) => (i < 32 ? `Student ${i}` : 'Student 0'));
  const answers = await Promise.all(
    names.map((name) => school.join(school.aDevice(), lesson.code, { name })),
  );
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(30);
  const refused = answers
    .filter((answer) => answer.status !== 200)
    .map((answer) => answer.body.error.code);
  expect(
    refused.every((code) => ['class.full', 'name.taken', 'secret.needed'].includes(code)),
  ).toBe(true);
  const inks = await database.db
    .selectFrom('class_member')
    .select('ink')
    .where('classroom_id', '=', lesson.classId)
    .where('role', '=', 'student')
    .execute();
  const perInk = Array.from(
    { length: 12 },
    (_, ink) => inks.filter((row) => row.ink === ink).length,
  );
  expect(Math.max(...perInk) - Math.min(...perInk)).toBeLessThanOrEqual(1);
});

test('in pairs, arrivals are seated two by two; parting leaves everybody their own room', async () => {
  const lesson = await school.open(teacher, { work: 'pairs' });
  const rooms: string[] = [];
  const members: string[] = [];
  for (const name of ['A', 'B', 'C', 'D', 'E']) {
    const { body } = await school.join(school.aDevice(), lesson.code, { name });
    rooms.push(body.roomId);
    members.push(body.memberId);
  }
  expect([rooms[1], rooms[3]]).toEqual([rooms[0], rooms[2]]);
  expect(new Set(rooms).size).toBe(3);
  await teacher.call('POST', `/api/lessons/${lesson.id}/unpair`, { memberId: members[1] });
  const moved = school.heard.filter(([name]) => name === 'seat.moved').at(-1)?.[1];
  expect(moved).toMatchObject({ memberId: members[1] });
  await teacher.call('POST', `/api/lessons/${lesson.id}/pairs`, {
    memberIds: [members[4], members[1]],
  });
  expect(school.heard.at(-1)?.[1]).toMatchObject({ memberId: members[1], roomId: rooms[4] });
});

test('in pairs, nobody is put beside a student whom the teacher has set to work alone', async () => {
  const lesson = await school.open(teacher, { work: 'pairs' });
  const arrive = async (name: string) =>
    (await school.join(school.aDevice(), lesson.code, { name })).body;
  const [first, second] = [await arrive('A'), await arrive('B')];
  await teacher.call('POST', `/api/lessons/${lesson.id}/unpair`, { memberId: first.memberId });
  const third = await arrive('C');
  // The partner who was left waits for somebody; the one who works alone does not.
  expect(third.roomId).not.toBe(first.roomId);
  const seats = await database.db
    .selectFrom('seat')
    .select(['member_id', 'room_id'])
    .where('lesson_id', '=', lesson.id)
    .execute();
  const roomOf = (id: string) => seats.find((seat) => seat.member_id === id)?.room_id;
  expect(roomOf(third.memberId)).toBe(roomOf(second.memberId));
});

test('wrong codes are slowed down per address, right ones never', async () => {
  const lesson = await school.open(teacher);
  const guesser = school.aDevice();
  for (let i = 0; i < 30; i += 1) await school.look(guesser, 'ZZZZZ3');
  expect((await school.look(guesser, 'ZZZZZ3')).status).toBe(429);
  nowMs += 61_000;
  const looks = await Promise.all(
    Array.from({ length: 100 }, () => school.look(school.aDevice(), lesson.code)),
  );
  expect(looks.every((look) => look.status === 200)).toBe(true);
});
