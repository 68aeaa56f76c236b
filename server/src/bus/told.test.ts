import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { parseEvent, type Runner, type StreamEvent } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSchool } from '../../test/school.ts';
import { aSmallClass } from '../../test/small-class.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { ActivitySummaries } from '../activity/activity-summaries.ts';
import type { CollabEventMap } from '../collab/collab.port.ts';
import { makeAttempt } from '../grade/attempt.service.ts';
import { aWorkWorld } from '../grade/work.fixture.ts';
import { openExercise } from '../grade/work.service.ts';
import { ask, startLive } from '../live/live.fixture.ts';
import { silentLog } from '../log.ts';
import { exportEvents } from './stream.service.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** What was told of a class since its first event, in order. */
async function told(classId: string): Promise<StreamEvent[]> {
  const rows = await database.db
    .selectFrom('outbox')
    .where('class_id', '=', classId)
    .orderBy('id')
    .select('event')
    .execute();
  return rows.map(({ event }) => parseEvent(event));
}
const names = (events: readonly StreamEvent[]): string[] =>
  events.map(({ type }) => type.replace(/^learnflow\.|\.v1$/g, ''));
async function toldNames(classId: string): Promise<string[]> {
  return names(await told(classId));
}

test('a lesson tells who opened it, came, moved, was taken out, and how it went on', async () => {
  const school = await startSchool(database.db);
  const teacher = await school.aTeacherDevice();
  const lesson = await school.open(teacher);
  const maya = (await school.join(school.aDevice(), lesson.code, { name: 'Maya' })).body;
  const leosDevice = school.aDevice();
  const leo = (await school.join(leosDevice, lesson.code, { name: 'Leo' })).body;
  await school.join(leosDevice, lesson.code, { name: 'Leo' });
  const at = (rest: string): string => `/api/lessons/${lesson.id}/${rest}`;
  await teacher.call('POST', at('start'));
  // Starting again is no second beginning.
  await teacher.call('POST', at('start'));
  await teacher.call('POST', at('pairs'), { memberIds: [maya.memberId, leo.memberId] });
  await teacher.call('POST', at('unpair'), { memberId: leo.memberId });
  await teacher.call('PATCH', `/api/classes/${lesson.classId}`, {
    struggleRules: { sameError: 4 },
  });
  await teacher.call('DELETE', `/api/members/${leo.memberId}`);
  await teacher.call('POST', at('end'));
  const events = await told(lesson.classId);
  expect(names(events)).toEqual([
    'lesson.opened',
    'student.joined',
    'student.joined',
    'student.joined',
    'lesson.started',
    'student.moved',
    'student.moved',
    'rules.changed',
    'student.removed',
    'lesson.ended',
  ]);
  expect(events.map(({ subject, sequence }) => [subject, sequence])).toEqual([
    [lesson.id, 1],
    [maya.memberId, 1],
    [leo.memberId, 1],
    [leo.memberId, 2],
    [lesson.id, 2],
    [leo.memberId, 3],
    [leo.memberId, 4],
    [lesson.id, 3],
    [leo.memberId, 5],
    [lesson.id, 4],
  ]);
  expect(events[7]).toMatchObject({ data: { rules: { sameError: 4, failedRuns: 5 } } });
  await school.server.close();
});

/** Ends every program at once with an error. */
const failing: Runner = {
  report: () => {
    throw new Error('not asked');
  },
  run: (_spec, on) => {
    const error = {
      type: 'IndexError',
      message: 'list index out of range',
      file: 'main.py',
      line: 2,
    };
    setImmediate(() =>
      on.event({
        kind: 'ended',
        end: { reason: 'error', exitCode: 1, durationMs: 12, truncated: false, error },
      }),
    );
    const nothing = (): void => undefined;
    return { write: nothing, closeInput: nothing, interrupt: nothing, stop: nothing };
  },
  close: () => Promise.resolve(),
};

test('a room tells of coming and going, hands, messages and runs', async () => {
  const { db } = database;
  const { teacher, maya, lessonId, mayasRoom: roomId } = await aSmallClass(db);
  const world = await startLive(db, failing);
  const client = await world.connect(world.signIn(maya));
  const { classId } = maya;
  await ask(client, 'room.enter', { roomId, as: 'work' });
  await expect.poll(() => toldNames(classId)).toEqual(['student.arrived']);
  await ask(client, 'hand.set', { lessonId, up: true, question: 'Why?' });
  await ask(client, 'hand.set', { lessonId, up: false });
  // Down already: nothing happens.
  await ask(client, 'hand.set', { lessonId, up: false });
  const message = { roomId, clientKey: 'once', body: 'I am stuck' };
  await ask(client, 'chat.send', message);
  await ask(client, 'chat.send', message);
  const console = await world.connect(world.signIn(teacher));
  await ask(console, 'lesson.message', { lessonId, clientKey: 'all', body: 'Five minutes' });
  const typist = await world.typist(world.signIn(maya), roomId);
  await ask(client, 'run.start', { roomId, fileId: typist.fileId });
  await expect.poll(() => toldNames(classId)).toContain('run.finished');
  await ask(client, 'room.leave', { roomId });
  await expect.poll(() => toldNames(classId)).toContain('student.left');
  expect(await toldNames(classId)).toEqual([
    'student.arrived',
    'hand.raised',
    'hand.lowered',
    'chat.sent',
    // One into each of the two rooms.
    'chat.sent',
    'chat.sent',
    'run.finished',
    'student.left',
  ]);
  const run = (await told(classId)).find(({ type }) => type === 'learnflow.run.finished.v1');
  expect(run).toMatchObject({
    subject: roomId,
    data: {
      ...{ memberId: maya.memberId, role: 'student', exercise: null, failure: 'IndexError' },
      ...{ label: 'IndexError', error: { type: 'IndexError', line: 2 } },
    },
  });
  await world.close();
});

test('exercises, attempts and verdicts are told, hidden tests as numbers; the export holds every event', async () => {
  const { db } = database;
  const world = await aWorkWorld(db);
  const { maya, mayasRoom: roomId, deps } = world;
  const exercise = 'test/double';
  await openExercise(deps, maya.caller, roomId, exercise);
  const body = { exercise, kind: 'submit' as const, clientKey: randomUUID() };
  await makeAttempt(deps, maya.caller, roomId, body);
  await makeAttempt(deps, maya.caller, roomId, body);
  await expect.poll(() => toldNames(maya.classId), { timeout: 20_000 }).toContain('attempt.graded');
  const events = await told(maya.classId);
  expect(names(events)).toEqual(['exercise.opened', 'attempt.submitted', 'attempt.graded']);
  expect(events[2]).toMatchObject({ data: { exercise, kind: 'submit', total: 3 } });
  expect(JSON.stringify(events)).not.toContain('hidden');

  let csv = '';
  for await (const line of exportEvents(db, maya.classId)) csv += line;
  const [head = '', ...lines] = csv.trimEnd().split('\r\n');
  expect(head).toMatch(/^EventID,Order,SubjectID,/);
  expect(lines.map((line) => line.split(',').slice(0, 3))).toEqual(
    events.map((event, order) => [event.id, String(order), maya.memberId]),
  );
  expect(lines[1]).toContain(',Submit,');
  await world.close();
});

test('what a student types is told in summaries, not in keys', async () => {
  const { db } = database;
  const { maya, mayasRoom: roomId, lessonId } = await aSmallClass(db);
  let now = Date.now();
  const events = new EventEmitter<CollabEventMap>();
  const log = silentLog;
  const clock = { now: () => now };
  const activity = new ActivitySummaries({ db, documents: { events }, clock, log });
  const place = { roomId, memberId: maya.memberId };
  events.emit('presence', { ...place, here: true, at: now });
  await activity.write();
  for (let key = 0; key < 30; key++) {
    events.emit('edited', { ...place, fileId: 'f', line: 3, at: now });
  }
  events.emit('pasted', { ...place, chars: 120, at: now });
  now += 5_000;
  await activity.write();
  // Nothing happened since: only after half a minute it is told that nothing did.
  now += 5_000;
  await activity.write();
  now += 30_000;
  await activity.write();
  const summaries = await told(maya.classId);
  expect(summaries.map(({ data }) => data)).toMatchObject([
    { edits: 0, idleSeconds: 0 },
    { lessonId, edits: 30, pastes: [120], idleSeconds: 5, file: 'f', line: 3 },
    { edits: 0, pastes: [], idleSeconds: 40 },
  ]);
  await activity.close();
});
