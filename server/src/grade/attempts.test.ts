import { randomUUID } from 'node:crypto';
import { fileFields, filesKey, type AttemptView, type GradeReport } from '@learnflow/shared';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { seat } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase, type TestPerson } from '../../test/world.ts';
import { endLesson } from '../lesson/lesson.service.ts';
import { getAttemptFiles, makeAttempt } from './attempt.service.ts';
import { isFirm } from './firm.ts';
import { starterFileId } from './starter.ts';
import { anExercise, RuleGrader, secrets } from './rule-grader.fixture.ts';
import { aWorkWorld, write, type WorkWorld } from './work.fixture.ts';
import { getRoomWork, openExercise } from './work.service.ts';

let database: TestDatabase;
let world: WorkWorld;
const id = 'test/double';
const fileId = starterFileId(id, 'double.py');
const right = 'def double(x):\n    return x * 2\n';

beforeEach(async () => {
  // The same program gets the same verdict everywhere, so each test has a database of its own.
  database = await createTestDatabase();
  world = await aWorkWorld(database.db);
  await openExercise(world.deps, world.maya.caller, world.mayasRoom, id);
});
afterEach(async () => {
  await world.close();
  await database.close();
});

const attempt = (
  kind: 'check' | 'submit',
  { by = world.maya, room = world.mayasRoom, clientKey = randomUUID() as string } = {},
): Promise<AttemptView> =>
  makeAttempt(world.deps, by.caller, room, { exercise: id, kind, clientKey });

async function verdictOf(attemptId: string, by: TestPerson = world.maya, room = world.mayasRoom) {
  let found: AttemptView | undefined;
  await expect
    .poll(
      async () => {
        const work = await getRoomWork(world.deps, by.caller, room);
        found = work.exercises[0]?.attempts.find((one) => one.id === attemptId);
        return found?.result;
      },
      { timeout: 20_000 },
    )
    .toBeTruthy();
  return found;
}

describe('an attempt', () => {
  test('of a pair is told with both of them', async () => {
    const { db } = database;
    await seat(db, world.leo, world.mayasRoom);
    const made = await attempt('check');
    await verdictOf(made.id);
    const rows = await db
      .selectFrom('outbox')
      .where('type', '=', 'learnflow.attempt.graded.v1')
      .select('event')
      .execute();
    expect(rows).toMatchObject([
      { event: { data: { memberId: world.maya.memberId, partners: [world.leo.memberId] } } },
    ]);
  });

  test('is stored with the text of the moment, and its verdict follows', async () => {
    await write(world, world.mayasRoom, fileId, right);
    const made = await attempt('submit');
    expect(made.result).toBeNull();
    await write(world, world.mayasRoom, fileId, 'later');
    const judged = await verdictOf(made.id);
    expect(judged?.result).toMatchObject({ passed: 3, total: 3, score: 100 });
    expect(await getAttemptFiles(world.deps, world.maya.caller, world.mayasRoom, made.id)).toEqual({
      id: made.id,
      files: [
        { name: 'double.py', text: right },
        { name: 'main.py', text: '' },
      ],
      review: null,
    });
    const work = await getRoomWork(world.deps, world.maya.caller, world.mayasRoom);
    expect(work).toMatchObject({ current: id, exercises: [{ solved: true, submitted: true }] });
  });

  test('that checks runs the visible tests only', async () => {
    const judged = await verdictOf((await attempt('check')).id);
    expect(judged?.result).toMatchObject({ passed: 0, total: 1, hidden: [] });
    expect(world.grader.judged[0]?.tests.map((one) => one.id)).toEqual(['two']);
  });

  test('pressed twice, or made by two people at the same time, is one attempt with one verdict', async () => {
    const clientKey = randomUUID();
    const made = await Promise.all([
      attempt('submit', { clientKey }),
      attempt('submit', { clientKey }),
      attempt('submit'),
      attempt('submit'),
    ]);
    expect(new Set(made.map((one) => one.id)).size).toBe(1);
    await verdictOf(made[0].id);
    expect(world.grader.judged).toHaveLength(1);
    expect(await verdicts()).toHaveLength(1);
  });

  test('of the same program gets the same verdict without being judged again, in any room', async () => {
    const first = await attempt('submit');
    await verdictOf(first.id);
    await openExercise(world.deps, world.leo.caller, world.leosRoom, id);
    const second = await attempt('submit', { by: world.leo, room: world.leosRoom });
    expect(second.id).not.toBe(first.id);
    const judged = await verdictOf(second.id, world.leo, world.leosRoom);
    expect(judged?.result?.score).toBe(0);
    expect(world.grader.judged).toHaveLength(1);
  });

  test('that met a time limit may have met a busy machine: pressed again it is judged again, and lends its verdict to nobody', async () => {
    await write(world, world.mayasRoom, fileId, right);
    world.grader.isSlow = true;
    const clientKey = randomUUID();
    const first = await attempt('submit', { clientKey });
    expect((await verdictOf(first.id))?.result).toMatchObject({ score: 0 });
    world.grader.isSlow = false;
    expect((await attempt('submit', { clientKey })).id).toBe(first.id);
    await openExercise(world.deps, world.leo.caller, world.leosRoom, id);
    await write(world, world.leosRoom, fileId, right);
    const twin = await attempt('submit', { by: world.leo, room: world.leosRoom });
    expect((await verdictOf(twin.id, world.leo, world.leosRoom))?.result?.score).toBe(100);
    const second = await attempt('submit');
    expect(second.id).not.toBe(first.id);
    expect((await verdictOf(second.id))?.result?.score).toBe(100);
    expect((await attempt('submit')).id).toBe(second.id);
    // The verdict that Maya's room got later is that of the same program in Leo's.
    expect(world.grader.judged).toHaveLength(2);
  });

  test('whose program cannot be read gets one verdict, pressed as often as you like', () => {
    const report = (outcome: object): GradeReport => ({
      ...{ gradeId: 'g', broken: [], earned: 0, possible: 1, score: 0, durationMs: 1 },
      ...{ checkedIn: 'separate-process' as const },
      outcomes: [{ testId: 't', durationMs: 1, status: 'not-reached', ...outcome }],
    });
    expect(isFirm(report({ error: { type: 'SyntaxError', message: 'invalid syntax' } }))).toBe(
      true,
    );
    expect(isFirm(report({ message: 'pytest is not installed on this server.' }))).toBe(false);
    expect(isFirm(report({ status: 'wrong' }))).toBe(true);
  });

  test('gives its program what the exercise asks for', async () => {
    const loaded = anExercise('large');
    loaded.exercise.limits = { memoryMb: 512, seconds: 20 };
    const large = await aWorkWorld(database.db, { exercises: [loaded] });
    await openExercise(large.deps, large.maya.caller, large.mayasRoom, 'test/large');
    await makeAttempt(large.deps, large.maya.caller, large.mayasRoom, {
      ...{ exercise: 'test/large', kind: 'check', clientKey: randomUUID() },
    });
    await expect
      .poll(() => large.grader.judged[0]?.limits, { timeout: 20_000 })
      .toEqual({ memoryMb: 512, seconds: 20 });
    await large.close();
  });

  test('after a change is a new one; going back to the old text is too, with the old verdict', async () => {
    const first = await attempt('submit');
    await verdictOf(first.id);
    await write(world, world.mayasRoom, fileId, right);
    const second = await attempt('submit');
    expect((await verdictOf(second.id))?.result?.score).toBe(100);
    await write(world, world.mayasRoom, fileId, 'def double(x):\n    pass\n');
    const third = await attempt('submit');
    expect(third.id).not.toBe(first.id);
    expect((await verdictOf(third.id))?.result?.score).toBe(0);
    expect(world.grader.judged).toHaveLength(2);
  });

  test('is judged under the name its tests know, whatever the file is called in the room', async () => {
    await world.deps.documents.change(world.mayasRoom, { memberId: null, kind: 'typed' }, (doc) => {
      doc.getMap<Y.Map<unknown>>(filesKey).get(fileId)?.set(fileFields.name, 'mine.py');
    });
    await attempt('check');
    await expect
      .poll(() => world.grader.judged[0]?.files.map((file) => file.name))
      .toEqual(['double.py', 'main.py']);
  });

  test('with half an emoji and a NUL in it is stored and judged', async () => {
    await write(world, world.mayasRoom, fileId, `# \u0000 ${'😀'.slice(0, 1)}\n${right}`);
    expect((await verdictOf((await attempt('submit')).id))?.result?.score).toBe(100);
  });

  test('is refused when the program of the exercise is gone', async () => {
    await world.deps.documents.change(world.mayasRoom, { memberId: null, kind: 'typed' }, (doc) => {
      doc.getMap(filesKey).delete(fileId);
    });
    await expect(attempt('submit')).rejects.toThrow('double.py is not in this room');
  });
});

describe('who may', () => {
  test('others cannot check a room, read its attempts or open its exercises', async () => {
    const made = await attempt('check');
    const leo = world.leo.caller;
    const tries = await Promise.allSettled([
      attempt('check', { by: world.leo }),
      getRoomWork(world.deps, leo, world.mayasRoom),
      openExercise(world.deps, leo, world.mayasRoom, id),
      getAttemptFiles(world.deps, leo, world.mayasRoom, made.id),
      // Through a room of one's own the attempts of another are not reached either.
      getAttemptFiles(world.deps, leo, world.leosRoom, made.id),
    ]);
    for (const tried of tries) {
      expect(tried).toMatchObject({ status: 'rejected', reason: { code: 'not.found' } });
    }
  });

  test('a teacher who visits may check and puts no files there, but does not hand in', async () => {
    const { teacher, leosRoom } = world;
    const opened = await openExercise(world.deps, teacher.caller, leosRoom, id);
    expect(opened.fileId).toBeNull();
    expect(await world.deps.documents.files(leosRoom)).toHaveLength(1);
    expect((await attempt('check', { by: teacher })).by.ink).toBe('pen');
    await expect(attempt('submit', { by: teacher })).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('nobody hands in after the lesson has ended', async () => {
    await endLesson(world.deps, world.lessonId);
    await expect(attempt('submit')).rejects.toMatchObject({ code: 'lesson.ended' });
  });

  test('an exercise the lesson does not have cannot be opened or tried', async () => {
    await expect(
      openExercise(world.deps, world.maya.caller, world.mayasRoom, 'test/other'),
    ).rejects.toMatchObject({ code: 'not.found' });
  });

  test('whoever presses on and on waits for the verdicts of before', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
    world.grader.gate = gate;
    for (const text of ['a', 'b', 'c']) {
      await write(world, world.mayasRoom, fileId, text);
      await attempt('check');
    }
    await write(world, world.mayasRoom, fileId, 'd');
    await expect(attempt('check')).rejects.toMatchObject({ code: 'too.many' });
    open(undefined);
    await expect.poll(async () => (await verdicts()).length, { timeout: 20_000 }).toBe(3);
  });
});

test('nothing a room is told holds a hidden test, what it expects, or the solution', async () => {
  const told: unknown[] = [];
  world.worker.events.on('attempt', (event) => told.push(event));
  world.worker.events.on('progress', (event) => told.push(event));
  const made = await attempt('submit');
  told.push(made, await verdictOf(made.id));
  told.push(await getRoomWork(world.deps, world.maya.caller, world.mayasRoom));
  const text = JSON.stringify(told);
  expect(text).toContain('edge cases');
  for (const secret of [...Object.values(secrets), 'hidden-one', 'hidden-two']) {
    expect(text).not.toContain(secret.replaceAll('"', ''));
  }
});

test('an exercise opened by two people at once puts its files there once', async () => {
  const { deps, leo, leosRoom } = world;
  await Promise.all([1, 2, 3].map(() => openExercise(deps, leo.caller, leosRoom, id)));
  const files = await deps.documents.files(leosRoom);
  expect(files.map((file) => file.name)).toEqual(['main.py', 'double.py']);
});

test('a grader that is away keeps nobody from handing in; the verdict comes when it is back', async () => {
  const grader = new RuleGrader();
  grader.isAway = true;
  await world.close();
  world = await aWorkWorld(database.db, { grader, exercises: [anExercise()] });
  await openExercise(world.deps, world.maya.caller, world.mayasRoom, id);
  const made = await attempt('submit');
  await expect.poll(() => grader.judged.length, { timeout: 20_000 }).toBeGreaterThan(1);
  expect(await verdicts(made.id)).toHaveLength(0);
  grader.isAway = false;
  expect((await verdictOf(made.id))?.result?.total).toBe(3);
  expect(await verdicts(made.id)).toHaveLength(1);
});

test('a server that stops begins no more grading, and gives back what it had only claimed', async () => {
  const grader = new RuleGrader();
  const [claimed, stopping] = [
    Promise.withResolvers<undefined>(),
    Promise.withResolvers<undefined>(),
  ];
  await world.close();
  world = await aWorkWorld(database.db, {
    grader,
    onStep: () => {
      claimed.resolve(undefined);
      return stopping.promise;
    },
  });
  await openExercise(world.deps, world.maya.caller, world.mayasRoom, id);
  const made = await attempt('submit');
  await claimed.promise;
  const closed = world.worker.close();
  stopping.resolve(undefined);
  await closed;
  expect(grader.judged).toEqual([]);
  const row = await database.db
    .selectFrom('attempt')
    .where('id', '=', made.id)
    .select(['graded', 'claimed_by'])
    .executeTakeFirst();
  expect(row).toEqual({ graded: false, claimed_by: null });
});

const verdicts = (attemptId?: string) =>
  database.db
    .selectFrom('verdict')
    .innerJoin('attempt', 'attempt.id', 'verdict.attempt_id')
    .where('attempt.room_id', '=', world.mayasRoom)
    .$if(attemptId !== undefined, (query) => query.where('attempt.id', '=', attemptId ?? ''))
    .selectAll('verdict')
    .execute();
