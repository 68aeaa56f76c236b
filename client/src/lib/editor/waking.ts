import type { WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import { askForSync } from './frames.ts';

/** A line that answers nothing for this long after a sleep is dead, whatever the browser says. */
const probeMs = 4_000;

/** Calls back when the network may be there again: the browser says so, or the page comes back into view. */
export function onWaking(woke: () => void, signal: AbortSignal): void {
  addEventListener('online', woke, { signal });
  document.addEventListener('visibilitychange', () => !document.hidden && woke(), { signal });
}

/** After a sleep a socket may look open and be dead: asks something, and starts anew when nothing answers. */
export function probe(provider: WebsocketProvider, doc: Y.Doc): void {
  if (!provider.wsconnected) return startAnew(provider);
  const heard = provider.wsLastMessageReceived;
  askForSync(provider, doc);
  setTimeout(() => {
    const isOver = !provider.shouldConnect || provider.wsLastMessageReceived !== heard;
    if (!isOver) startAnew(provider);
  }, probeMs);
}

/** Connects at once instead of waiting for the next try. */
export function startAnew(provider: WebsocketProvider): void {
  provider.disconnect();
  provider.connect();
}
