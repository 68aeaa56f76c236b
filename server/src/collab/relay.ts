import * as Y from 'yjs';
import type { RoomPeer } from './peer.ts';
import { encodeUpdate } from './protocol.ts';

/** Merging is quadratic in the number of updates, so it is done in groups of at most this many. */
const mergeWidth = 32;
/** Larger updates go out as they are: merging them costs more than a frame. */
const maxMergeBytes = 8 * 1024;

/** Collects what one turn changed in a room and sends it to everybody else, as one frame if it is typing. */
export class Relay {
  readonly #peers: ReadonlySet<RoomPeer>;
  #updates: Uint8Array[] = [];
  readonly #authors = new Set<RoomPeer | undefined>();

  constructor(peers: ReadonlySet<RoomPeer>) {
    this.#peers = peers;
  }

  /** @param author  whose change it is; it gets no echo of a turn in which nobody else changed anything */
  add(update: Uint8Array, author: RoomPeer | undefined): void {
    this.#updates.push(update);
    this.#authors.add(author);
  }

  flush(): void {
    if (this.#updates.length === 0) return;
    const onlyAuthor = this.#authors.size === 1 ? [...this.#authors][0] : undefined;
    const updates = this.#updates;
    this.#updates = [];
    this.#authors.clear();
    if (this.#peers.size === 0 || (onlyAuthor && this.#peers.size === 1)) return;
    // One message after the other, each to everybody, so that its frame is made once.
    for (const message of merge(updates).map(encodeUpdate)) {
      for (const peer of this.#peers) if (peer !== onlyAuthor) peer.send(message);
    }
  }
}

/** Neighbours are merged, in order. */
function merge(updates: readonly Uint8Array[]): Uint8Array[] {
  const merged: Uint8Array[] = [];
  let group: Uint8Array[] = [];
  let bytes = 0;
  const close = (): void => {
    const [only] = group;
    if (only) merged.push(group.length === 1 ? only : Y.mergeUpdates(group));
    group = [];
    bytes = 0;
  };
  for (const update of updates) {
    if (group.length === mergeWidth || bytes + update.byteLength > maxMergeBytes) close();
    group.push(update);
    bytes += update.byteLength;
  }
  close();
  return merged;
}
