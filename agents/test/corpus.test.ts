import type { Explanation } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { explainRun } from '../src/explain/explain.ts';
import { type Failure, readPrograms, runPrograms } from './corpus.ts';

/** Programs really run with this machine's Python; what the explanations must hold stands beside each program. */
const runtime = runPrograms(readPrograms('runtime'));
const syntax = runPrograms(readPrograms('syntax'));

function textOf(said: Explanation): string {
  return [said.what, said.why, said.question].join(' ');
}

function explained(failure: Failure): Explanation {
  const said = explainRun(failure.run);
  if (!said) throw new Error(`${failure.program.id} is not explained`);
  return said;
}

/** What is wrong with the explanation of a program; empty when nothing is. */
function complaints(failure: Failure): string[] {
  const { program } = failure;
  const said = explained(failure);
  const text = textOf(said);
  const found: string[] = [];
  if (program.line !== undefined && said.line !== program.line) {
    found.push(`${program.id} points at line ${String(said.line)}, not ${String(program.line)}`);
  }
  if (said.specific && program.family !== '*' && said.family !== program.family) {
    found.push(`${program.id} is told as ${said.family}`);
  }
  for (const word of program.words) {
    if (!text.includes(word)) found.push(`${program.id} says nothing of ${word}: ${text}`);
  }
  return found;
}

test('there are enough programs, and all of them fail', () => {
  expect(runtime.length).toBeGreaterThanOrEqual(250);
  expect(syntax.length).toBeGreaterThanOrEqual(150);
  const fine = [...runtime, ...syntax].filter(({ run }) => run.end.reason === 'finished');
  expect(fine.map(({ program }) => program.id)).toEqual([]);
});

test('at least 95 of 100 errors of a run are explained by their cause', () => {
  const specific = runtime.filter((failure) => explained(failure).specific);
  expect(specific.length / runtime.length).toBeGreaterThanOrEqual(0.95);
});

test('of programs that no family was written for, nine in ten are explained by their cause', () => {
  const [late, early] = [readPrograms('untuned-runtime'), readPrograms('untuned-syntax')];
  expect([late.length, early.length]).toEqual([30, 20]);
  const failures = runPrograms([...late, ...early]);
  const specific = failures.filter((failure) => explainRun(failure.run)?.specific);
  expect(specific.length / failures.length).toBeGreaterThanOrEqual(0.9);
});

test('at least 85 of 100 errors of syntax are explained by their cause', () => {
  const specific = syntax.filter((failure) => explained(failure).specific);
  expect(specific.length / syntax.length).toBeGreaterThanOrEqual(0.85);
});

test("explanations point at the right line and name the learner's own names and values", () => {
  expect([...runtime, ...syntax].flatMap(complaints)).toEqual([]);
});

test('an explanation is at most 60 words and keeps the message of Python', () => {
  for (const failure of [...runtime, ...syntax]) {
    const said = explained(failure);
    expect(textOf(said).split(/\s+/).length, textOf(said)).toBeLessThanOrEqual(60);
    const { error } = failure.run.end;
    // The room says by itself why it stopped a program.
    if (!error) expect(said.original).toBe('');
    if (error) expect(said.original).toBe(`${error.type}${error.message && `: ${error.message}`}`);
    for (const part of [said.what, said.why, said.question, ...said.hints]) {
      expect(part, failure.program.id).toMatch(/[.?]$/);
      expect(part, failure.program.id).not.toMatch(/``|undefined|NaN|\[object|`it`| {2}/);
    }
  }
});

test('a hint never is the line that mends the program', () => {
  // A hint may quote a name or a short expression of the program, never a whole statement with its new form.
  for (const failure of [...runtime, ...syntax]) {
    for (const hint of explained(failure).hints) {
      expect(hint, failure.program.id).not.toMatch(/```|\n/);
      expect(hint.split(/\s+/).length, hint).toBeLessThanOrEqual(60);
      for (const [, code = ''] of hint.matchAll(/`([^`]+)`/g)) {
        expect(/^\s*(for|if|while|return|print|def)\b.+[:)]\s*$/.test(code), hint).toBe(false);
      }
    }
  }
});

test('index and key errors are drawn where the values are known', () => {
  const drawn = (family: string) =>
    runtime.filter(({ program }) => program.family === family).map((one) => explained(one).picture);
  const lists = drawn('list-index');
  expect(lists.filter((picture) => picture?.kind === 'list').length / lists.length).toBeGreaterThan(
    0.85,
  );
  for (const picture of lists) {
    if (picture?.kind !== 'list') continue;
    expect(picture.boxes.map((box) => box.index)).not.toContain(picture.asked.index);
  }
  const keys = drawn('unknown-key');
  expect(keys.filter((picture) => picture?.kind === 'dict').length).toBeGreaterThanOrEqual(6);
});
