import { expect, test } from 'vitest';
import { visitClosedSentence } from './room-view.ts';

test('a visitor is told in a sentence what to do next, whatever ended the connection', () => {
  expect(visitClosedSentence(4401)).toContain('Sign in on the start page');
  expect(visitClosedSentence(4403)).toBe(visitClosedSentence(4404));
  expect(visitClosedSentence(4403)).toContain('Go back to the wall');
  expect(visitClosedSentence(4426)).toContain('Reload it');
  for (const code of [4400, 4409, 4410, 4413, 4429]) {
    expect(visitClosedSentence(code)).toContain('open the room again');
  }
});
