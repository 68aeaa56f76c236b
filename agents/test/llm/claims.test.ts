import type { StudentReport } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { createClaimCheck } from '../../src/llm/claims.ts';

const claims = createClaimCheck('Count the days with more rain than the day before.', undefined);

test.each([
  'Your score is 100.',
  'I give you full marks for this.',
  'Final grade: A+',
  'The grade is B.',
  'You get 9/10 from me.',
  'Your mark: `100/100`',
  '**Score:** 95',
  '{"score": 80}',
  'Your solution was rated 10 by the grader.',
  'The exercise is accepted.',
  'You have passed the exercise.',
  'All tests pass now.',
  'Your program passes all hidden tests. If you like, go on.',
  '7 of 8 tests are green.',
  'It is 100% correct.',
  'This code deserves top marks.',
])('%s is a mark that nobody gave', (text) => expect(claims(text)).toBe(true));

test.each([
  'Change one thing and check again until all tests pass.',
  'Do all tests pass when the list is empty?',
  'The exclamation mark is a sign like any other.',
  'A float has a point: 3.5.',
  'Constants have capital letters, such as `MAX_POINTS = 10`.',
  'Your program can get a weather report.',
  'The loop runs 10 times and prints 100 in the last round.',
  'Draw a point with x and y.',
  '`typing.Final` marks what stays as it is.',
  'Divide by 100 to get from per cent to a share: 20 per cent is 0.2.',
])('%s is none', (text) => expect(claims(text)).toBe(false));

test('in a task about scores they are talked about, and only what is said of the student is a claim', () => {
  const about = createClaimCheck('Find the player with the highest score in the file.', undefined);
  expect(about('In the second round the score is 120, and the best so far is 90.')).toBe(false);
  expect(about('Your grade for this is 100.')).toBe(true);
  expect(about('I award this full marks.')).toBe(true);
});

test('what the report says may be said, and nothing better', () => {
  const report = { passed: 3, total: 8 } as StudentReport;
  const check = createClaimCheck('', report);
  expect(check('3 of 8 tests pass, so look at the dry week first.')).toBe(false);
  expect(check('7 of 8 tests pass.')).toBe(true);
  expect(check('All tests pass.')).toBe(true);
  expect(createClaimCheck('', { passed: 8, total: 8 } as StudentReport)('All tests pass.')).toBe(
    false,
  );
});
