/**
 * A note on this computer that a room's local copy holds changes which the server has not stored. It tells a copy
 * that somebody would miss from one that can be forgotten.
 */
export interface UnsavedMark {
  memberId: string;
  epoch: string;
}

const keyOf = (roomId: string): string => `learnflow.unsaved.${roomId}`;

export function markUnsaved(roomId: string, mark: UnsavedMark | undefined): void {
  if (mark) localStorage.setItem(keyOf(roomId), JSON.stringify(mark));
  else localStorage.removeItem(keyOf(roomId));
}

export function unsavedMark(roomId: string): UnsavedMark | undefined {
  const stored = localStorage.getItem(keyOf(roomId));
  return stored === null ? undefined : (JSON.parse(stored) as UnsavedMark);
}
