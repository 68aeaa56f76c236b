import type { IncomingMessage } from 'node:http';

/** Whether a request comes from a page of this server. Asked for everything that changes something, and every websocket. */
export type IsAllowedOrigin = (request: Pick<IncomingMessage, 'headers'>) => boolean;

/**
 * A browser sends the Origin of the page; it must be the host the request went to, or the public address when a proxy
 * changes the host. Without an Origin, or with `null` (sandboxed frames, files), the answer is no.
 * @param publicUrl  http(s) address of the server as people type it, if it has one
 */
export function createOriginCheck(publicUrl: string | undefined): IsAllowedOrigin {
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).host;
  return ({ headers }) => {
    const { origin, host } = headers;
    if (origin === undefined || !URL.canParse(origin)) return false;
    const from = new URL(origin);
    if (from.protocol !== 'http:' && from.protocol !== 'https:') return false;
    return from.host === host?.toLowerCase() || from.host === publicHost;
  };
}
