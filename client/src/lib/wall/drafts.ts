import type { DraftView, ServerToClient } from '@learnflow/shared';

type Change = Parameters<ServerToClient['draft']>[0];

/** @returns the drafts of a lesson after a change, the newest first */
export function draftsAfter(known: readonly DraftView[], change: Change): DraftView[] {
  if ('gone' in change) return known.filter(({ id }) => !change.gone.includes(id));
  const { draft } = change;
  return [draft, ...known.filter(({ id }) => id !== draft.id)].sort(
    (a, b) => b.writtenAt - a.writtenAt,
  );
}

/** @returns what nobody has sent or dismissed, whoever waits longest first */
export function waitingDrafts(drafts: readonly DraftView[]): DraftView[] {
  return drafts.filter(({ action }) => action === null).reverse();
}
