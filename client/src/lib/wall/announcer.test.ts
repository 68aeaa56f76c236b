import { expect, test } from 'vitest';
import { Announcer, type Turn } from './announcer.ts';
import { newTurns } from './tile-words.ts';

const amara: Turn = { id: 'a', name: 'Amara Okoye', status: 'stuck' };
const jess: Turn = { id: 'j', name: 'Jess Murray', status: 'help' };

test('several who need the teacher are told in one sentence', () => {
  const announcer = new Announcer(newTurns);
  announcer.see([amara, jess]);
  expect(announcer.due(0)).toBe('2 new: Amara stuck, Jess hand up');
  expect(announcer.due(20_000)).toBeUndefined();
});

test('there is at most one sentence in ten seconds, and nobody is told twice', () => {
  const announcer = new Announcer(newTurns);
  announcer.see([amara]);
  expect(announcer.due(0)).toBe('1 new: Amara stuck');
  announcer.see([amara, jess]);
  expect(announcer.due(9_000)).toBeUndefined();
  expect(announcer.due(10_000)).toBe('1 new: Jess hand up');
});

test('somebody who is sorted before the sentence is due is left out', () => {
  const announcer = new Announcer(newTurns);
  announcer.see([amara]);
  announcer.due(0);
  announcer.see([amara, jess]);
  announcer.see([amara]);
  expect(announcer.due(20_000)).toBeUndefined();
});

test('a stuck student who raises a hand is new again', () => {
  const announcer = new Announcer(newTurns);
  announcer.see([amara]);
  announcer.due(0);
  announcer.see([{ ...amara, status: 'help' }]);
  expect(announcer.due(20_000)).toBe('1 new: Amara hand up');
});
