import type { EventEmitter } from 'node:events';
import type { RunEnd } from '@learnflow/shared';
import type { CollabEventMap } from '../collab/collab.port.ts';
import type { RunEventMap } from '../run/run.service.ts';
import type { RecentRun } from '../run/run.store.ts';
import type { TileBoard } from './tile-board.ts';

type CollabListeners = {
  [E in Exclude<keyof CollabEventMap, 'pasted'>]: (...event: CollabEventMap[E]) => void;
};
type RunListeners = {
  [E in 'started' | 'typed' | 'ended']: (...event: RunEventMap[E]) => void;
};

/**
 * Tells boards what happens in documents and runs.
 * @param boardOf  the board that shows a room, if any is open
 * @returns stops it
 */
export function feedBoards(
  documents: EventEmitter<CollabEventMap>,
  runs: EventEmitter<RunEventMap>,
  boardOf: (roomId: string) => TileBoard | undefined,
): () => void {
  const on: CollabListeners & RunListeners = {
    edited: ({ roomId, memberId, ...edit }) => boardOf(roomId)?.edited(roomId, memberId, edit),
    cursor: ({ roomId, memberId, fileId, line }) =>
      boardOf(roomId)?.cursorMoved(memberId, fileId, line),
    presence: ({ roomId, memberId, here, at }) =>
      boardOf(roomId)?.documentOpened(roomId, memberId, here, at),
    started: ({ roomId, memberId, at }) => boardOf(roomId)?.worked(memberId, at),
    typed: ({ roomId, memberId, at }) => boardOf(roomId)?.worked(memberId, at),
    ended: ({ roomId, memberId, end, at }) => boardOf(roomId)?.ranProgram(memberId, end, at),
  };
  documents.on('edited', on.edited).on('cursor', on.cursor).on('presence', on.presence);
  runs.on('started', on.started).on('typed', on.typed).on('ended', on.ended);
  return () => {
    documents.off('edited', on.edited).off('cursor', on.cursor).off('presence', on.presence);
    runs.off('started', on.started).off('typed', on.typed).off('ended', on.ended);
  };
}

/**
 * Stored runs, as if they ended again: marks, last result and the row of equal errors are as before a restart.
 * @param runs  oldest first
 */
export function replayRuns(board: TileBoard, runs: readonly RecentRun[]): void {
  const left = new Map<string, number>();
  for (const run of runs) left.set(run.member_id, (left.get(run.member_id) ?? 0) + 1);
  for (const run of runs) {
    const later = (left.get(run.member_id) ?? 1) - 1;
    left.set(run.member_id, later);
    const end = endOf(run);
    if (end && run.ended_at) {
      board.ranProgram(run.member_id, end, run.ended_at.getTime(), run.count - later);
    }
  }
}

/** @returns undefined for a run that was going when the server died */
function endOf(run: RecentRun): RunEnd | undefined {
  if (!run.reason) return undefined;
  const { reason, exit_code: exitCode, error_type: type, error_line: line } = run;
  const end = { reason, exitCode, durationMs: run.duration_ms ?? 0, truncated: false };
  if (type === null) return end;
  return { ...end, error: { type, message: '', ...(line === null ? {} : { line }) } };
}
