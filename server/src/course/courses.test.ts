import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silentLog } from '../log.ts';
import { Courses } from './courses.ts';

let dir: string;
let courses: Courses;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'learnflow-courses-'));
  courses = new Courses({ dir, log: silentLog });
});
afterEach(async () => {
  await courses.close();
  await rm(dir, { recursive: true, force: true });
});

const whole = `title: Double it
topic: Functions
difficulty: easy
entry: double.py
tests:
  - name: Two
    kind: call
    function: double
    args: 2
    expect: 4
`;

async function write(name: string, text: string): Promise<void> {
  const file = path.join(dir, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}
/** An exercise with everything it needs in the folder of the course `first`. */
async function anExercise(name: string, yaml = whole): Promise<void> {
  await write(`first/${name}/exercise.yaml`, yaml);
  await write(`first/${name}/task.md`, 'Write `double(x)`.\n');
  await write(`first/${name}/starter/double.py`, 'def double(x):\n    pass\n');
  await write(`first/${name}/solution/double.py`, 'def double(x):\n    return x * 2\n');
}
async function aCourse(...names: string[]): Promise<void> {
  const list = names.map((name) => `  - ${name}\n`).join('');
  await write('first/course.yaml', `title: First\nexercises:\n${list}`);
  for (const name of names) await anExercise(name);
}
const problems = (): string[] => courses.list().flatMap((course) => course.problems);
const titles = (): string[] =>
  courses.list().flatMap(({ exercises }) => exercises.map(({ title }) => title));

test('a course comes in the order of its file, and what looks like a number in a test stays a text', async () => {
  await aCourse('two', 'one');
  await courses.reload();
  expect(courses.list()).toMatchObject([
    {
      id: 'first',
      title: 'First',
      problems: [],
      exercises: [{ id: 'first/two' }, { id: 'first/one' }],
    },
  ]);
  const { exercise } = courses.find('first/one') ?? expect.fail();
  expect(exercise.tests).toMatchObject([{ id: 'two', args: '2', expect: '4' }]);
  expect(exercise.starter).toEqual([{ name: 'double.py', text: 'def double(x):\n    pass\n' }]);
});

test.each([
  ['a wrong word', whole.replace('easy', 'simple'), 'exercise.yaml, line 3: difficulty: '],
  [
    'a key nobody knows',
    `${whole}    hiden: true\n`,
    'exercise.yaml, line 6: tests 1: Unrecognized key: "hiden"',
  ],
  ['what is missing', whole.replace('topic: Functions\n', ''), 'exercise.yaml, line 1: topic: '],
  ['what is no YAML', whole.replace('topic: ', 'topic: ['), 'exercise.yaml, line '],
  [
    'a name used twice',
    whole + whole.slice(whole.indexOf('  - name')),
    'exercise.yaml, line 11: tests 2 name: another test is called so already',
  ],
  ['an entry that is not there', whole.replace('double.py', 'other.py'), 'starter/: other.py is '],
])(
  '%s is one sentence with file and line, and the other exercises stand',
  async (_, yaml, said) => {
    await aCourse('bad', 'good');
    await anExercise('bad', yaml);
    await courses.reload();
    expect(problems()).toHaveLength(1);
    expect(problems()[0]).toMatch(/^first\/bad\/[^\n]+[.!?]$/);
    expect(problems()[0]).toContain(`first/bad/${said}`);
    expect(courses.find('first/bad')).toBeUndefined();
    expect(courses.find('first/good')).toBeDefined();
  },
);

test('an exercise asks for limits of its own within bounds, and has the version it had when it asks for none', async () => {
  await aCourse('one', 'two', 'three');
  await anExercise('two', `${whole}limits: { memoryMb: 512, seconds: 20 }\n`);
  await anExercise('three', `${whole}limits: { memoryMb: 999999, memory: 1 }\n`);
  await courses.reload();
  const one = courses.find('first/one') ?? expect.fail();
  const two = courses.find('first/two') ?? expect.fail();
  expect(one.exercise.limits).toEqual({});
  expect(two.exercise.limits).toEqual({ memoryMb: 512, seconds: 20 });
  expect(two.version).not.toBe(one.version);
  const { entry, tests, constraints } = one.exercise;
  const content = JSON.stringify([entry, tests, constraints]);
  expect(one.version).toBe(createHash('sha256').update(content).digest('hex').slice(0, 32));
  expect(courses.find('first/three')).toBeUndefined();
  expect(problems().join(' ')).toContain('first/three/exercise.yaml, line 11: limits memoryMb');
});

const aQuiz = `title: Doubles
questions:
  - kind: prints
    code: print(1 + 1)
    choices: [2, 11, 1 + 1]
    answer: 2
    explanation: Numbers are added.
  - kind: true-false
    question: Doubling 0 gives 0.
    answer: true
    explanation: Twice nothing is nothing.
`;
const withModule = `title: First
exercises:
  - one
modules:
  - title: Basics
    topics: [Functions]
    quiz: doubles
`;

test('a module has a quiz about its topics, and what looks like a number in a choice stays a text', async () => {
  await aCourse('one');
  await write('first/course.yaml', withModule);
  await write('first/doubles/quiz.yaml', aQuiz);
  await courses.reload();
  expect(problems()).toEqual([]);
  const quiz = courses.findQuiz('first/doubles') ?? expect.fail();
  expect(quiz.topics).toEqual(['Functions']);
  expect(quiz.questions).toMatchObject([
    { choices: ['2', '11', '1 + 1'], answer: '2' },
    { kind: 'true-false', answer: 'true' },
  ]);
  expect(courses.all()[0]?.modules).toMatchObject([{ title: 'Basics', quiz: 'doubles' }]);
});

test.each([
  [
    'an answer that is no choice',
    aQuiz.replace('answer: 2', 'answer: 3'),
    'line 6: questions 1 answer: none',
  ],
  ['a choice twice', aQuiz.replace('11', '2'), 'line 5: questions 1 choices: two choices'],
  ['a word nobody knows', aQuiz.replace('kind: prints', 'kind: print'), 'line 3: questions 1 kind'],
])('a quiz with %s is a sentence, and the old one stays', async (_, text, said) => {
  await aCourse('one');
  await write('first/course.yaml', withModule);
  await write('first/doubles/quiz.yaml', aQuiz);
  await courses.reload();
  await write('first/doubles/quiz.yaml', text);
  await courses.reload();
  expect(problems()).toHaveLength(1);
  expect(problems()[0]).toContain(`first/doubles/quiz.yaml, ${said}`);
  expect(courses.findQuiz('first/doubles')?.questions[0]?.kind).toBe('prints');
  expect(titles()).toEqual(['Double it']);
});

test('a missing file is named', async () => {
  await aCourse('good', 'bad');
  await rm(path.join(dir, 'first/bad/task.md'));
  await courses.reload();
  expect(problems()).toEqual(['first/bad/task.md: the file is missing.']);
  await rm(path.join(dir, 'first/course.yaml'));
  await courses.reload();
  expect(problems()).toHaveLength(1);
  expect(problems()[0]).toMatch(/^first\/course\.yaml: the file is missing/);
});

test('after a mistake an exercise stays as it was, beside the sentence, until it is right again', async () => {
  await aCourse('one', 'two');
  await courses.reload();
  const { version } = courses.find('first/one') ?? expect.fail();
  await anExercise('one', whole.replace('easy', 'simple'));
  await anExercise('two', whole.replace('Double it', 'Twice'));
  await courses.reload();
  expect(problems()).toHaveLength(1);
  expect(courses.find('first/one')?.version).toBe(version);
  expect(titles().sort()).toEqual(['Double it', 'Twice']);

  await anExercise('one', whole.replace('expect: 4', 'expect: 5'));
  await courses.reload();
  expect(problems()).toEqual([]);
  expect(courses.find('first/one')?.version).not.toBe(version);
});

test('a broken course.yaml leaves the whole course as it was', async () => {
  await aCourse('one', 'two');
  await courses.reload();
  await write('first/course.yaml', 'title: [First\n');
  await courses.reload();
  expect(problems()).toHaveLength(1);
  expect(problems()[0]).toMatch(/^first\/course\.yaml, line \d+: /);
  expect(titles()).toHaveLength(2);
  expect(courses.find('first/two')).toBeDefined();
});

test('a file that changes is read again by itself', async () => {
  await aCourse('one');
  await courses.open();
  expect(titles()).toEqual(['Double it']);
  await anExercise('one', whole.replace('Double it', 'Twice'));
  await expect.poll(titles, { timeout: 20_000 }).toEqual(['Twice']);
});

test('a folder that is not there has no courses', async () => {
  await rm(dir, { recursive: true });
  await courses.open();
  expect(courses.list()).toEqual([]);
});
