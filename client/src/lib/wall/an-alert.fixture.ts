import type { AlertView } from '@learnflow/shared';

/** An open alert about Amara. */
export const anAlert = (change: Partial<AlertView> = {}): AlertView => ({
  ...{ id: 'a', memberId: 'amara', name: 'Amara', roomId: 'room', exercise: null },
  ...{
    rule: 'same_error',
    severity: 'medium',
    reason: '3 × IndexError',
    hint: 'Why?',
    draft: null,
  },
  ...{ line: 7, lineText: 'x[9]', runs: [], raisedAt: 1_000 },
  ...{ action: null, fixedAt: null, endedAt: null },
  ...change,
});
