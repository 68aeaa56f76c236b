import type { AttemptView, ExerciseWork, StudentReport } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { withAttempt, withVerdicts } from './with-attempt.ts';

const anAttempt = (id: string, at: number, score?: number): AttemptView => ({
  id,
  roomId: 'room',
  exercise: 'tickets',
  kind: 'submit',
  at,
  by: { memberId: 'maya', name: 'Maya Cohen', role: 'student', ink: 'teal' },
  result: score === undefined ? null : ({ score } as StudentReport),
  outdated: false,
  reviewScore: null,
});
const work = (...attempts: AttemptView[]): ExerciseWork[] =>
  attempts.reduce<ExerciseWork[]>(withAttempt, [
    { id: 'tickets', attempts: [], submitted: false, solved: false } as unknown as ExerciseWork,
  ]);
const scores = ([exercise]: ExerciseWork[]): (number | undefined)[] =>
  exercise?.attempts.map(({ result }) => result?.score) ?? [];

test('an attempt takes its place, the newest first, and never loses its verdict', () => {
  const judged = work(anAttempt('b', 2, 100), anAttempt('a', 1, 50));
  expect(scores(judged)).toEqual([100, 50]);
  expect(judged[0]).toMatchObject({ submitted: true, solved: true });
  expect(scores(withAttempt(judged, anAttempt('b', 2)))).toEqual([100, 50]);
});

test('a review that is there is not lost to a message that was sent before it', () => {
  const reviewed = work({ ...anAttempt('a', 1, 90), reviewScore: 80 });
  expect(withAttempt(reviewed, anAttempt('a', 1, 90))[0]?.attempts[0]?.reviewScore).toBe(80);
});

test('a verdict that comes before an older answer of the server stands', () => {
  const heard = work(anAttempt('a', 1, 50), anAttempt('b', 2, 100));
  const answered = work(anAttempt('a', 1, 50), anAttempt('b', 2));
  const merged = withVerdicts(answered, heard);
  expect(scores(merged)).toEqual([100, 50]);
  expect(merged[0]?.solved).toBe(true);
});

test('the answer of the server wins where it has a verdict, and tells of attempts unheard of', () => {
  const answered = work(anAttempt('a', 1, 40), anAttempt('b', 2, 90));
  expect(scores(withVerdicts(answered, work(anAttempt('a', 1, 50))))).toEqual([90, 40]);
  expect(withVerdicts([], work(anAttempt('a', 1, 50)))).toEqual([]);
});
