import type { Logger } from 'pino';
import * as Y from 'yjs';
import type { Db } from '../storage/database.ts';
import type { Authors } from './authors.ts';
import { findSnapshot, listUpdates, seedRoom } from './persistence.ts';
import type { RoomLog } from './room-log.ts';
import { dropPending } from './update-check.ts';
import { scanUpdate } from './update-scan.ts';

export interface LoadDeps {
  db: Db;
  log: Logger;
  /** Learns who wrote what; the authors of what is in the snapshot stay unknown. */
  authors: Authors;
}

/**
 * Fills an empty document from the snapshot and the updates after it; a room without any gets its first one.
 * @param place  set to where the log stands
 * @returns the size of what was read, in bytes
 * @throws AppError `not.found` when there is no such room
 */
export async function loadDocument(
  deps: LoadDeps,
  roomId: string,
  doc: Y.Doc,
  place: RoomLog,
): Promise<number> {
  let bytes = await loadStored(deps, roomId, doc, place);
  if (place.seq === 0) {
    await seedRoom(deps.db, roomId);
    bytes = await loadStored(deps, roomId, doc, place);
  }
  if (dropPending(doc)) deps.log.error({ roomId }, 'collab.load.incomplete');
  return bytes;
}

async function loadStored(
  { db, log, authors }: LoadDeps,
  roomId: string,
  doc: Y.Doc,
  place: RoomLog,
): Promise<number> {
  let bytes = 0;
  const apply = (update: Uint8Array, seq: number): void => {
    bytes += update.byteLength;
    try {
      Y.applyUpdate(doc, update);
    } catch (error) {
      // One unreadable row must not take the whole room away; it stays in the log for whoever repairs it.
      log.error({ err: error, roomId, seq }, 'collab.load.unreadable');
      place.snapshots = 'unsafe';
    }
  };
  const snapshot = await findSnapshot(db, roomId);
  if (snapshot) {
    apply(snapshot.state, snapshot.seq);
    place.seq = place.snapshotSeq = snapshot.seq;
  }
  for (;;) {
    const { updates, isLast } = await listUpdates(db, roomId, place.seq);
    for (const { seq, memberId, bytes: update } of updates) {
      const scan = memberId ? scanUpdate(new Uint8Array(update)) : undefined;
      if (scan) authors.learn(doc, scan, memberId);
      apply(update, seq);
      place.seq = seq;
      place.rowsSinceSnapshot++;
    }
    if (isLast) return bytes;
  }
}
