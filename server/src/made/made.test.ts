import type { Exercise } from '@learnflow/shared';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { aClass, aStudent, createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { anExercise, secrets } from '../grade/rule-grader.fixture.ts';
import { aWorkWorld, type WorkWorld } from '../grade/work.fixture.ts';
import { getRoomWork, openExercise, setLessonExercises } from '../grade/work.service.ts';
import { silentLog } from '../log.ts';
import { assignMade, seeNotices } from './assign.service.ts';
import { ClassExercises, courseOf } from './class-exercises.ts';
import type { MadeDeps } from './made-deps.ts';
import { listClassExercises, makeExercises } from './make.service.ts';

let database: TestDatabase;
const files = () => ({ ...world.deps.courses, all: () => [], findQuiz: () => undefined });
let world: WorkWorld;
let exercises: ClassExercises;
let deps: MadeDeps;
let work: WorkWorld['deps'];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  world = await aWorkWorld(database.db);
  const { db } = database;
  exercises = new ClassExercises({ db, files: files(), log: silentLog });
  work = { ...world.deps, courses: exercises };
  deps = {
    ...{ db, agents: { makeExercises: maker }, grader: world.grader, exercises },
    ...{ events: work.events, clock: work.clock, log: silentLog, random: () => 0.5 },
    rate: { take: () => undefined },
    tutor: { model: null, draftExercise: expect.fail },
    closing: new AbortController().signal,
  };
});
afterEach(async () => {
  await exercises.close();
  await world.close();
});

/** Every other candidate has a solution that is wrong. */
const maker: MadeDeps['agents']['makeExercises'] = (request, { course }) =>
  request.includes('loops') ? { count: 2, candidates: candidates(course) } : { offered: ['Loops'] };

function* candidates(course: string): Generator<Exercise> {
  for (let n = 1; ; n++) {
    const { exercise } = anExercise(`double-${n}`);
    const solution = n % 2 === 1 ? 'return x' : `return x * 2 # ${secrets.solution}`;
    yield {
      ...exercise,
      ...{ id: `${course}/double-${n}`, title: `Double ${n}`, entry: 'double.py' },
      starter: [{ name: 'double.py', text: 'def double(x):\n    pass\n' }],
      solution: [{ name: 'double.py', text: `def double(x):\n    ${solution}\n` }],
    };
  }
}

const forClass = () => ({
  classId: world.teacher.classId,
  memberId: world.teacher.memberId,
  lessonId: world.lessonId,
});
const make = async () =>
  (await makeExercises(deps, forClass(), { request: 'two on loops' })).exercises;
const workOf = (who: 'maya' | 'leo') =>
  getRoomWork(work, world[who].caller, who === 'maya' ? world.mayasRoom : world.leosRoom);

test('what fails in the sandbox is replaced before anybody sees it, and what passes is the class’s own', async () => {
  const made = await make();
  expect(made.map(({ title }) => title)).toEqual(['Double 2', 'Double 4']);
  expect(made[0]).toMatchObject({ tests: 3, hidden: 2 });
  expect(made[0]?.solution[0]?.text).toContain('return x * 2');
  expect(await listClassExercises(deps, world.teacher.classId)).toHaveLength(2);
  const id = made[0]?.id ?? '';
  expect(exercises.find(id)?.exercise.title).toBe('Double 2');
  // A server that starts later knows it too, and so does one that has to look again.
  const other = new ClassExercises({
    ...work,
    db: database.db,
    files: files(),
    log: silentLog,
  });
  expect(other.find(id)).toBeUndefined();
  await expect.poll(() => other.find(id)?.exercise.title).toBe('Double 2');
  await other.close();
});

test('asked again the class gets others, with titles it does not have yet', async () => {
  await make();
  expect((await make()).map(({ title }) => title)).toEqual(['Double 6', 'Double 8']);
});

test('of an unknown topic the topics are offered, and nothing is tried', async () => {
  const said = await makeExercises(deps, forClass(), { request: 'quantum physics' });
  expect(said).toEqual({
    exercises: [],
    offered: ['Loops'],
    ...{ askedModel: false, canDraft: false },
  });
  expect(world.grader.judged).toEqual([]);
});

test('without a grader nothing is made', async () => {
  world.grader.isAway = true;
  await expect(make()).rejects.toThrow();
  expect(await listClassExercises(deps, world.teacher.classId)).toEqual([]);
});

test('everybody is told once, also those who come later, and nobody gets the solution or a hidden test', async () => {
  // Not in the order of their ids: the lesson's order is the teacher's.
  const ids = (await make()).map(({ id }) => id).reverse();
  const heard: unknown[] = [];
  work.events.on('work.changed', (change) => heard.push(change));
  await assignMade(deps, forClass(), { exercises: ids });
  expect(heard).toEqual([{ lessonId: world.lessonId, roomId: null }]);
  const maya = await workOf('maya');
  expect(maya.exercises.map(({ id }) => id)).toEqual(['test/double', ...ids]);
  expect(maya.notices.map(({ title, from }) => [title, from.name])).toEqual([
    ['Double 4', 'Ms Lind'],
    ['Double 2', 'Ms Lind'],
  ]);
  for (const secret of Object.values(secrets)) {
    expect(JSON.stringify(maya)).not.toContain(secret);
  }
  const { lessonId } = world;
  const until = maya.notices[0]?.at ?? 0;
  await seeNotices(deps, { lessonId, memberId: world.maya.memberId }, until);
  expect((await workOf('maya')).notices).toEqual([]);
  // The other student has not looked yet.
  expect((await workOf('leo')).notices).toHaveLength(2);
  await assignMade(deps, forClass(), { exercises: ids });
  expect((await workOf('maya')).notices).toEqual([]);
  const events = await database.db
    .selectFrom('outbox')
    .where('type', '=', 'learnflow.exercise.assigned.v1')
    .where('key', '=', lessonId)
    .select('event')
    .execute();
  expect(events[0]?.event).toMatchObject({ data: { exercises: ids, memberIds: null } });
});

test('what is for one student is in no other list, also after the list was changed', async () => {
  const [one] = await make();
  const id = one?.id ?? '';
  const { lessonId } = world;
  const classId = world.teacher.classId;
  await assignMade(deps, forClass(), { exercises: [id], memberIds: [world.maya.memberId] });
  await setLessonExercises(work, { lessonId, classId }, [id, 'test/double']);
  expect((await workOf('maya')).exercises.map((each) => each.id)).toEqual([id, 'test/double']);
  expect((await workOf('leo')).exercises.map((each) => each.id)).toEqual(['test/double']);
  expect((await workOf('leo')).notices).toEqual([]);
  await expect(openExercise(work, world.leo.caller, world.leosRoom, id)).rejects.toMatchObject({
    code: 'not.found',
  });
  await assignMade(deps, forClass(), { exercises: [id], memberIds: [world.leo.memberId] });
  expect((await workOf('maya')).exercises).toHaveLength(2);
  expect((await workOf('leo')).exercises).toHaveLength(2);
});

test('exercises and students of another class are refused', async () => {
  const [one] = await make();
  const { id: otherClass } = await aClass(database.db);
  const stranger = await aStudent(database.db, { classId: otherClass });
  const there = { ...forClass(), classId: otherClass };
  const given = { exercises: [one?.id ?? ''] };
  await expect(assignMade(deps, there, given)).rejects.toMatchObject({ code: 'not.found' });
  await expect(
    assignMade(deps, forClass(), { ...given, memberIds: [stranger.memberId] }),
  ).rejects.toMatchObject({ code: 'not.found' });
  await expect(
    setLessonExercises(work, { lessonId: world.lessonId, classId: otherClass }, given.exercises),
  ).rejects.toMatchObject({ code: 'request.invalid' });
  expect(one?.id.startsWith(`${courseOf(world.teacher.classId)}/`)).toBe(true);
  expect(await workOf('maya')).toMatchObject({ notices: [] });
});

test('two who give at once lose nothing', async () => {
  const [one, two] = await make();
  await Promise.all([
    assignMade(deps, forClass(), { exercises: [one?.id ?? ''] }),
    assignMade(deps, forClass(), { exercises: [two?.id ?? ''] }),
  ]);
  expect((await workOf('maya')).exercises).toHaveLength(3);
});
