import type { EndedRun } from '@learnflow/shared';
import type { Db } from '../storage/database.ts';
import { terminalOf } from './run.service.ts';
import { findLastRun } from './run.store.ts';
import { errorTextOf } from './terminal.ts';

/** @returns how the room's last program ended, also after a restart; without its files, which may have changed since */
export async function findEndedRun(
  db: Db,
  roomId: string,
): Promise<Omit<EndedRun, 'files'> | undefined> {
  const row = await findLastRun(db, roomId);
  if (!row?.ended_at) return undefined;
  const { chunks, end, entry } = terminalOf(row);
  return end ? { end, entry, errorText: errorTextOf(chunks) } : undefined;
}
