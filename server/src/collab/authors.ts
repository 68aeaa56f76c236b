import * as Y from 'yjs';
import type { RoomPeer } from './peer.ts';
import type { Presence } from './presence.ts';
import type { UpdateScan } from './update-scan.ts';

/** Client id → member who alone has written under it; null: several have, so nobody can be told from the others. */
export type Writers = Record<string, string | null>;

export interface AuthorsDeps {
  presence: Presence;
  maxNewIds: number;
  /** An earlier server may have told clients what it could not store; see `Recovery`. */
  isRecovering(): boolean;
}

/**
 * Whose Yjs client ids are whose. Two people writing under one id would lose each other's text without a trace, so new
 * content under the id of somebody else is refused, whether they are here or away.
 *
 * Other members' content can be honest only if this server does not know all that clients were told: after a server
 * that was killed, they hand in what they had heard of each other. Then an id is protected only while its own
 * connection is here and has handed in all it has: from then on nobody else can honestly know more.
 *
 * An id that the document does not know belongs to whoever brings its first content: a reload hands in what the same
 * person wrote offline under the id of the page before.
 */
export class Authors {
  readonly #deps: AuthorsDeps;
  readonly #writers = new Map<number, string | null>();
  readonly #newIds = new WeakMap<RoomPeer, number>();
  /** What the document was read from had holes: clients may honestly know more than it. */
  #hasHoles = false;

  constructor(deps: AuthorsDeps) {
    this.#deps = deps;
  }

  /** Part of the log could not be read. */
  missing(): void {
    this.#hasHoles = true;
  }

  /** Takes over what was known when a snapshot was written. */
  recall(writers: Writers): void {
    for (const [client, memberId] of Object.entries(writers)) {
      this.#writers.set(Number(client), memberId);
    }
  }
  toWriters(): Writers {
    return Object.fromEntries(this.#writers);
  }

  /**
   * Call it before the update is applied.
   * @param memberId  who brought it
   * @param peer      over which connection; undefined when it comes out of the log
   */
  learn(doc: Y.Doc, scan: UpdateScan, memberId: string | null, peer?: RoomPeer): void {
    if (memberId === null) return;
    for (const { client, end } of scan.structs) {
      const state = Y.getState(doc.store, client);
      if (end <= state) continue;
      const writer = this.#writers.get(client);
      if (writer === memberId || writer === null) continue;
      if (writer !== undefined) this.#writers.set(client, null);
      // After a crash the first to hand something in need not be who wrote it.
      else if (state === 0 && (!peer || this.#isOwn(client, peer))) {
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
    if (newIds > this.#deps.maxNewIds) return false;
    this.#newIds.set(from, newIds);
    return true;
  }

  #isForeign(client: number, state: number, from: RoomPeer): boolean {
    const writer = this.#writers.get(client);
    if (writer && writer !== from.memberId && !this.#mayHaveLost) return true;
    const owner = this.#deps.presence.ownerOf(client);
    if (!owner?.isSynced || owner.memberId === from.memberId) return false;
    // A caret alone proves nothing: an id with content belongs to whoever wrote its first part.
    return state === 0 || writer === owner.memberId;
  }

  #isOwn(client: number, peer: RoomPeer): boolean {
    return !this.#mayHaveLost || this.#deps.presence.ownerOf(client) === peer;
  }

  get #mayHaveLost(): boolean {
    return this.#hasHoles || this.#deps.isRecovering();
  }
}
