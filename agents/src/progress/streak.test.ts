import { expect, test } from 'vitest';
import { dayIn, streakOf } from './streak.ts';

const at = (iso: string): number => Date.parse(iso);
const berlin = 'Europe/Berlin';

test('a day begins at midnight of the class, wherever the server or the student is', () => {
  const evening = at('2026-11-27T23:30:00Z');
  expect(dayIn(berlin, evening)).toBe('2026-11-28');
  expect(dayIn('America/New_York', evening)).toBe('2026-11-27');
  const worked = [at('2026-11-26T23:30:00Z'), evening];
  expect(streakOf(worked, { now: at('2026-11-28T08:00:00Z'), timeZone: berlin })).toBe(2);
  // One minute before and after midnight are two days.
  const night = [at('2026-11-27T22:59:00Z'), at('2026-11-27T23:01:00Z')];
  expect(streakOf(night, { now: night[1] ?? 0, timeZone: berlin })).toBe(2);
});

test('today breaks nothing before it is over, yesterday does', () => {
  const worked = [at('2026-11-24T09:00:00Z'), at('2026-11-25T09:00:00Z')];
  const on = (now: string) => streakOf(worked, { now: at(now), timeZone: berlin });
  expect(on('2026-11-25T20:00:00Z')).toBe(2);
  expect(on('2026-11-26T20:00:00Z')).toBe(2);
  expect(on('2026-11-27T08:00:00Z')).toBe(0);
  expect(streakOf([], { now: at('2026-11-27T08:00:00Z'), timeZone: berlin })).toBe(0);
});

test('days of 23 and of 25 hours are days', () => {
  const timeZone = berlin;
  const spring = [
    at('2026-03-28T22:30:00Z'),
    at('2026-03-29T21:30:00Z'),
    at('2026-03-29T22:30:00Z'),
  ];
  expect(spring.map((moment) => dayIn(timeZone, moment))).toEqual([
    '2026-03-28',
    '2026-03-29',
    '2026-03-30',
  ]);
  expect(streakOf(spring, { now: at('2026-03-30T06:00:00Z'), timeZone })).toBe(3);
  const autumn = [
    at('2026-10-24T21:30:00Z'),
    at('2026-10-25T22:30:00Z'),
    at('2026-10-26T00:30:00Z'),
  ];
  expect(streakOf(autumn, { now: at('2026-10-26T06:00:00Z'), timeZone })).toBe(3);
});

test('only a day with a lesson can be missed', () => {
  const worked = ['20', '23', '25', '27'].map((day) => at(`2026-11-${day}T09:00:00Z`));
  const now = at('2026-11-27T10:00:00Z');
  const lessons = (...days: string[]) => days.map((day) => at(`2026-11-${day}T08:30:00Z`));
  const streak = (held: number[]) => streakOf(worked, { now, timeZone: berlin, lessons: held });
  expect(streak(lessons('20', '23', '25', '27'))).toBe(4);
  expect(streak(lessons('20', '23', '24', '25', '27'))).toBe(2);
});

test('a moment in the future, of a clock that ran ahead, counts from its day on', () => {
  const worked = [at('2026-11-27T09:00:00Z'), at('2027-01-01T09:00:00Z')];
  expect(streakOf(worked, { now: at('2026-11-27T10:00:00Z'), timeZone: berlin })).toBe(1);
});
