import type { RunEnd } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { failureOf, labelRun } from './run-label.ts';

const end = (part: Partial<RunEnd>): RunEnd => ({
  reason: 'finished',
  exitCode: 0,
  durationMs: 400,
  truncated: false,
  ...part,
});

test('a good run, an exception and a limit each get their short words', () => {
  expect(labelRun(end({}))).toEqual({ label: 'Ran', ok: true });
  const error = { type: 'IndexError', message: 'list index out of range', line: 7 };
  expect(labelRun(end({ reason: 'error', exitCode: 1, error }))).toEqual({
    label: 'IndexError',
    ok: false,
    line: 7,
  });
  expect(labelRun(end({ reason: 'time', durationMs: 10_040 }))).toEqual({
    label: 'Stopped at 10 s',
    ok: false,
  });
  expect(labelRun(end({ reason: 'memory' })).label).toBe('Out of memory');
});

test('a program that ends itself with a number is told by that number', () => {
  expect(labelRun(end({ reason: 'error', exitCode: 3 }))).toEqual({
    label: 'Exit code 3',
    ok: false,
  });
});

test('two runs fail alike by error type or by limit, and stopping a program is no failure', () => {
  const error = { type: 'NameError', message: "name 'x' is not defined" };
  expect(failureOf(end({ reason: 'error', error }))).toBe('NameError');
  expect(failureOf(end({ reason: 'time' }))).toBe('time limit');
  expect(failureOf(end({ reason: 'stopped' }))).toBeUndefined();
  expect(failureOf(end({}))).toBeUndefined();
});
