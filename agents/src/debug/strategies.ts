import type { Answer } from '@learnflow/shared';

/** Ways to find a mistake that work for every program. */
export const printValues =
  'Print the values just before the place, and compare them with what you expect.';
export const smaller = 'Make the input as small as you can, so that it still goes wrong.';
export const readAloud =
  'Read the program aloud, line by line, and say what each line does, not what it should do.';
export const byHand = 'Take the first test that does not pass, and do it by hand, line by line.';
export const oneChange = 'Change one thing, then run it again.';

/** For every program, and close to none. */
export const howToLook: Answer = {
  agent: 'debug',
  text: '**How to find a mistake**\n\nWhat did you expect to happen, and what happens instead?',
  nextSteps: [printValues, smaller, readAloud],
  topic: 'strategies',
  offerPerson: true,
};
