import { randomUUID } from 'node:crypto';
import { agents } from '@learnflow/agents';
import { can, nameKey, type Right, rights, type Role, roles } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGuests } from '../src/account/guests.ts';
import { anEvent } from '../src/bus/bus.fixture.ts';
import { insertDeadLetter, listDeadLetters } from '../src/bus/consumer.store.ts';
import { appendEvents } from '../src/bus/outbox.store.ts';
import { streamRoutes } from '../src/bus/stream.routes.ts';
import { classroomRoutes } from '../src/classroom/classroom.routes.ts';
import { systemClock } from '../src/clock.ts';
import { insertAttempt } from '../src/grade/attempt.store.ts';
import { anExercise } from '../src/grade/rule-grader.fixture.ts';
import { aWorkWorld, type WorkWorld } from '../src/grade/work.fixture.ts';
import { workRoutes } from '../src/grade/work.routes.ts';
import { historyRoutes } from '../src/history/history.routes.ts';
import { Timelines } from '../src/history/timelines.ts';
import { ClassExercises } from '../src/made/class-exercises.ts';
import { madeRoutes } from '../src/made/made.routes.ts';
import { createDoor } from '../src/lesson/door.ts';
import { joinRoutes } from '../src/lesson/join.routes.ts';
import { lessonRoutes } from '../src/lesson/lesson.routes.ts';
import { silentLog } from '../src/log.ts';
import { progressRoutes } from '../src/progress/progress.routes.ts';
import { quizRoutes } from '../src/quiz/quiz.routes.ts';
import { createAccess } from '../src/room/access.service.ts';
import { roomRoutes } from '../src/room/room.routes.ts';
import { Device, startTestServer, type TestServer } from './http.ts';
import {
  aClass,
  aLesson,
  aRoom,
  aStudent,
  createTestDatabase,
  type TestDatabase,
} from './world.ts';

/** Everybody who may knock at a route: the roles of the class, and those who have none in it. */
const people = ['nobody', 'stranger', 'removed', ...roles] as const;
type Who = (typeof people)[number];

let database: TestDatabase;
let server: TestServer;
let work: WorkWorld;
let timelines: Timelines;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  work = await aWorkWorld(db);
  timelines = new Timelines({ db, log: silentLog, documents: work.documents });
  const access = createAccess({ db });
  const made = new ClassExercises({
    db,
    files: { ...work.deps.courses, ...noQuizzes },
    log: silentLog,
  });
  server = await startTestServer({
    db,
    access,
    routes: ({ auth, events, clock }) => {
      const deps = {
        ...{ db, clock, events, access, random: Math.random },
        guests: createGuests(auth),
        door: createDoor(systemClock),
        presence: { here: () => new Set<string>() },
      };
      return [
        ...classroomRoutes(deps),
        ...lessonRoutes(deps),
        ...joinRoutes(deps),
        ...roomRoutes(deps),
        ...workRoutes({ ...work.deps, access, events }),
        ...quizRoutes({ ...deps, courses: { ...work.deps.courses, ...noQuizzes } }),
        ...progressRoutes({ ...deps, agents, courses: { ...work.deps.courses, ...noQuizzes } }),
        ...madeRoutes({
          ...{ db, clock, events, grader: work.grader, exercises: made, log: silentLog },
          agents: { makeExercises: () => ({ offered: ['Loops'] }) },
          ...{ rate: work.deps.rate, random: Math.random, closing: new AbortController().signal },
          tutor: agents.tutor,
        }),
        ...historyRoutes({ ...deps, documents: work.documents, timelines }),
        ...streamRoutes({
          db,
          clock,
          subscriptions: [],
          bus: { publish: () => Promise.resolve() },
        }),
      ];
    },
  });
});
afterAll(async () => {
  await server.close();
  await timelines.close();
  await work.close();
  await database.close();
});

const noQuizzes = { all: () => [], findQuiz: () => undefined };

/** A class of its own with a running lesson, and the person with a session and their place in it. */
async function worldOf(who: Who): Promise<{ device: Device; ids: Record<string, string> }> {
  const { db } = database;
  const { id: classId } = await aClass(db);
  const lesson = await aLesson(db, { classId });
  const other = await aStudent(db, { classId });
  const device = new Device(server.url);
  let ownerId = other.memberId;
  if (who !== 'nobody') {
    const guest = await createGuests(server.account.auth).create(`The ${who}`, {});
    device.keep(guest.cookies);
    if (who !== 'stranger') ownerId = await enroll(classId, who, guest.userId, ownerId);
  }
  const room = await aRoom(db, { lessonId: lesson.id, ownerId });
  return {
    device,
    ids: {
      ...{ classId, lessonId: lesson.id, memberId: other.memberId, roomId: room.id },
      attemptId: await anAttempt(room.id, other.memberId),
      letterId: await aDeadLetter(classId),
    },
  };
}

const loaded = anExercise();

/** An event of the class that nobody could take. */
async function aDeadLetter(classId: string): Promise<string> {
  const { db } = database;
  const event = anEvent(randomUUID());
  await db.transaction().execute((trx) => appendEvents(trx, { classId }, [event]));
  const failure = { consumer: 'somebody', eventId: event.id, reason: 'No.', tries: 5 };
  await insertDeadLetter(db, { ...failure, at: new Date() });
  const [letter] = await listDeadLetters(db, classId, 1);
  return letter?.id ?? '';
}

async function anAttempt(roomId: string, memberId: string): Promise<string> {
  const id = randomUUID();
  const { entry, tests, constraints, id: exercise } = loaded.exercise;
  await database.db.transaction().execute((trx) =>
    insertAttempt(
      trx,
      {
        ...{ id, roomId, memberId, exercise, entry, version: loaded.version },
        ...{ at: new Date(), kind: 'check', files: [], content: id, clientKey: id },
      },
      { entry, tests, constraints },
    ),
  );
  return id;
}

/** What a route asks for behind the `?`; without it there is nothing to be found. */
const queries: Record<string, string> = {
  '/api/lessons/:lessonId/pulse': `?exercise=${loaded.exercise.id}`,
};

/** @returns whose room the test looks at: a student's own, for everybody else that of another student */
async function enroll(
  classId: string,
  who: Role | 'removed',
  userId: string,
  otherId: string,
): Promise<string> {
  const role = who === 'removed' ? 'student' : who;
  const { id } = await database.db
    .insertInto('class_member')
    .values({
      classroom_id: classId,
      user_id: userId,
      role,
      name: `The ${who}`,
      name_key: nameKey(`The ${who}`),
      removed_at: who === 'removed' ? new Date() : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return role === 'student' ? id : otherId;
}

const isRight = (access: string): access is Right => access in rights;

test.each(people)('%s reaches exactly the routes that the table of rights allows', async (who) => {
  const asked = server.routes.filter(({ access }) => isRight(access));
  expect(asked.length).toBeGreaterThan(30);
  const wrong: string[] = [];
  for (const { method, path, access } of asked) {
    if (!isRight(access)) continue;
    const { device, ids } = await worldOf(who);
    const place = path.replace(/:(\w+)/g, (_, name: string) => ids[name] ?? name);
    const { status, body } = await device.call<{ error?: { code: string } }>(
      method.toUpperCase(),
      place + (queries[path] ?? ''),
    );
    const code = body.error?.code ?? '';
    const isAsExpected = {
      nobody: status === 401,
      // Things of a class one is not in do not exist.
      stranger: status === 404,
      removed: status === 403 || status === 404,
    };
    const ok =
      who in isAsExpected
        ? isAsExpected[who as keyof typeof isAsExpected]
        : can(who as Role, access)
          ? ![401, 403, 404, 500].includes(status)
          : status === 403 && code === 'forbidden';
    if (!ok) wrong.push(`${method} ${path} (${access}): ${status} ${code}`);
  }
  expect(wrong).toEqual([]);
});
