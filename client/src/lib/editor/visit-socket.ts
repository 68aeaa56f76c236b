import { channelsOf, collabPath, SharedSocket } from '@learnflow/shared';

let shared: SharedSocket | undefined;

/** Where rooms are on this page's server. */
export function collabAddress(): string {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${location.host}${collabPath.slice(0, -1)}`;
}

function visitSocket(): SharedSocket {
  return (shared ??= new SharedSocket(collabAddress(), (url) => new WebSocket(url)));
}

/** Shakes hands before the first visit, so that a room opens without waiting for it. @returns ends that */
export function readyForVisits(): () => void {
  return visitSocket().keep();
}

/** @returns what visits use in place of `WebSocket`: channels of the one socket that this page has for them */
export function visitSockets(): typeof WebSocket {
  // Of a websocket it has what y-websocket uses.
  return channelsOf(visitSocket()) as unknown as typeof WebSocket;
}
