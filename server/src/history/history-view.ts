import {
  historyLimits,
  type HistoryMarker,
  type HistoryView,
  personOf,
  type RunEnd,
} from '@learnflow/shared';
import { labelRun } from '../run/run-label.ts';
import type { Db } from '../storage/database.ts';
import {
  findLogSummary,
  type HistoryRun,
  listAuthors,
  listBins,
  listDamage,
  listHandTimes,
  listMarked,
  listRuns,
  listVisitTimes,
} from './history.store.ts';

/**
 * What the track under a room shows, from counts alone: nothing is replayed for it.
 * @param isStaff  whether damage is told: a student can do nothing about it
 */
export async function getHistoryView(
  db: Db,
  roomId: string,
  { canRestore, isStaff }: { canRestore: boolean; isStaff: boolean },
): Promise<HistoryView> {
  const summary = await findLogSummary(db, roomId);
  const [bins, authors, markers, damage] = await Promise.all([
    summary ? listBins(db, roomId, summary.firstAt) : [],
    listAuthors(db, roomId),
    listMarkers(db, roomId),
    isStaff ? listDamage(db, roomId) : [],
  ]);
  const first = summary && { seq: summary.firstSeq, at: summary.firstAt };
  return {
    roomId,
    from: first ?? null,
    to: summary ? { seq: summary.lastSeq, at: summary.lastAt } : null,
    updates: summary?.updates ?? 0,
    bytes: summary?.bytes ?? 0,
    binMs: historyLimits.binMs,
    bins,
    authors: authors.map((author) => ({
      ...personOf({ memberId: author.member_id, ...author }),
      edits: Number(author.edits),
    })),
    markers: first ? [{ kind: 'seed', ...first }, ...markers] : markers,
    damage,
    canRestore,
  };
}

async function listMarkers(db: Db, roomId: string): Promise<HistoryMarker[]> {
  const marked = async <K extends 'restored' | 'repaired' | 'pasted' | 'hint'>(kind: K) =>
    (await listMarked(db, roomId, kind)).map((row) => ({ kind, ...row }));
  const [runs, visits, hands, ...updates] = await Promise.all([
    listRuns(db, roomId),
    listVisitTimes(db, roomId),
    listHandTimes(db, roomId),
    marked('pasted'),
    marked('hint'),
    marked('restored'),
    marked('repaired'),
  ]);
  const markers: HistoryMarker[] = [
    ...runs.map(markRun),
    ...visits.map((visit): HistoryMarker => ({
      kind: 'visit',
      at: visit.began_at.getTime(),
      endedAt: visit.ended_at?.getTime() ?? null,
      memberId: visit.member_id,
      name: visit.name,
      mode: visit.mode,
    })),
    ...hands.map((hand): HistoryMarker => ({
      kind: 'hand',
      at: hand.raised_at.getTime(),
      endedAt: hand.lowered_at?.getTime() ?? null,
      memberId: hand.member_id,
      name: hand.name,
      question: hand.question ?? '',
    })),
    ...updates.flat(),
  ];
  return markers.sort((a, b) => a.at - b.at);
}

function markRun(run: HistoryRun): HistoryMarker {
  const marker = {
    kind: 'run' as const,
    at: run.started_at.getTime(),
    endedAt: run.ended_at?.getTime() ?? null,
    memberId: run.member_id,
    number: run.number,
    line: run.error_line,
  };
  if (run.reason === null) return { ...marker, label: '', ok: null };
  const error: RunEnd['error'] = run.error_type
    ? { type: run.error_type, message: run.error_message ?? '' }
    : undefined;
  const { label, ok } = labelRun({
    reason: run.reason,
    exitCode: run.exit_code,
    durationMs: run.duration_ms ?? 0,
    ...(error ? { error } : {}),
  });
  return { ...marker, label, ok };
}
