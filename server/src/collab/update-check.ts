import * as Y from 'yjs';
import type { UpdateScan } from './update-scan.ts';

/** Ranges and structs looked at before an update is taken to hold something new: an honest client is far below. */
const maxLooks = 500_000;

/** @returns whether the update says nothing: what somebody who comes in without work answers to sync step 1 */
export function isEmpty(update: Uint8Array): boolean {
  return update.byteLength === 2 && update[0] === 0 && update[1] === 0;
}

/** @returns whether the update only deletes; such updates are welcome in a full document */
export function isDeletion(scan: UpdateScan): boolean {
  return scan.structs.length === 0;
}

/** @returns whether applying the update would change nothing: what an honest reader answers to sync step 1 */
export function containsUpdate(doc: Y.Doc, scan: UpdateScan): boolean {
  for (const { client, end } of scan.structs) if (Y.getState(doc.store, client) < end) return false;
  const budget = { looks: maxLooks };
  for (const { client, ranges } of scan.deletes) {
    for (let n = 0; n < ranges.length; n += 2) {
      const [clock = 0, length = 0] = [ranges[n], ranges[n + 1]];
      if (!isRangeDeleted(doc, client, clock, clock + length, budget)) return false;
    }
  }
  return true;
}

function isRangeDeleted(
  doc: Y.Doc,
  client: number,
  from: number,
  to: number,
  budget: { looks: number },
): boolean {
  const structs = doc.store.clients.get(client);
  if (!structs || Y.getState(doc.store, client) < to) return false;
  for (let index = Y.findIndexSS(structs, from); index < structs.length; index++) {
    const struct = structs[index];
    if (!struct || struct.id.clock >= to) return true;
    if (!struct.deleted || budget.looks-- <= 0) return false;
  }
  return true;
}

/** @returns whether parts of updates wait in the document for predecessors that are missing */
export function hasPending(doc: Y.Doc): boolean {
  return doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
}

/**
 * Forgets the parts of updates whose predecessors are missing. Yjs would keep them in memory for ever and bring them in
 * later, unseen by the log; the sender is asked for the whole difference instead.
 * @returns whether there were any
 */
export function dropPending(doc: Y.Doc): boolean {
  if (!hasPending(doc)) return false;
  doc.store.pendingStructs = null;
  doc.store.pendingDs = null;
  return true;
}
