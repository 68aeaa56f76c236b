import { historyLimits } from '@learnflow/shared';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Db } from '../storage/database.ts';
import { listOldRooms, readWholeLog, storeMerged } from './compact.store.ts';
import { findLogSummary } from './history.store.ts';
import { mergeTyping } from './merge-typing.ts';

/** A lesson that ended this long ago is not gone on with: its replay may be coarser. */
export const compactAfterMs = 24 * 60 * 60_000;
/** How often the server looks for such lessons, and how many rooms it works on then. */
const lookEveryMs = 10 * 60_000;
const roomsPerLook = 200;

export interface CompactDeps {
  db: Db;
  log: Logger;
  clock: Clock;
  /** Whether somebody has the room open: then it is left for later. */
  isOpen: (roomId: string) => boolean;
}
export interface CompactReport {
  rooms: number;
  /** Rows before and after. */
  before: number;
  after: number;
}

/**
 * Merges the typing of lessons that are over. One room after the other, each in one transaction; a room that cannot be
 * merged without changing its past stays as it is.
 */
export async function compactOldRooms(
  deps: CompactDeps,
  limit = Number.MAX_SAFE_INTEGER,
): Promise<CompactReport> {
  const { db, log, clock, isOpen } = deps;
  const report: CompactReport = { rooms: 0, before: 0, after: 0 };
  const endedBefore = new Date(clock.now() - compactAfterMs);
  for (const roomId of await listOldRooms(db, endedBefore, Math.min(limit, 1_000_000))) {
    if (isOpen(roomId)) continue;
    try {
      const done = await compactRoom(db, roomId);
      if (!done) continue;
      report.rooms++;
      report.before += done.before;
      report.after += done.after;
    } catch (error) {
      log.error({ err: error, roomId }, 'history.compact.failed');
    }
  }
  return report;
}

/**
 * @returns rows before and after; undefined when the room is left alone: too long, damaged, or written to meanwhile
 * @throws when the past would not read back the same
 */
export async function compactRoom(
  db: Db,
  roomId: string,
): Promise<{ before: number; after: number } | undefined> {
  const summary = await findLogSummary(db, roomId);
  if (!summary || summary.updates > historyLimits.maxUpdates) return undefined;
  if (summary.bytes > historyLimits.maxLogBytes) return undefined;
  const { rows, damaged } = await readWholeLog(db, roomId);
  // A merge would give damage a checksum that fits.
  if (damaged.length > 0) return undefined;
  const merged = await mergeTyping(rows);
  const expected = { count: rows.length, lastSeq: rows.at(-1)?.seq ?? 0 };
  if (!(await storeMerged(db, roomId, merged, expected))) return undefined;
  const gone = merged.reduce((sum, each) => sum + each.gone.length, 0);
  return { before: rows.length, after: rows.length - gone };
}

/** Looks for old lessons now and then as long as the server runs. */
export function startCompactor(deps: CompactDeps): { close(): Promise<void> } {
  let work: Promise<unknown> = Promise.resolve();
  const look = setInterval(() => {
    work = work
      .then(() => compactOldRooms(deps, roomsPerLook))
      .then((report) => {
        if (report.rooms > 0) deps.log.info(report, 'history.compacted');
      })
      .catch((error: unknown) => deps.log.error({ err: error }, 'history.compact.failed'));
  }, lookEveryMs);
  look.unref();
  return {
    close: async () => {
      clearInterval(look);
      await work;
    },
  };
}
