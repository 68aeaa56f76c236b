import type { Exercise, GradeTest } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exerciseCandidates } from '../src/exercise/candidates.ts';
import { makeExercise } from '../src/exercise/make-exercise.ts';
import { topics, type TopicId } from '../src/exercise/topics.ts';
import { templates } from '../src/exercise/templates.ts';
import { aChecker, type Checker, madeFrom } from './exercise-checks.ts';

const seeds = [1, 2, 3, 40, 500, 6000, 70_000, 800_001];
const made = madeFrom(seeds);

let checker: Checker;
beforeAll(async () => {
  checker = await aChecker();
});
afterAll(() => checker.close());

/** What a test asks, without its name. */
const askedOf = (one: GradeTest): string =>
  one.kind === 'call' ? `${one.function}(${one.args})` : one.kind === 'stdio' ? one.stdin : '';

test('there are at least 44 templates, and every topic has some', () => {
  expect(templates.length).toBeGreaterThanOrEqual(44);
  expect(new Set(templates.map(({ id }) => id)).size).toBe(templates.length);
  const covered = new Set<TopicId>(templates.map(({ topic }) => topic));
  expect(Object.keys(topics).filter((topic) => !covered.has(topic as TopicId))).toEqual([]);
  const easyComprehensions = templates.filter(
    ({ topic, levels }) => topic === 'comprehensions' && levels.includes('easy'),
  );
  expect(easyComprehensions.length).toBeGreaterThanOrEqual(4);
});

test('the same seed makes the same exercise, another seed other names and numbers', () => {
  expect(madeFrom([7])).toEqual(madeFrom([7]));
  for (const template of templates) {
    for (const level of template.levels) {
      const all = seeds.map((seed) => makeExercise(template, { seed, level, course: 'made-a' }));
      const different = new Set(
        all.map(({ solution, tests }) => JSON.stringify([solution, tests])),
      );
      expect(different.size, template.id).toBeGreaterThanOrEqual(6);
    }
  }
});

test('two templates never make exercises of one title', () => {
  const owners = new Map<string, Set<string>>();
  for (const { id, title } of made) {
    const template = id.split('/')[1]?.replace(/-[emh][0-9a-z]+$/, '') ?? '';
    owners.set(title, (owners.get(title) ?? new Set()).add(template));
  }
  expect([...owners].filter(([, of]) => of.size > 1).map(([title]) => title)).toEqual([]);
});

test('an exercise has visible tests and hidden ones of named categories, and none asks what another asks', () => {
  const wrong = made.flatMap((exercise: Exercise) => {
    const { id, tests } = exercise;
    const hidden = tests.filter((one) => one.hidden);
    const asked = tests.map(askedOf);
    return [
      ...(tests.length - hidden.length < 2 ? [`${id} has too few visible tests`] : []),
      ...(hidden.length < 2 ? [`${id} has too few hidden tests`] : []),
      ...(hidden.some(({ category }) => !category) ? [`${id} has a test without category`] : []),
      ...(new Set(asked).size < asked.length ? [`${id} asks the same twice`] : []),
      ...(new Set(tests.map(({ name }) => name)).size < tests.length
        ? [`${id} has a name twice`]
        : []),
    ];
  });
  expect(wrong).toEqual([]);
});

test('the task shows an example that is a visible test, and nothing of the hidden ones or the solution', () => {
  for (const { id, task, tests, solution } of made) {
    const visible = tests.filter(({ hidden }) => !hidden);
    expect(
      visible.some((one) =>
        one.kind === 'call'
          ? task.includes(
              `${one.function}(${one.args})  # ${one.expect ?? `raises ${one.raises ?? ''}`}`,
            )
          : one.kind === 'stdio' && task.includes(one.stdin) && task.includes(one.expect),
      ),
      id,
    ).toBe(true);
    for (const one of tests) {
      const asked = askedOf(one);
      if (one.hidden && asked.length > 12) expect(task.includes(`${asked}  #`), id).toBe(false);
    }
    expect(task.includes(solution[0]?.text ?? ''), id).toBe(false);
    expect(task, id).not.toMatch(/undefined|NaN|\$\{/);
  }
});

test('candidates begin with every fitting template once, and the nearest difficulty stands in', () => {
  const easy = exerciseCandidates(
    { topics: ['comprehensions'], difficulty: 'easy' },
    { seed: 5, course: 'made-a' },
  );
  const first = Array.from({ length: 4 }, () => easy.next().value);
  expect(first.every(({ difficulty }) => difficulty === 'easy')).toBe(true);
  expect(new Set(first.map(({ id }) => id.replace(/-[emh][0-9a-z]+$/, ''))).size).toBe(4);
  const tuples = exerciseCandidates(
    { topics: ['nested'], difficulty: 'hard' },
    { seed: 5, course: 'made-a' },
  );
  expect(tuples.next().value.difficulty).toBe('hard');
});

test('solutions pass in the real sandbox and first files do not', async () => {
  const some = madeFrom([11]).filter((_, at) => at % 9 === 0);
  const found: string[] = [];
  for (const exercise of some) found.push(...(await checker.check(exercise)));
  expect(found).toEqual([]);
}, 60_000);
