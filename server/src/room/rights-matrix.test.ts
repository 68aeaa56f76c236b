import { can, type JoinReply, type LessonView, type Right, type Role } from '@learnflow/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Device } from '../../test/http.ts';
import { type School, startSchool } from '../../test/school.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';

/**
 * Every route that asks for a right × everybody who could try it. The expectation comes from the rights table alone, so a
 * route that forgets its check fails here; so does one that nobody thought of, because the routes list themselves.
 */
let database: TestDatabase;
let school: School;
let lesson: LessonView;
let maya: JoinReply;
const people = new Map<string, { device: Device; role: Role | undefined }>();

beforeAll(async () => {
  database = await createTestDatabase();
  school = await startSchool(database.db);
  const teacher = await school.aTeacherDevice();
  const other = await school.aTeacherDevice('Mr Other');
  lesson = await school.open(teacher);
  const otherLesson = await school.open(other);
  const student = school.aDevice();
  maya = (await school.join(student, lesson.code, { name: 'Maya' })).body;
  const stranger = school.aDevice();
  await school.join(stranger, otherLesson.code, { name: 'Stranger' });
  const tutorDevice = school.aDevice();
  const tutor = (await school.join(tutorDevice, lesson.code, { name: 'Raj' })).body;
  await database.db
    .updateTable('class_member')
    .set({ role: 'tutor' })
    .where('id', '=', tutor.memberId)
    .execute();

  people.set('nobody', { device: school.aDevice(), role: undefined });
  people.set('a student of another class', { device: stranger, role: undefined });
  people.set('a teacher of another class', { device: other, role: undefined });
  people.set('a student', { device: student, role: 'student' });
  people.set('a tutor', { device: tutorDevice, role: 'tutor' });
  people.set('the teacher', { device: teacher, role: 'teacher' });
});
afterAll(async () => {
  await school.server.close();
  await database.close();
});

describe('who gets through which route', () => {
  test('as the rights table says, for every route and everybody', async () => {
    const guarded = school.server.routes.filter(
      (route) => !['public', 'session', 'teacher'].includes(route.access),
    );
    expect(guarded.length).toBeGreaterThan(12);
    let tried = 0;
    for (const route of guarded) {
      const path = route.path
        .replace(':classId', lesson.classId)
        .replace(':lessonId', lesson.id)
        .replace(':memberId', maya.memberId)
        .replace(':roomId', maya.roomId)
        .replace(':courseName/:exerciseName', 'first-steps/rainfall');
      expect(path).not.toContain(':');
      for (const [who, { device, role }] of people) {
        // A body of the wrong shape: whoever has the right gets 400 (or 200 without a body) and changes nothing.
        const isSafe = route.method === 'get' || route.body !== undefined;
        const allowed = role !== undefined && can(role, route.access as Right);
        if (allowed && !isSafe) continue;
        const answer = await device.call(
          route.method.toUpperCase(),
          path,
          route.method === 'get'
            ? undefined
            : {
                locked: 0,
                work: 0,
                names: 0,
                memberIds: 0,
                memberId: 0,
                knockId: 0,
                name: 0,
                policy: 0,
              },
        );
        const said = `${who}: ${route.method} ${route.path} → ${answer.status}`;
        if (allowed) expect([200, 400], said).toContain(answer.status);
        else expect([401, 403, 404], said).toContain(answer.status);
        if (who === 'nobody') expect(answer.status, said).toBe(401);
        if (who.includes('another class')) expect(answer.status, said).toBe(404);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(60);
  });

  test('teachers only: a student cannot open a room or list classes', async () => {
    const student = people.get('a student')?.device;
    expect((await student?.call('POST', '/api/lessons/open', {}))?.status).toBe(403);
    expect((await student?.call('GET', '/api/classes'))?.status).toBe(403);
  });

  test("a student reaches no other student's room, nor one that does not exist", async () => {
    const leo = school.aDevice();
    await school.join(leo, lesson.code, { name: 'Leo' });
    expect((await leo.call('GET', `/api/rooms/${maya.roomId}`)).status).toBe(404);
    expect((await leo.call('GET', `/api/rooms/${crypto.randomUUID()}`)).status).toBe(404);
    expect((await leo.call('GET', '/api/rooms/not-an-id')).status).toBe(404);
  });
});
