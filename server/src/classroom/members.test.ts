import type { MemberView } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, Device } from '../../test/http.ts';
import { type School, startSchool } from '../../test/school.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';

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

interface OneClass {
  teacher: Device;
  maya: { memberId: string; device: Device };
  classId: string;
  /** Names in the class, and names of those who were taken out. */
  names(): Promise<{ here: string[]; removed: string[] }>;
}
/** A class with a lesson, and Zoe, Maya and Leo in it. */
async function aTaughtClass(): Promise<OneClass> {
  const teacher = await school.aTeacherDevice();
  const { classId, code } = await school.open(teacher);
  const members: OneClass['maya'][] = [];
  for (const name of ['Zoe', 'Maya', 'Leo']) {
    const device = school.aDevice();
    const { body } = await school.join(device, code, { name });
    members.push({ memberId: body.memberId, device });
  }
  const list = async (path: string): Promise<string[]> => {
    const { body } = await teacher.call<MemberView[]>('GET', `/api/classes/${classId}/${path}`);
    return body.filter(({ role }) => role === 'student').map(({ name }) => name);
  };
  return {
    ...{ teacher, classId, maya: members[1] ?? expect.fail() },
    names: async () => ({ here: await list('members'), removed: await list('members/removed') }),
  };
}
const change = (device: Device, method: string, path: string): Promise<Answer> =>
  device.call(method, `/api/members/${path}`);

test('a student who is taken out is listed among the removed alone, and comes back with restore', async () => {
  const { teacher, maya, names } = await aTaughtClass();
  expect(await names()).toEqual({ here: ['Leo', 'Maya', 'Zoe'], removed: [] });
  expect((await change(teacher, 'DELETE', maya.memberId)).status).toBe(200);
  expect(await names()).toEqual({ here: ['Leo', 'Zoe'], removed: ['Maya'] });
  expect((await change(teacher, 'POST', `${maya.memberId}/restore`)).status).toBe(200);
  expect(await names()).toEqual({ here: ['Leo', 'Maya', 'Zoe'], removed: [] });
});

test('the removed of one class are not those of another', async () => {
  const [one, other] = [await aTaughtClass(), await aTaughtClass()];
  await change(one.teacher, 'DELETE', one.maya.memberId);
  expect((await other.names()).removed).toEqual([]);
});

test('a list with the name of a removed student brings them back, not somebody new', async () => {
  const { teacher, classId, maya, names } = await aTaughtClass();
  await change(teacher, 'DELETE', maya.memberId);
  const { body } = await teacher.call('POST', `/api/classes/${classId}/roster`, {
    names: ['Maya'],
  });
  expect(body).toEqual({ added: 1, skipped: [] });
  expect(await names()).toEqual({ here: ['Leo', 'Maya', 'Zoe'], removed: [] });
});
