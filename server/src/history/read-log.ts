import type { LogRow } from '@learnflow/shared/timeline';
import type { Documents } from '../collab/collab.port.ts';
import { DamagedLog } from '../collab/repair.ts';
import type { Db } from '../storage/database.ts';
import { listLog } from './history.store.ts';

/** A page of the log as `listLog` gives it; a damaged log is repaired first. */
export async function readLogPage(
  deps: { db: Db; documents: Pick<Documents, 'repair'> },
  roomId: string,
  afterSeq: number,
  bounds: { limit: number; maxBytes: number },
): Promise<LogRow[]> {
  try {
    return await listLog(deps.db, roomId, afterSeq, bounds);
  } catch (error) {
    if (!(error instanceof DamagedLog)) throw error;
    await deps.documents.repair(roomId);
    return listLog(deps.db, roomId, afterSeq, bounds);
  }
}
