import type { Question, StudentReport, TestOutcome } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { aFailedRun, aQuestion } from '../../test/a-question.ts';
import { explainRun } from '../explain/explain.ts';
import { debug } from './agent.ts';

const program = 'days = [3, 1]\nprint(days[2])\n';
const traceback =
  'Traceback (most recent call last):\n  File "main.py", line 2, in <module>\n    print(days[2])\nIndexError: list index out of range\n';
const lastRun = aFailedRun(program, traceback);
const of = (text: string) => ({ files: [{ name: 'main.py', text }], entry: 'main.py' });

const say = (text: string, more: Partial<Question> = {}) => {
  const said = debug.answer(aQuestion(text, more));
  if (!said) throw new Error('nothing was said');
  return said;
};
const aReport = (outcomes: TestOutcome[], more: Partial<StudentReport> = {}): StudentReport => ({
  ...{ outcomes, hidden: [], broken: [], passed: 0, total: 1, score: 0 },
  ...{ checkedIn: 'separate-process', ...more },
});
const wrong = (expected: string, got: string, type: string, gotType = type): TestOutcome => ({
  ...{ testId: 'a', status: 'wrong', durationMs: 1 },
  diff: { expected, got, expectedType: type, gotType },
});

test('the last run is explained with the own names and its first hint only', () => {
  const said = say('why do I get this error', { lastRun });
  expect(said.text).toMatch(/`days`/);
  const [first, second, third] = explainRun(lastRun)?.hints ?? [];
  expect([said.text, ...said.nextSteps].join('\n')).toContain(first);
  for (const later of [second, third]) {
    expect([said.text, ...said.nextSteps].join('\n')).not.toContain(later);
  }
});

test('a traceback in the question counts for more than the last run', () => {
  const pasted = `what is this?\n${traceback.replace('IndexError: list index out of range', "NameError: name 'day' is not defined")}`;
  const said = say(pasted, { lastRun, program: of(program) });
  expect(said.text).toMatch(/`day`/);
  expect(said.topic).not.toBe(explainRun(lastRun)?.family);
});

test('an error asked about by name is explained, unless it is the one of the last run', () => {
  expect(say('what is a key error?', { lastRun })).toMatchObject({ topic: 'KeyError' });
  expect(say('what does IndexError mean', { lastRun }).text).toMatch(/`days`/);
  expect(say('what does IndexError mean').text).toMatch(/first place has the number 0/);
});

test('a visible test that does not pass: expected beside got, and what differs', () => {
  const report = aReport([wrong('6', 'None', 'int', 'NoneType')]);
  const said = say('my test fails', { report, program: of('def f(x):\n    print(x * 2)\n') });
  expect(said.text).toContain('Expected `6`, got `None`.');
  expect(said.text).toMatch(/not handed back/);
  expect(said.topic).toBe('none');
});

test('words about tests point at the check, others at a run that failed', () => {
  const report = aReport([wrong('6', '5', 'int')]);
  expect(say('why does the test fail', { report, lastRun }).topic).toBe('off-by-one');
  expect(say("it doesn't work", { report, lastRun }).text).toMatch(/`days`/);
  expect(say("it doesn't work", { report }).topic).toBe('off-by-one');
});

test('a test that ended with an error is explained like a run', () => {
  const error = {
    type: 'ZeroDivisionError',
    message: 'division by zero',
    file: 'main.py',
    line: 2,
  };
  const report = aReport([{ testId: 'a', status: 'error', durationMs: 1, error }]);
  const said = say('why is the test red', {
    ...{ report, program: of('def mean(xs):\n    return sum(xs) / len(xs)\n') },
  });
  expect(said.text).toMatch(/Line 2 divides/);
});

test('hidden tests are named by their category and nothing else', () => {
  const hidden = [{ category: 'short weeks', passed: 1, count: 3 }];
  const said = say('why do hidden tests fail', { report: aReport([], { hidden }) });
  expect(said.text).toMatch(/2 of 3 hidden tests do not pass\. They are about: short weeks/);
});

test('a broken constraint is told in its own sentence', () => {
  const report = aReport([], { broken: ['Use a while loop.'] });
  expect(say('why is the check red', { report }).text).toMatch(/Use a while loop\./);
});

test('a program that runs and is not right: what it most likely does not mean', () => {
  const text = 'def total(xs):\n    s = 0\n    for x in xs:\n        s += x\n        return s\n';
  const run = { ...aFailedRun(text, ''), end: { ...lastRun.end, reason: 'finished' as const } };
  const said = say("it doesn't work", { lastRun: run, program: of(text) });
  expect(said.text).toMatch(/line 5/);
});

test('with nothing to go by there are ways to look, and a person', () => {
  const said = say("my program doesn't work");
  expect(said).toMatchObject({ topic: 'strategies', offerPerson: true });
  expect(said.text).toMatch(/Run your program first/);
  expect(said.nextSteps).toHaveLength(3);
});
