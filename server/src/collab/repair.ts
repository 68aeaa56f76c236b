import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import * as Y from 'yjs';
import { checksum } from '../storage/checksum.ts';
import type { Db } from '../storage/database.ts';
import { mend } from './mend.ts';
import { type Repair, readStored, type StoredRow, storeRepairs } from './repair.store.ts';
import { fillGaps } from './stand-ins.ts';

/** The piece read does not fit its checksum: `repairLog`, then read again. */
export class DamagedLog extends Error {
  override readonly name = 'DamagedLog';
}

/** Counted over the life of the process; `createCollab` registers it. */
export const damagedPieces = new Counter({
  name: 'collab_damaged_pieces_total',
  help: 'Updates and snapshots that did not read back as they were stored',
  registers: [],
});

/** An update that does nothing. */
const emptyUpdate = Uint8Array.of(0, 0);

/** @throws DamagedLog when the bytes are not what was stored; rows without a checksum pass */
export function checkPiece(bytes: Uint8Array, crc: number | null): void {
  if (crc !== null && crc !== checksum(bytes)) throw new DamagedLog();
}

/**
 * Makes a room's log readable again, in place:
 *  1. a damaged snapshot goes: the log says the same;
 *  2. of a damaged update the one wrong byte is sought; if more is wrong it is taken out;
 *  3. what later updates miss then gets � in its place.
 * Every damaged piece is noted with what became of it, and its bytes are kept. No other room is touched.
 * @returns whether the document is another one now, so that whoever has it open must come again
 */
export async function repairLog(
  deps: { db: Db; log: Logger },
  roomId: string,
): Promise<{ isOther: boolean }> {
  const { db, log } = deps;
  const { rows, snapshot } = await readStored(db, roomId);
  const dropSnapshot = snapshot !== undefined && !isWhole(snapshot);
  const repairs = findRepairs(rows);
  const covered = snapshot && !dropSnapshot ? snapshot.seq : 0;
  const isOther = repairs.some(({ remedy, seq }) => remedy !== 'mended' && seq > covered);
  await storeRepairs(db, roomId, repairs, { dropSnapshot, newEpoch: isOther });
  damagedPieces.inc(repairs.length + (dropSnapshot ? 1 : 0));
  for (const { seq, remedy } of repairs) {
    log.error({ roomId, seq, remedy }, 'collab.log.damaged');
  }
  if (dropSnapshot) log.error({ roomId }, 'collab.snapshot.damaged');
  return { isOther };
}

function findRepairs(rows: readonly StoredRow[]): Repair[] {
  const repairs: Repair[] = [];
  const doc = new Y.Doc();
  let last: Repair | undefined;
  for (const row of rows) {
    let { bytes } = row;
    if (!isWhole(row)) {
      const mended = mend(bytes, row.crc ?? 0);
      bytes = mended ?? emptyUpdate;
      const repair: Repair = {
        seq: row.seq,
        remedy: mended ? 'mended' : 'none',
        was: row.bytes,
        bytes,
      };
      repairs.push(repair);
      if (!mended) last = repair;
    }
    try {
      Y.applyUpdate(doc, bytes);
    } catch {
      // Not readable although it is what was stored; the loader leaves it out as well.
      continue;
    }
    if (!last) continue;
    for (const update of fillGaps(doc)) {
      last.remedy = 'filled';
      last.bytes = Y.mergeUpdates([last.bytes, update]);
    }
  }
  doc.destroy();
  return repairs;
}

function isWhole({ bytes, crc }: { bytes: Uint8Array; crc: number | null }): boolean {
  return crc === null || crc === checksum(bytes);
}
