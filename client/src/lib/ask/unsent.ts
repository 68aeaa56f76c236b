import type { OutgoingMessage } from '../room/outbox.ts';

/** Questions that have not reached the server, kept by this tab until they have, also over a reload. */
const key = (roomId: string, memberId: string): string => `learnflow.unsent.${roomId}.${memberId}`;

/** @returns what was on its way or had failed when the panel closed last; what cannot be read counts as nothing */
export function unsentOf(roomId: string, memberId: string): OutgoingMessage[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(key(roomId, memberId)) ?? '[]');
    return Array.isArray(found) ? found.filter(isMessage) : [];
  } catch {
    return [];
  }
}

export function keepUnsent(
  roomId: string,
  memberId: string,
  waiting: readonly OutgoingMessage[],
): void {
  try {
    if (waiting.length === 0) sessionStorage.removeItem(key(roomId, memberId));
    else sessionStorage.setItem(key(roomId, memberId), JSON.stringify(waiting));
  } catch {
    // A browser that keeps nothing still sends what is on screen.
  }
}

function isMessage(found: unknown): found is OutgoingMessage {
  const { clientKey, body, state, reason } = (found ?? {}) as Partial<OutgoingMessage>;
  return (
    [clientKey, body, reason].every((part) => typeof part === 'string') &&
    (state === 'sending' || state === 'failed')
  );
}
