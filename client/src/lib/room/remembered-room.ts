import { collabVersion, type RoomView } from '@learnflow/shared';

/**
 * What the server last said about the room one works in, so that its page opens without a network: the text comes from the
 * room's own copy. One room per device; nothing in it that the page did not show. Pages of another version leave it alone.
 */
const key = `learnflow.room.${collabVersion}`;

export function rememberRoom(view: RoomView): void {
  // Whoever only visits has no copy here that could be shown.
  if (view.seated) localStorage.setItem(key, JSON.stringify(view));
}

export function forgetRoom(): void {
  localStorage.removeItem(key);
}

/** @returns the room as it was when the server last told about it; undefined when this device does not know it */
export function rememberedRoom(roomId: string): RoomView | undefined {
  const stored = localStorage.getItem(key);
  const view = stored === null ? undefined : (JSON.parse(stored) as RoomView);
  return view?.id === roomId ? view : undefined;
}
