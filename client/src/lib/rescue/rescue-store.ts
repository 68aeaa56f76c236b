import type { Rescue } from './rescue.ts';

const databaseName = 'learnflow-rescue';
const storeName = 'rescues';

/** @throws DOMException when the browser gives no storage */
export async function putRescue(rescue: Rescue): Promise<void> {
  await withStore('readwrite', (store) => store.put(rescue));
}

/** @throws DOMException when the browser gives no storage */
export async function deleteRescue(id: string): Promise<void> {
  await withStore('readwrite', (store) => store.delete(id));
}

/** @returns the copies of one person, oldest first. @throws DOMException when the browser gives no storage */
export async function readRescues(memberId: string): Promise<Rescue[]> {
  const all = (await withStore('readonly', (store) => store.getAll())) as Rescue[];
  return all.filter((rescue) => rescue.memberId === memberId).sort((a, b) => a.at - b.at);
}

async function withStore(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const db = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(storeName, mode);
      const request = act(transaction.objectStore(storeName));
      // Kept means on the disk, not only asked for.
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new DOMException('Aborted'));
    });
  } finally {
    db.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(databaseName, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(storeName, { keyPath: 'id' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('No storage'));
  });
}
