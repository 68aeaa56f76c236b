import { masterySum } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { aCatalog, TestLearner, TestProgress } from './student.fixture.ts';

function aLearner() {
  const world = new TestProgress();
  const learner = new TestLearner(world);
  const topic = (name: string) =>
    learner
      .view(aCatalog)
      .modules.flatMap(({ topics }) => topics)
      .find((each) => each.topic === name) ?? expect.fail();
  return { world, learner, topic };
}

test('a topic is 68 % of exercises, quiz, quality and a streak, and says its sum', () => {
  const { world, learner, topic } = aLearner();
  learner.attempt('c/countdown', 'submit', 3, 5);
  for (let day = 0; day < 3; day++) {
    world.wait(1);
    learner.quiz('c/loops', 80);
  }
  learner.attempt('c/countdown', 'submit', 3, 5);
  learner.attempt('c/table', 'submit', 3, 5);
  learner.review('c/countdown', 75);
  const { mastery, band, parts } = topic('Loops');
  expect(parts.map(({ value }) => value)).toEqual([60, 80, 75, 57]);
  // 24 + 24 + 15 + 5.7
  expect(mastery).toBe(69);
  expect(band).toBe('learning');
  expect(masterySum(parts)).toBe('0.4 × 60 + 0.3 × 80 + 0.2 × 75 + 0.1 × 57');
});

test('a topic on which nothing was done is not started, whatever else was', () => {
  const { learner, topic } = aLearner();
  learner.attempt('c/countdown', 'submit', 5, 5);
  expect(topic('Lists')).toMatchObject({ mastery: null, band: null });
  expect(topic('Loops').mastery).not.toBeNull();
});

test('an exercise that waits counts 0, a check only the tests of all that it passes', () => {
  const { learner, topic } = aLearner();
  learner.attempt('c/countdown', 'check', 3, 3);
  // 3 of 5 tests of one exercise, nothing of the other.
  expect(topic('Loops').parts[0]).toMatchObject({ value: 30 });
  learner.attempt('c/countdown', 'submit', 5, 5);
  expect(topic('Loops').parts[0]).toMatchObject({ value: 50 });
});

test('what was solved two weeks ago weighs half against what waits', () => {
  const { world, learner, topic } = aLearner();
  learner.attempt('c/countdown', 'submit', 5, 5);
  world.wait(14);
  const [exercises] = topic('Loops').parts;
  expect(exercises?.items).toMatchObject([
    { label: 'Countdown', value: 100, ageDays: 14, weight: 0.5 },
    { label: 'Times table', value: 0, ageDays: 0, weight: 1 },
  ]);
  expect(exercises?.value).toBe(33);
});

test('ten tries without three passes in a row are turning on the spot, three passes end it', () => {
  const { learner, topic } = aLearner();
  for (let n = 0; n < 9; n++) learner.attempt('c/countdown', 'check', n % 2, 3);
  expect(topic('Loops').isSpinning).toBe(false);
  learner.attempt('c/table', 'check', 0, 3);
  expect(topic('Loops').isSpinning).toBe(true);
  expect(topic('Lists').isSpinning).toBe(false);
  learner.attempt('c/countdown', 'check', 3, 3);
  // Passing again what passes already is no try.
  learner.attempt('c/countdown', 'submit', 5, 5);
  learner.attempt('c/table', 'submit', 5, 5);
  expect(topic('Loops').isSpinning).toBe(true);
  learner.attempt('c/countdown', 'submit', 4, 5);
  for (const id of ['c/countdown', 'c/table']) learner.attempt(id, 'check', 4, 5);
  for (const id of ['c/countdown', 'c/table']) learner.attempt(id, 'submit', 5, 5);
  expect(topic('Loops').isSpinning).toBe(true);
});

test('next comes the exercise that is neither dull nor out of reach, and nothing that is solved', () => {
  const { learner } = aLearner();
  const next = () => learner.view(aCatalog).next;
  // σ(0 + 0.5) = 0.62 is nearest to 0.7.
  expect(next()).toMatchObject({
    exercise: 'c/countdown',
    chance: expect.closeTo(0.62, 2) as number,
  });
  learner.attempt('c/countdown', 'submit', 5, 5);
  expect(next()).toMatchObject({ exercise: 'c/table' });
  for (const id of ['c/table', 'c/rainfall']) learner.attempt(id, 'submit', 5, 5);
  expect(next()).toBeNull();
});
