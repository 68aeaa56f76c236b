import * as Y from 'yjs';

/** An update read without applying it. */
export type ParsedUpdate = ReturnType<typeof Y.decodeUpdate>;

/**
 * Reads a whole update before any of it touches a document: Yjs applies what it has read so far when a later byte is bad.
 * @returns undefined when the bytes are not an update
 */
export function parseUpdate(update: Uint8Array): ParsedUpdate | undefined {
  try {
    return Y.decodeUpdate(update);
  } catch {
    return undefined;
  }
}

/** @returns whether the update only deletes; such updates are welcome in a full document */
export function isDeletion(update: ParsedUpdate): boolean {
  return update.structs.length === 0;
}

/** @returns whether applying the update would change nothing: what an honest reader answers to sync step 1 */
export function containsUpdate(doc: Y.Doc, update: ParsedUpdate): boolean {
  for (const struct of update.structs) {
    if (struct instanceof Y.Skip) continue;
    if (Y.getState(doc.store, struct.id.client) < struct.id.clock + struct.length) return false;
  }
  for (const [client, ranges] of update.ds.clients) {
    for (const { clock, len } of ranges) {
      if (!isRangeDeleted(doc, client, clock, clock + len)) return false;
    }
  }
  return true;
}

function isRangeDeleted(doc: Y.Doc, client: number, from: number, to: number): boolean {
  const structs = doc.store.clients.get(client);
  if (!structs || Y.getState(doc.store, client) < to) return false;
  for (let index = Y.findIndexSS(structs, from); index < structs.length; index++) {
    const struct = structs[index];
    if (!struct || struct.id.clock >= to) return true;
    if (!struct.deleted) return false;
  }
  return true;
}

/**
 * Forgets the parts of updates whose predecessors are missing. Yjs would keep them in memory for ever and bring them in
 * later, unseen by the log; the sender is asked for the whole difference instead.
 * @returns whether there were any
 */
export function dropPending(doc: Y.Doc): boolean {
  const { store } = doc;
  if (!store.pendingStructs && !store.pendingDs) return false;
  store.pendingStructs = null;
  store.pendingDs = null;
  return true;
}
