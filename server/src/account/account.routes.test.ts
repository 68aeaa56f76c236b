import { afterEach, beforeEach, expect, test } from 'vitest';
import { Device, startTestServer, type TestServer } from '../../test/http.ts';
import { aLesson, aRoom, createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { createSetupToken } from './account.service.ts';
import { createDemoTeacher } from './demo-teacher.ts';
import { createGuests } from './guests.ts';

const passphrase = 'seven green rivers';
let database: TestDatabase;
let server: TestServer;
let now = Date.now();
const clock = { now: () => now };

beforeEach(async () => {
  database = await createTestDatabase();
  server = await startTestServer({ db: database.db, clock });
});
afterEach(async () => {
  await server.close();
  await database.close();
});

async function link(): Promise<string> {
  return (await createSetupToken(database.db, clock)) ?? '';
}
async function aSetUpServer(name = 'Ms Adeyemi'): Promise<Device> {
  const device = new Device(server.url);
  const answer = await device.call('POST', '/api/setup', { token: await link(), name, passphrase });
  expect(answer.status).toBe(200);
  return device;
}

test('the one-time link makes the first teacher and signs her in', async () => {
  const device = new Device(server.url);
  expect(await device.me()).toEqual({
    user: null,
    needsSetup: true,
    asksName: false,
    rejoin: [],
    address: null,
  });
  const answer = await device.call('POST', '/api/setup', {
    token: await link(),
    name: ' Ms Adeyemi ',
    passphrase,
  });
  expect(answer.status).toBe(200);
  expect(await device.me()).toEqual({
    user: { name: 'Ms Adeyemi', kind: 'teacher' },
    needsSetup: false,
    asksName: false,
    rejoin: [],
    address: null,
  });
  expect(await createSetupToken(database.db, clock)).toBeUndefined();
});

test('session cookies are httpOnly and SameSite, and Secure only when served by https', async () => {
  await server.close();
  server = await startTestServer({ db: database.db, clock, trustProxy: 1 });
  await aSetUpServer();
  const plain = await new Device(server.url).call('POST', '/api/sign-in', { passphrase });
  const [line = ''] = plain.headers.getSetCookie();
  expect(line).toMatch(/; HttpOnly/i);
  expect(line).toMatch(/; SameSite=Lax/i);
  expect(line).not.toMatch(/; Secure/i);
  const behind = await new Device(server.url).call(
    'POST',
    '/api/sign-in',
    { passphrase },
    { 'x-forwarded-proto': 'https' },
  );
  expect(behind.headers.getSetCookie()[0]).toMatch(/; Secure/i);
});

test('the token of the link is kept only as a hash', async () => {
  const token = await link();
  const rows = await database.db.selectFrom('setup_link').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(token);
});

test('of many who use links at the same moment, exactly one becomes the teacher', async () => {
  const tokens = [await link(), await link()];
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      new Device(server.url).call<{ error?: { code: string } }>('POST', '/api/setup', {
        token: tokens[i % 2],
        name: `Teacher ${i}`,
        passphrase,
      }),
    ),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused.map(({ body }) => body.error?.code)).toEqual(Array(11).fill('setup.link'));
  expect(await database.db.selectFrom('user').select('id').execute()).toHaveLength(1);
});

test('a link is refused after a day, and a passphrase that is too short does not spend it', async () => {
  const token = await link();
  const device = new Device(server.url);
  const short = await device.call('POST', '/api/setup', {
    token,
    name: 'Ms A',
    passphrase: 'short',
  });
  expect(short.status).toBe(400);
  expect(short.body).toMatchObject({
    error: { code: 'request.invalid', message: 'A passphrase needs at least 8 characters.' },
  });
  now += 24 * 3600_000 + 1;
  const late = await device.call('POST', '/api/setup', { token, name: 'Ms A', passphrase });
  expect(late).toMatchObject({ status: 401, body: { error: { code: 'setup.link' } } });
});

test('the only teacher signs in by passphrase alone, whatever is signed in on the device', async () => {
  await aSetUpServer();
  const device = new Device(server.url);
  const guest = await createGuests(server.account.auth).create('Maya', {});
  device.keep(guest.cookies);
  expect((await device.me()).user).toEqual({ name: 'Maya', kind: 'student' });
  expect((await device.call('POST', '/api/sign-in', { passphrase })).status).toBe(200);
  expect((await device.me()).user).toEqual({ name: 'Ms Adeyemi', kind: 'teacher' });
  const users = await database.db.selectFrom('user').select('name').orderBy('name').execute();
  expect(users).toEqual([{ name: 'Maya' }, { name: 'Ms Adeyemi' }]);
});

test('wrong passphrases count down to a pause of a quarter of an hour, then a right one works', async () => {
  await aSetUpServer();
  const device = new Device(server.url);
  const left: unknown[] = [];
  for (let i = 0; i < 5; i += 1) {
    const answer = await device.call<{ error: { code: string; details: { n: number } } }>(
      'POST',
      '/api/sign-in',
      { passphrase: `wrong ${i}` },
    );
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'passphrase.wrong' } } });
    left.push(answer.body.error.details.n);
  }
  expect(left).toEqual([4, 3, 2, 1, 0]);
  now += 60_000;
  const locked = await device.call('POST', '/api/sign-in', { passphrase });
  expect(locked).toMatchObject({
    status: 429,
    body: { error: { code: 'too.many', details: { s: 14 * 60 } } },
  });
  expect(locked.headers.get('retry-after')).toBe('840');
  now += 14 * 60_000;
  expect((await device.call('POST', '/api/sign-in', { passphrase })).status).toBe(200);
});

test('many tries at the same moment do not slip past the count', async () => {
  await aSetUpServer();
  const answers = await Promise.all(
    Array.from({ length: 12 }, () =>
      new Device(server.url).call('POST', '/api/sign-in', { passphrase: 'guessing a lot' }),
    ),
  );
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
});

test('an unknown name is refused like a wrong passphrase and takes as long', async () => {
  await aSetUpServer();
  const device = new Device(server.url);
  const timed = async (name: string) => {
    const began = performance.now();
    const answer = await device.call('POST', '/api/sign-in', { name, passphrase: 'wrong one' });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'passphrase.wrong' } } });
    return performance.now() - began;
  };
  const known = Math.min(await timed('ms adeyemi'), await timed('Ms  Adeyemi'));
  const unknown = Math.min(await timed('Nobody'), await timed('Nobody'));
  // Without the hashing an unknown name answers in a few milliseconds.
  expect(unknown).toBeGreaterThan(known / 3);
});

test('signing out ends the session at once, also for the copied cookie, and tells the sockets', async () => {
  const device = await aSetUpServer();
  const copied = device.cookie;
  const told: string[] = [];
  server.events.on('session.ended', ({ userId }) => told.push(userId));
  expect((await server.findCaller({ cookie: copied }))?.kind).toBe('teacher');
  expect((await device.call('POST', '/api/sign-out')).status).toBe(200);
  expect(device.cookie).toBe('');
  expect(await server.findCaller({ cookie: copied })).toBeUndefined();
  expect(told).toHaveLength(1);
  expect((await device.call('POST', '/api/sign-out')).status).toBe(401);
});

test('a forged or altered session cookie is nobody', async () => {
  const { cookie } = await aSetUpServer();
  const [name, value = ''] = cookie.split('=');
  for (const forged of [
    '',
    'x',
    value.replace(/^./, (c) => (c === 'a' ? 'b' : 'a')),
    value.slice(0, -3),
  ]) {
    expect(await server.findCaller({ cookie: `${name}=${forged}` })).toBeUndefined();
  }
});

test('me lists the rooms of this device, the latest first, without classes one was taken out of', async () => {
  const device = new Device(server.url);
  const guest = await createGuests(server.account.auth).create('Zoë 🎒', {});
  device.keep(guest.cookies);
  const { db } = database;
  const expected: string[] = [];
  for (const [i, className] of ['7A', '8B', '9C'].entries()) {
    const classroom = await db
      .insertInto('classroom')
      .values({ name: className })
      .returning('id')
      .executeTakeFirstOrThrow();
    const member = await db
      .insertInto('class_member')
      .values({
        classroom_id: classroom.id,
        user_id: guest.userId,
        role: 'student',
        name: 'Zoë 🎒',
        name_key: 'zoë 🎒',
        removed_at: className === '8B' ? new Date() : null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const lesson = await aLesson(db, { classId: classroom.id });
    const room = await aRoom(db, { lessonId: lesson.id, ownerId: member.id });
    await db
      .updateTable('seat')
      .set({ seen_at: new Date(1_700_000_000_000 + i) })
      .where('room_id', '=', room.id)
      .execute();
    if (className !== '8B') expected.unshift(room.id);
  }
  const me = await device.me();
  expect(me.rejoin.map(({ roomId }) => roomId)).toEqual(expected);
  expect(me.rejoin[0]).toMatchObject({
    className: '9C',
    name: 'Zoë 🎒',
    leftAt: 1_700_000_000_002,
  });
});

test('the demo link exists only on a demo server, works more than once, and is nobody’s account', async () => {
  const without = await new Device(server.url).call('POST', '/api/demo', { token: 'x' });
  expect(without.status).toBe(404);

  await server.close();
  let token = '';
  server = await startTestServer({
    db: database.db,
    clock,
    demo: async ({ db, auth }) => {
      const demo = await createDemoTeacher(db, auth, 'Ms Adeyemi');
      token = demo.token;
      return demo;
    },
  });
  for (let i = 0; i < 2; i += 1) {
    const device = new Device(server.url);
    expect((await device.call('POST', '/api/demo', { token })).status).toBe(200);
    expect(await device.me()).toMatchObject({ user: { kind: 'teacher' }, needsSetup: true });
  }
  const wrong = await new Device(server.url).call('POST', '/api/demo', { token: 'guess' });
  expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'setup.link' } } });
});
