import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  aClass,
  aLesson,
  aRoom,
  aStudent,
  createTestDatabase,
  type TestDatabase,
} from '../../test/world.ts';
import { openSynced, startServer, TestDoor } from './collab.fixture.ts';
import { listEnded } from './persistence.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test('R5: a sign-in that is over without anybody saying so closes its open sockets, and no others', async () => {
  const door = new TestDoor();
  const server = await startServer(database.db, { door, limits: { signInCheckMs: 50 } });
  const { id: classId } = await aClass(database.db);
  const owner = await aStudent(database.db, { classId });
  const lesson = await aLesson(database.db, { classId });
  const { id: roomId } = await aRoom(database.db, {
    lessonId: lesson.id,
    ownerId: owner.memberId,
  });
  const [maya, leo] = [door.person('Maya'), door.person('Leo')];
  for (const person of [maya, leo]) door.allow(person, roomId);
  const out = await openSynced(server, { roomId, person: maya });
  const stays = await openSynced(server, { roomId, person: leo });
  door.ended.add(maya.caller.sessionId);
  expect(await out.closed).toEqual({ code: 4401, reason: 'session.missing' });
  expect(stays.provider.wsconnected).toBe(true);
  out.leave();
  stays.leave();
  await server.close();
});

test('R5: the database knows which sign-ins have expired or are gone', async () => {
  const now = Date.now();
  const userId = randomUUID();
  await database.db
    .insertInto('user')
    .values({ id: userId, name: 'Maya', email: `${userId}@x.test`, emailVerified: false })
    .execute();
  const [valid, expired, gone] = [randomUUID(), randomUUID(), randomUUID()];
  const aSignIn = (id: string, expiresAt: number) => ({
    id,
    token: id,
    userId,
    expiresAt: new Date(expiresAt),
    createdAt: new Date(now),
    updatedAt: new Date(now),
  });
  await database.db
    .insertInto('session')
    .values([aSignIn(valid, now + 60_000), aSignIn(expired, now - 1)])
    .execute();
  expect(await listEnded(database.db, [valid, expired, gone], now)).toEqual(
    new Set([expired, gone]),
  );
});
