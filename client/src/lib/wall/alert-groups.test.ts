import type { AlertView } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { anAlert } from './an-alert.fixture.ts';
import { commonHint, groupedIds, groupsOf } from './alert-groups.ts';

const failed = (name: string, change: Partial<AlertView> = {}, label = 'IndexError'): AlertView =>
  anAlert({
    ...{ id: name, memberId: name, name },
    runs: [{ runId: 'run', at: 1_000, label, line: 7 }],
    ...change,
  });

test('three with the same error at the same exercise stand together, in the order of names', () => {
  const groups = groupsOf([
    ...['Cem', 'Ann', 'Bob'].map((name) => failed(name)),
    failed('Dee', {}, 'NameError'),
    failed('Eve', { exercise: 'test/other' }),
  ]);
  expect(groups.map(({ error, alerts }) => [error, alerts.map(({ name }) => name)])).toEqual([
    ['IndexError', ['Ann', 'Bob', 'Cem']],
  ]);
  expect([...groupedIds(groups)]).toEqual(['Ann', 'Bob', 'Cem']);
});

test('two, those who were taken care of, and what is long ago make no group', () => {
  const [ann, bob, cem] = [failed('Ann'), failed('Bob'), failed('Cem')];
  expect(groupsOf([ann, bob])).toEqual([]);
  expect(groupsOf([ann, bob, { ...cem, fixedAt: 9_000 }])).toEqual([]);
  expect(groupsOf([ann, bob, { ...cem, raisedAt: 1_000 + 11 * 60_000 }])).toEqual([]);
  expect(groupsOf([ann, bob, { ...cem, rule: 'says_so' }])).toEqual([]);
});

test('one hint for all is the one that all have ready', () => {
  const group = (hint: string) => ({
    ...{ key: 'k', error: 'IndexError' },
    alerts: [failed('Ann', { hint: 'Which?' }), failed('Bob', { hint })],
  });
  expect(commonHint(group('Which?'))).toBe('Which?');
  expect(commonHint(group('Look at line 2.'))).toBeUndefined();
});
