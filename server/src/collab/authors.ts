import * as Y from 'yjs';
import type { RoomPeer } from './peer.ts';
import type { Presence } from './presence.ts';
import type { UpdateScan } from './update-scan.ts';

/**
 * Whose Yjs client ids are whose. Two people writing under one id would lose each other's text without a trace, so new
 * content under the id of somebody who is here is refused.
 *
 * Not everybody who brings content under another's id is a forger: after a crash of the server a client hands in what it
 * had heard of others, and a second tab or a reload hands in what the same person wrote offline. So an id is protected
 * only while its own connection is here and has handed in all it has: from then on nobody else can honestly know more.
 */
export class Authors {
  readonly #presence: Presence;
  readonly #maxNewIds: number;
  /** Client id → member who brought its first content. */
  readonly #writers = new Map<number, string>();
  readonly #newIds = new WeakMap<RoomPeer, number>();

  constructor(presence: Presence, maxNewIds: number) {
    this.#presence = presence;
    this.#maxNewIds = maxNewIds;
  }

  /** Call it before the update is applied. @param memberId  who brought it */
  learn(doc: Y.Doc, scan: UpdateScan, memberId: string | null): void {
    for (const { client, clock, end } of scan.structs) {
      if (memberId && clock === 0 && end > 0 && Y.getState(doc.store, client) === 0) {
        this.#writers.set(client, memberId);
      }
    }
  }

  /** @returns whether nothing new in the update belongs to somebody else, and it does not speak for ever new clients */
  mayBring(doc: Y.Doc, scan: UpdateScan, from: RoomPeer): boolean {
    let newIds = this.#newIds.get(from) ?? 0;
    for (const { client, end } of scan.structs) {
      const state = Y.getState(doc.store, client);
      if (end <= state) continue;
      if (this.#isForeign(client, state, from)) return false;
      if (state === 0) newIds++;
    }
    if (newIds > this.#maxNewIds) return false;
    this.#newIds.set(from, newIds);
    return true;
  }

  #isForeign(client: number, state: number, from: RoomPeer): boolean {
    const owner = this.#presence.ownerOf(client);
    if (!owner?.isSynced || owner.memberId === from.memberId) return false;
    // A caret alone proves nothing: an id with content belongs to whoever wrote its first part.
    return state === 0 || this.#writers.get(client) === owner.memberId;
  }
}
