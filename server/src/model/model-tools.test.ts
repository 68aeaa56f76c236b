import { createRunner } from '@learnflow/runner';
import type { Runner } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anExercise, coursesOf, RuleGrader } from '../grade/rule-grader.fixture.ts';
import { createPassesMore } from './paste-test.ts';
import { createRunCode } from './run-code.ts';

let runner: Runner;
beforeAll(async () => {
  runner = await createRunner({ driver: 'auto' });
});
afterAll(() => runner.close());
const never = new AbortController().signal;

test('a model gets what its program printed, and how it failed', async () => {
  const runCode = createRunCode(runner);
  expect(await runCode('print(6 * 7)', never)).toEqual({ output: '42\n', error: '' });
  const failed = await runCode('print("so far")\n{}["x"]', never);
  expect(failed.output).toBe('so far\n');
  expect(failed.error).toContain("KeyError: 'x'");
});

test('its program has no input, no network, no time, and no place to see the server from', async () => {
  const runCode = createRunCode(runner);
  expect((await runCode('input("name? ")', never)).error).toContain('EOFError');
  const dial = 'import socket\nsocket.create_connection(("127.0.0.1", 5432), 1)';
  expect((await runCode(dial, never)).error).toMatch(/Error/);
  const look = 'import os\nprint(sorted(os.listdir(".")), "OPENAI_API_KEY" in os.environ)';
  const { output } = await runCode(look, never);
  expect(output).toContain('False');
  expect(output).not.toContain('package.json');
  expect((await runCode('while True: pass', never)).error).not.toBe('');
  const stop = new AbortController();
  const stopped = runCode('while True: pass', stop.signal);
  stop.abort();
  expect((await stopped).error).not.toBe('');
});

test('the paste test says whether code passes more than the student does, and nothing else', async () => {
  const grader = new RuleGrader();
  const exercise = anExercise();
  const { id, entry, title, topic, difficulty, task } = exercise.exercise;
  const courses = coursesOf(exercise);
  const own = { files: [{ name: entry, text: 'def double(x):\n    pass\n' }], entry };
  const asked = { exercise: { id, title, topic, difficulty, task }, program: own };
  const passesMore = createPassesMore({ grader, courses }, asked) ?? expect.fail();
  expect(await passesMore([{ name: entry, text: 'def double(x):\n    return x * 2\n' }])).toBe(
    true,
  );
  expect(await passesMore([{ name: entry, text: 'def double(x):\n    return 4\n' }])).toBe(false);
  // Hidden tests count, and the student's own program is graded once.
  expect(grader.judged.map(({ tests }) => tests.length)).toEqual([3, 3, 3]);
  expect(createPassesMore({ grader, courses }, { program: own })).toBeUndefined();
  const gone = { ...asked.exercise, id: 'test/gone' };
  expect(createPassesMore({ grader, courses }, { ...asked, exercise: gone })).toBeUndefined();
  grader.isAway = true;
  await expect(passesMore(own.files)).rejects.toThrow('away');
});
