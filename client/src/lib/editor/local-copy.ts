import { IndexeddbPersistence } from 'y-indexeddb';
import * as Y from 'yjs';
import { rescueOf } from '../rescue/rescue.ts';
import { rescues } from '../rescue/rescues.svelte.ts';
import { markUnsaved, unsavedMark } from '../rescue/unsaved-mark.ts';

/**
 * The copy of a room in this browser (IndexedDB), which lets typing go on without a server and survive a reload.
 * It belongs to one epoch of the document; a copy from another epoch is deleted, never merged: it would come back
 * as doubled text.
 */
export class LocalCopy {
  readonly #store: IndexeddbPersistence;
  readonly #roomId: string;
  readonly #epoch: string;
  #failed = false;
  /** Whose changes the note on this computer speaks of. */
  #noted: string | undefined;

  constructor(roomId: string, epoch: string, doc: Y.Doc) {
    this.#roomId = roomId;
    this.#epoch = epoch;
    const mark = unsavedMark(roomId);
    if (mark?.epoch === epoch) this.#noted = mark.memberId;
    const name = databaseName(roomId, epoch);
    const before = localStorage.getItem(epochKey(roomId));
    if (before !== null && before !== epoch) void forget(roomId, before);
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

  /** Notes that the copy holds changes of this person which the server lacks; undefined when it lacks none. */
  note(memberId: string | undefined): void {
    if (memberId === this.#noted) return;
    this.#noted = memberId;
    markUnsaved(
      this.#roomId,
      memberId === undefined ? undefined : { memberId, epoch: this.#epoch },
    );
  }

  async close(): Promise<void> {
    await this.#store.destroy();
  }

  /** Forgets the copy, when the server has refused something in it or has begun the document anew. */
  async drop(): Promise<void> {
    this.note(undefined);
    await this.#store.clearData();
  }
}

const databaseName = (roomId: string, epoch: string): string => `learnflow:${roomId}:${epoch}`;
const epochKey = (roomId: string): string => `learnflow.epoch.${roomId}`;

/** Deletes the copy of an earlier epoch; what the server never got of it is kept for its author. */
async function forget(roomId: string, epoch: string): Promise<void> {
  const mark = unsavedMark(roomId);
  const name = databaseName(roomId, epoch);
  if (mark?.epoch !== epoch) {
    indexedDB.deleteDatabase(name);
    return;
  }
  const doc = new Y.Doc();
  const store = new IndexeddbPersistence(name, doc);
  await store.whenSynced;
  const { memberId } = mark;
  const copy = rescueOf(doc, { id: name, roomId, memberId, at: Date.now() });
  if (copy) await rescues.keep(copy);
  // The new document may have put a note of its own there meanwhile.
  if (unsavedMark(roomId)?.epoch === epoch) markUnsaved(roomId, undefined);
  await store.clearData();
  doc.destroy();
}
