import type { LogRow } from '@learnflow/shared/timeline';
import type { Logger } from 'pino';
import { DamagedLog, repairLog } from '../collab/repair.ts';
import type { Db } from '../storage/database.ts';
import { listLog } from './history.store.ts';

/** A page of the log as `listLog` gives it; a damaged log is repaired first. */
export async function readLogPage(
  deps: { db: Db; log: Logger },
  roomId: string,
  afterSeq: number,
  bounds: { limit: number; maxBytes: number },
): Promise<LogRow[]> {
  try {
    return await listLog(deps.db, roomId, afterSeq, bounds);
  } catch (error) {
    if (!(error instanceof DamagedLog)) throw error;
    await repairLog(deps, roomId);
    return listLog(deps.db, roomId, afterSeq, bounds);
  }
}
