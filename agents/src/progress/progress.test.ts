import { expect, test } from 'vitest';
import { exerciseKey, progress } from './progress.ts';
import { hashOf, TestLearner, TestProgress } from './student.fixture.ts';

test('what a student did is kept: the best, the first attempts, when it was solved', () => {
  const world = new TestProgress();
  const maya = new TestLearner(world);
  maya.attempt('c/countdown', 'check', 1, 3);
  maya.attempt('c/countdown', 'submit', 2, 5);
  world.wait(1);
  maya.attempt('c/countdown', 'submit', 5, 5);
  maya.attempt('c/countdown', 'submit', 1, 5);
  const work = maya.state.work['c/countdown'];
  expect(work).toMatchObject({ attempts: 4, firstBest: 1, isRated: true, solvedAt: world.now });
  expect(work?.handedIn).toEqual({ value: 100, at: world.now });
  expect(work?.checked?.value).toBe(1);
});

test('an exercise is rated once: at the third attempt, or at the first that passes', () => {
  const world = new TestProgress();
  const maya = new TestLearner(world);
  for (let n = 0; n < 2; n++) maya.attempt('c/countdown', 'check', 2, 4);
  expect(maya.state.rating.n).toBe(0);
  for (let n = 0; n < 3; n++) maya.attempt('c/countdown', 'check', 1, 4);
  // Half of the tests at an even chance.
  expect(maya.state.rating).toEqual({ value: 0, n: 1 });
  maya.attempt('c/table', 'check', 4, 4);
  expect(maya.state.rating).toEqual({ value: expect.closeTo(0.19, 2) as number, n: 2 });
  expect(world.states.get(exerciseKey('c/table'))?.rating.value).toBeCloseTo(-0.2, 6);
});

test('both of a pair get what one of them pressed', () => {
  const world = new TestProgress();
  const [maya, leo] = [new TestLearner(world), new TestLearner(world)];
  maya.attempt('c/countdown', 'submit', 5, 5, leo, maya);
  expect(leo.state.work).toEqual(maya.state.work);
  expect(world.states.get(exerciseKey('c/countdown'))?.rating.n).toBe(2);
});

test('what staff do counts for nobody', () => {
  const world = new TestProgress();
  world.tell('learnflow.quiz.finished.v1', {
    ...{ lessonId: crypto.randomUUID(), roomId: crypto.randomUUID() },
    ...{ memberId: crypto.randomUUID(), role: 'teacher', quiz: 'c/loops', score: 100 },
  });
  expect(world.states.size).toBe(0);
});

test('the best try of a quiz counts, and how many there were', () => {
  const world = new TestProgress();
  const maya = new TestLearner(world);
  maya.quiz('c/loops', 40);
  world.wait(1);
  maya.quiz('c/loops', 80);
  const { now } = world;
  world.wait(1);
  maya.quiz('c/loops', 60);
  expect(maya.state.quizzes['c/loops']).toEqual({ best: { value: 80, at: now }, tries: 3 });
});

test('reading the whole stream again gives the same state', () => {
  const world = new TestProgress();
  const class_ = Array.from({ length: 5 }, () => new TestLearner(world));
  for (let n = 0; n < 60; n++) {
    const learner = class_[(n * 7) % 5] ?? expect.fail();
    const partner = class_[(n * 3 + 1) % 5] ?? expect.fail();
    world.now += 20 * 60_000;
    if (n % 6 === 5) learner.quiz('c/loops', (n * 13) % 101);
    else if (n % 6 === 4) learner.review('c/table', (n * 17) % 101);
    else learner.attempt(n % 2 ? 'c/table' : 'c/countdown', 'check', n % 5, 4 + (n % 2), partner);
  }
  expect(world.states.size).toBe(7);
  expect(hashOf(world.replayed())).toBe(hashOf(world.states));
});

test('pieces are locked in one order: the exercise first, then students by id', () => {
  const world = new TestProgress();
  const learners = [new TestLearner(world), new TestLearner(world), new TestLearner(world)];
  learners[0]?.attempt('c/table', 'check', 1, 2, ...learners);
  const ids = learners.map(({ memberId }) => memberId).sort();
  const event = world.log[0] ?? expect.fail();
  expect(progress.keysOf(event)).toEqual([exerciseKey('c/table'), ...ids]);
});
