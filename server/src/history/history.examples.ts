import type { HistoryView } from '@learnflow/shared';
import { exampleIds } from '../classroom/examples.ts';

/** A time for the examples of the API page. */
export const exampleAt = 1_795_000_000_000;

export const exampleHistory: HistoryView = {
  roomId: exampleIds.room,
  from: { seq: 1, at: exampleAt - 60_000 },
  to: { seq: 1042, at: exampleAt },
  updates: 310,
  bytes: 8_400,
  binMs: 10_000,
  bins: [
    [0, 12],
    [5, 298],
  ],
  authors: [
    { memberId: exampleIds.member, name: 'Maya Cohen', role: 'student', ink: 'teal', edits: 310 },
  ],
  markers: [
    { kind: 'seed', at: exampleAt - 60_000, seq: 1 },
    {
      kind: 'run',
      at: exampleAt - 5_000,
      endedAt: exampleAt - 4_900,
      memberId: exampleIds.member,
      number: 1,
      label: 'IndexError',
      ok: false,
      line: 7,
    },
    { kind: 'pasted', at: exampleAt - 2_000, seq: 1040, memberId: exampleIds.member, chars: 212 },
  ],
  damage: [],
  canRestore: true,
};
