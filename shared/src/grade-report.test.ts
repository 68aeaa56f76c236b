import { expect, it } from 'vitest';

import { gradeTest } from './grade.ts';
import type { GradeReport } from './grade.ts';
import { presentReport } from './grade-report.ts';

const secret = 'moon-4711';

const tests = [
  { kind: 'call', id: 'open', name: 'adds', function: 'add', args: '1, 2', expect: '3' },
  {
    kind: 'call',
    id: 'edge',
    name: `about ${secret}`,
    hidden: true,
    category: 'edge cases',
    function: 'add',
    args: `"${secret}"`,
    expect: `"${secret}"`,
  },
  { kind: 'call', id: 'more', name: 'more', hidden: true, function: 'add', expect: '1' },
].map((test) => gradeTest.parse(test));

const report: GradeReport = {
  gradeId: 'g',
  outcomes: [
    { testId: 'open', status: 'pass', durationMs: 3 },
    {
      testId: 'edge',
      status: 'error',
      error: { type: secret, message: `got ${secret}`, file: 'main.py', line: 2 },
      diff: { expected: secret, got: secret, expectedType: 'str', gotType: secret, hint: secret },
      message: secret,
      durationMs: 4711,
    },
    { testId: 'more', status: 'pass', durationMs: 4711 },
  ],
  broken: ['Use a for loop.'],
  earned: 2,
  possible: 3,
  score: 17,
  checkedIn: 'separate-process',
  durationMs: 4711,
};

it('shows visible outcomes whole and hidden ones as counts by category', () => {
  expect(presentReport(report, { tests })).toEqual({
    outcomes: [{ testId: 'open', status: 'pass', durationMs: 3 }],
    hidden: [
      { category: 'edge cases', passed: 0, count: 1 },
      { category: '', passed: 1, count: 1 },
    ],
    broken: ['Use a for loop.'],
    passed: 2,
    total: 3,
    score: 17,
    checkedIn: 'separate-process',
  });
});

it('lets nothing of a hidden test through, whatever the code under test put into its outcome', () => {
  const text = JSON.stringify(presentReport(report, { tests }));
  expect(text).not.toContain(secret);
  expect(text).not.toContain('4711');
  expect(text).not.toContain('"edge"');
});

it('shows nothing of an outcome whose test is no longer part of the exercise', () => {
  const rest = tests.filter((test) => test.id !== 'open');
  expect(presentReport(report, { tests: rest }).outcomes).toEqual([]);
});
