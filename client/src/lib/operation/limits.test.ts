import { expect, test } from 'vitest';
import { aReport } from './a-server.fixture.ts';
import { limitsOf } from './limits.ts';

test('where everything holds, no limit asks for anything', () => {
  const limits = limitsOf(aReport);
  expect(limits).toHaveLength(9);
  expect(limits.every(({ holds }) => holds === 'yes')).toBe(true);
});

test('a limit that does not hold, or only in part, says why', () => {
  const { details } = aReport;
  if (!details) throw new Error('the fixture has details');
  const limits = limitsOf({
    ...aReport,
    details: {
      ...details,
      ...{ memory: 'watchdog', cpu: false, cpuShare: false, disk: false, seccomp: false },
      users: 'one',
    },
  });
  const weak = limits.filter(({ holds }) => holds !== 'yes');
  expect(weak.map(({ key, holds }) => `${key} ${holds}`)).toEqual([
    'memory partly',
    'cpu no',
    'cpuShare no',
    'disk no',
    'seccomp no',
    'users partly',
  ]);
  expect(weak.every(({ why }) => why !== undefined && why.length > 20)).toBe(true);
});

test('where nothing runs there is nothing to list', () => {
  expect(limitsOf({ ...aReport, available: false })).toEqual([]);
});
