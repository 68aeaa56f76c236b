import { describe, expect, test } from 'vitest';
import { TestClass, TestStudent } from './class.fixture.ts';

function aClass(...args: ConstructorParameters<typeof TestClass>) {
  const world = new TestClass(...args);
  const maya = new TestStudent(world);
  maya.open();
  return { world, maya };
}

describe('a rule that holds raises an alert', () => {
  test('the same error three times, with line, evidence, count and a hint that asks', () => {
    const { world, maya } = aClass();
    for (let n = 0; n < 3; n++) {
      expect(world.alerts).toEqual([]);
      maya.run('IndexError');
      world.wait(2);
    }
    const [alert, ...others] = world.alerts;
    expect(others).toEqual([]);
    expect(alert).toMatchObject({
      ...{ rule: 'same_error', severity: 'medium', user_id: maya.memberId, error_count: 3 },
      ...{ reason: '3 × IndexError in 4 min on line 7', line: 7, lineText: 'line 7' },
      ...{ exercise: 'first-steps/rainfall', roomId: maya.roomId },
    });
    expect(alert?.runs.map(({ label, line }) => [label, line])).toEqual(
      Array(3).fill(['IndexError', 7]),
    );
    expect(alert?.hint).toMatch(/line 7.*\?$/);
  });

  test('other errors in between do not hide it, a run that works ends it', () => {
    const { world, maya } = aClass();
    maya.run('IndexError', 3);
    maya.run('NameError');
    maya.run('IndexError', 5);
    maya.run();
    maya.run('IndexError');
    expect(world.alerts).toEqual([]);
    maya.run('IndexError', 8);
    maya.run('IndexError', 9);
    expect(world.alerts[0]?.reason).toBe('3 × IndexError in 1 min, last on line 9');
  });

  test('five failed runs in a row, whatever the errors', () => {
    const { world, maya } = aClass();
    for (const error of ['NameError', 'TypeError', 'KeyError', 'ValueError']) maya.run(error);
    expect(world.alerts).toEqual([]);
    // Stopped by hand says nothing.
    maya.run(null);
    expect(world.alerts).toEqual([]);
    maya.run('EOFError');
    expect(world.alerts).toMatchObject([{ rule: 'failed_runs', error_count: 5, severity: 'high' }]);
  });

  test('three checks without getting further; more tests than before are no wrong answer', () => {
    const { world, maya } = aClass();
    for (const passed of [2, 4, 5, 5]) maya.check(passed);
    expect(world.alerts).toEqual([]);
    maya.check(4);
    expect(world.alerts).toMatchObject([
      { rule: 'wrong_answers', reason: '3 checks without getting further: 5 tests pass at best' },
    ]);
  });

  test('ten minutes of work without getting further; who only sits there is idle, not stuck', () => {
    const { world, maya } = aClass();
    const leo = new TestStudent(world);
    leo.open();
    for (let n = 0; n < 11; n++) {
      maya.activity(12);
      leo.activity(n === 0 ? 5 : 0);
      world.wait(1);
    }
    expect(world.alerts).toEqual([]);
    maya.activity(3);
    leo.activity(0);
    expect(world.alerts).toMatchObject([{ user_id: maya.memberId, rule: 'stuck' }]);
    expect(world.alerts[0]?.reason).toBe('11 min of work without getting further');
    expect(leo.signals.at(-1)).toBe('idle');
  });

  test('words that say so, and a quiz below half', () => {
    const { world, maya } = aClass();
    maya.say('nice lesson');
    expect(world.alerts).toEqual([]);
    maya.say("I don't understand");
    expect(world.alerts).toMatchObject([{ rule: 'says_so', reason: 'Says that they are stuck' }]);
    const leo = new TestStudent(world);
    leo.quiz(50);
    leo.quiz(40);
    expect(world.alerts[1]).toMatchObject({
      rule: 'quiz',
      severity: 'low',
      reason: '40 % in the quiz loops',
    });
  });

  test('a class has its own thresholds, also in the middle of a lesson', () => {
    const { world, maya } = aClass(10, { sameError: 5, saysSo: false });
    for (let n = 0; n < 4; n++) maya.run('IndexError');
    maya.say('I am stuck');
    expect(world.alerts).toEqual([]);
    const { lessonId } = world;
    world.tell('learnflow.rules.changed.v1', {
      lessonId,
      rules: { ...world.lesson.rules, sameError: 4 },
    });
    maya.activity(1);
    expect(world.alerts).toHaveLength(1);
  });

  test('what is solved is no trouble any more', () => {
    const { world, maya } = aClass();
    maya.check(8);
    for (let n = 0; n < 6; n++) maya.run('IndexError');
    expect(world.alerts).toEqual([]);
    expect(maya.signals).toEqual(['working', 'finished']);
  });

  test('staff who run programs are nobody’s students', () => {
    const { world, maya } = aClass();
    const data = { lessonId: world.lessonId, roomId: maya.roomId, memberId: maya.memberId };
    for (let n = 0; n < 3; n++) {
      world.tell('learnflow.chat.sent.v1', {
        ...{ ...data, role: 'teacher', messageId: String(n), body: 'I am stuck' },
      });
    }
    expect(world.alerts).toEqual([]);
  });
});

describe('an episode', () => {
  const fail = (maya: TestStudent, times = 3) => {
    for (let n = 0; n < times; n++) maya.run('IndexError');
  };

  test('is told once, and ends when the student gets further', () => {
    const { world, maya } = aClass();
    fail(maya, 8);
    expect(world.alerts).toHaveLength(1);
    maya.run();
    expect(world.settled).toEqual(['fixed']);
    // Within ten minutes nobody hears of the same student again.
    fail(maya);
    expect(world.alerts).toHaveLength(1);
    world.wait(11);
    fail(maya);
    expect(world.alerts).toHaveLength(2);
  });

  test('that somebody took care of is followed to its end, and comes back only with something new', () => {
    const { world, maya } = aClass(10, { stuckMinutes: 60 });
    fail(maya);
    maya.settle('sent');
    world.wait(11);
    maya.activity(4);
    // Nothing failed since: typing alone is no news.
    expect(world.alerts).toHaveLength(1);
    maya.check(3);
    expect(world.settled).toEqual(['fixed']);
  });

  test('that was dismissed stays quiet for ten minutes; taking that back opens it again', () => {
    const { world, maya } = aClass();
    fail(maya);
    maya.settle('dismissed');
    expect(world.lesson.flagged).toEqual({});
    maya.settle('reopened');
    expect(world.lesson.flagged).toEqual({ [maya.memberId]: world.alerts[0]?.alertId });
    maya.settle('dismissed');
    world.wait(5);
    fail(maya);
    expect(world.alerts).toHaveLength(1);
    world.wait(6);
    fail(maya, 1);
    expect(world.alerts).toHaveLength(2);
  });

  test('never flags more than three in ten of the class at once', () => {
    const world = new TestClass(0);
    const students = Array.from({ length: 20 }, () => new TestStudent(world));
    for (const student of students) {
      student.open();
      fail(student);
    }
    expect(world.alerts).toHaveLength(6);
    const flagged = new Set(world.alerts.map((alert) => alert.user_id));
    students.find(({ memberId }) => flagged.has(memberId))?.run();
    // A place is free: the next one who still needs it comes up.
    students.find(({ memberId }) => !flagged.has(memberId))?.run('IndexError');
    expect(world.alerts).toHaveLength(7);
    expect(Object.keys(world.lesson.flagged)).toHaveLength(6);
  });

  test('ends with the lesson', () => {
    const { world, maya } = aClass();
    fail(maya);
    const { lessonId } = world;
    world.tell('learnflow.lesson.ended.v1', { lessonId, classId: lessonId });
    expect(world.settled).toEqual(['ended']);
    world.wait(20);
    fail(maya, 5);
    expect(world.alerts).toHaveLength(1);
  });
});

test('not started, working, struggling, idle and finished are told apart', () => {
  const { world } = aClass();
  const leo = new TestStudent(world);
  expect(leo.state.signal.is).toBe('not_started');
  leo.activity(0);
  expect(leo.signals).toEqual([]);
  leo.activity(3);
  for (let n = 0; n < 3; n++) leo.run('NameError');
  leo.run();
  world.wait(4);
  leo.activity(0);
  leo.check(8);
  expect(leo.signals).toEqual(['working', 'struggling', 'working', 'idle', 'finished']);
});

test('who stands still longest at an exercise is ranked first, beside the measures of the session', () => {
  const { world, maya } = aClass();
  const leo = new TestStudent(world);
  leo.open();
  leo.check(3);
  for (const error of ['NameError', 'TypeError', 'TypeError']) maya.run(error);
  const [first, second] = world.needs().filter(({ exercise }) => exercise !== null);
  expect(first).toMatchObject({
    ...{ memberId: maya.memberId, place: 1, reason: '3 tries without a new test' },
    errorQuotient: (8 / 11 + 1) / 2,
    repeatedErrorDensity: 0.5,
  });
  expect(second).toMatchObject({ memberId: leo.memberId, place: 2 });
  expect(first?.risk).toBeGreaterThan(second?.risk ?? 1);
});

test('the class teaches the table: five steps without a new test, or one that brings it', () => {
  const { world, maya } = aClass();
  const table = () => world.lesson.tables['first-steps/rainfall'];
  for (let n = 0; n < 5; n++) maya.run('NameError');
  expect(table()).toBeUndefined();
  maya.run('NameError');
  // The first cell has seen five steps now.
  expect(table()?.all).toEqual([1, 1]);
  maya.check(2);
  // The five that waited got further.
  expect(table()?.all).toEqual([6, 1]);
});
