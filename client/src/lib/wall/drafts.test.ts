import type { DraftView } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { draftsAfter, waitingDrafts } from './drafts.ts';

const aDraft = (id: string, writtenAt: number, isDone = false): DraftView => ({
  ...{ id, writtenAt, memberId: 'm', name: 'Maya', roomId: 'r', question: '?', agent: 'concepts' },
  ...{ text: 'Think.', action: isDone ? { how: 'sent', by: 'Ms Lind', at: 9 } : null },
});
const ids = (drafts: readonly DraftView[]): string[] => drafts.map(({ id }) => id);

test('a change takes the place of what it changes, and deleted questions take theirs away', () => {
  const known = [aDraft('b', 2), aDraft('a', 1)];
  expect(ids(draftsAfter(known, { draft: aDraft('c', 3) }))).toEqual(['c', 'b', 'a']);
  const sent = draftsAfter(known, { draft: aDraft('a', 1, true) });
  expect(ids(sent)).toEqual(['b', 'a']);
  expect(ids(waitingDrafts(sent))).toEqual(['b']);
  expect(ids(draftsAfter(known, { gone: ['b'] }))).toEqual(['a']);
  expect(ids(waitingDrafts(known))).toEqual(['a', 'b']);
});
