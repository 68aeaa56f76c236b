import type { Refusal } from '@learnflow/shared';

/** What a person reads when an update was not taken. The connection stays open. */
export const refusals = {
  watch: {
    reason: 'watching',
    message:
      'You are watching this room, so your change was not added. Ask the teacher if you should edit here.',
  },
  navigate: {
    reason: 'navigating',
    message:
      'Your partner is driving, so your change was not added. Select text to point at it, or ask to swap.',
  },
  held: {
    reason: 'held',
    message:
      'Your teacher is holding the editors, so your change was not added. Type again when they let go.',
  },
  tooLarge: {
    reason: 'too-large',
    message: 'This change is larger than 1 MB and was not added. Paste a smaller part.',
  },
  full: {
    reason: 'document-full',
    message:
      'This room is full, so your change was not added. Delete something you no longer need, then try again.',
  },
  invalid: {
    reason: 'invalid',
    message:
      'Your last changes do not fit this document and were not added. Copy them, then reload the page.',
  },
} as const satisfies Record<string, Refusal>;
