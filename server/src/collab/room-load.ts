import { AppError } from '@learnflow/shared';
import type { Logger } from 'pino';
import * as Y from 'yjs';
import type { Db } from '../storage/database.ts';
import type { Authors } from './authors.ts';
import { findSnapshot, listUpdates, seedRoom } from './persistence.ts';
import { checkPiece, DamagedLog, repairLog } from './repair.ts';
import type { RoomLog } from './room-log.ts';
import { dropPending } from './update-check.ts';
import { scanUpdate } from './update-scan.ts';

export interface LoadDeps {
  db: Db;
  log: Logger;
  /** Learns who wrote under which client id. */
  authors: Authors;
}

/**
 * Fills an empty document from the snapshot and the updates after it; a room without any gets its first one. Every piece
 * is compared with its checksum; a damaged log is repaired first.
 * @param place  set to where the log stands
 * @returns the size of what was read, in bytes
 * @throws AppError `not.found` when there is no such room; `unavailable` when repairing it has made it another document
 */
export async function loadDocument(
  deps: LoadDeps,
  roomId: string,
  doc: Y.Doc,
  place: RoomLog,
): Promise<number> {
  let bytes = await loadWhole(deps, roomId, doc, place);
  if (place.seq === 0) {
    await seedRoom(deps.db, roomId);
    bytes = await loadWhole(deps, roomId, doc, place);
  }
  if (dropPending(doc)) {
    deps.log.error({ roomId }, 'collab.load.incomplete');
    deps.authors.missing();
  }
  return bytes;
}

async function loadWhole(
  deps: LoadDeps,
  roomId: string,
  doc: Y.Doc,
  place: RoomLog,
): Promise<number> {
  try {
    return await loadStored(deps, roomId, doc, place);
  } catch (error) {
    if (!(error instanceof DamagedLog)) throw error;
  }
  const { isOther } = await repairLog(deps, roomId);
  if (isOther) {
    // Who is at the door was told the old epoch.
    throw new AppError(
      'unavailable',
      'A part of this room was damaged and has been marked. It opens again in a moment.',
    );
  }
  place.seq = place.snapshotSeq = place.rowsSinceSnapshot = 0;
  return loadStored(deps, roomId, doc, place);
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
      authors.missing();
    }
  };
  const snapshot = await findSnapshot(db, roomId);
  if (snapshot) {
    checkPiece(snapshot.state, snapshot.crc);
    apply(snapshot.state, snapshot.seq);
    authors.recall(snapshot.writers ?? {});
    place.seq = place.snapshotSeq = snapshot.seq;
  }
  for (;;) {
    const { updates, isLast } = await listUpdates(db, roomId, place.seq);
    for (const { seq, memberId, bytes: update, crc } of updates) {
      checkPiece(update, crc);
      const scan = memberId ? scanUpdate(new Uint8Array(update)) : undefined;
      if (scan) authors.learn(doc, scan, memberId);
      apply(update, seq);
      place.seq = seq;
      place.rowsSinceSnapshot++;
    }
    if (isLast) return bytes;
  }
}
