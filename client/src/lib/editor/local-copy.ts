import { IndexeddbPersistence } from 'y-indexeddb';
import type * as Y from 'yjs';

/**
 * The copy of a room in this browser (IndexedDB), which lets typing go on without a server and survive a reload.
 * It belongs to one epoch of the document; a copy from another epoch is deleted, never merged: it would come back
 * as doubled text.
 */
export class LocalCopy {
  readonly #store: IndexeddbPersistence;
  #failed = false;

  constructor(roomId: string, epoch: string, doc: Y.Doc) {
    const name = databaseName(roomId, epoch);
    const before = localStorage.getItem(epochKey(roomId));
    if (before !== null && before !== epoch) deleteCopy(roomId, before);
    localStorage.setItem(epochKey(roomId), epoch);
    this.#store = new IndexeddbPersistence(name, doc);
    this.#store.whenSynced.then(
      () => this.#store.db?.addEventListener('abort', () => (this.#failed = true)),
      () => (this.#failed = true),
    );
  }

  /** The origin of changes that come out of this copy. */
  get origin(): unknown {
    return this.#store;
  }

  /** @returns whether everything changed up to now is on this computer's disk. */
  async stored(): Promise<boolean> {
    await this.#store.whenSynced;
    const db = this.#store.db;
    if (!db || this.#failed) return false;
    // IndexedDB runs overlapping transactions in order: when this read is answered, the writes before it are done.
    return new Promise((resolve) => {
      const read = db.transaction('updates', 'readonly').objectStore('updates').count();
      read.onsuccess = () => resolve(!this.#failed);
      read.onerror = () => resolve(false);
    });
  }

  async close(): Promise<void> {
    await this.#store.destroy();
  }

  /** Forgets the copy, when the server has refused something in it or has begun the document anew. */
  async drop(): Promise<void> {
    await this.#store.clearData();
  }
}

const databaseName = (roomId: string, epoch: string): string => `learnflow:${roomId}:${epoch}`;
const epochKey = (roomId: string): string => `learnflow.epoch.${roomId}`;

function deleteCopy(roomId: string, epoch: string): void {
  indexedDB.deleteDatabase(databaseName(roomId, epoch));
}
