import type { HistoryLogPage } from '@learnflow/shared';
import type { Timeline } from '@learnflow/shared/timeline';
import { api } from '../api.ts';

/** The page stays responsive while a long history is read: a pause after so much work. */
const workMs = 12;

/**
 * Adds everything to a timeline that the server's log has after its last update.
 * @param onProgress  called after each page
 * @throws AppError when the log cannot be read
 */
export async function readLog(
  roomId: string,
  timeline: Timeline,
  { signal, onProgress }: { signal: AbortSignal; onProgress: () => void },
): Promise<void> {
  for (;;) {
    const path = `/api/rooms/${encodeURIComponent(roomId)}/history/log?after=${timeline.lastSeq}`;
    const page = await api<HistoryLogPage>('GET', path);
    if (signal.aborted || page.next === null) return;
    await addPage(timeline, page, signal);
    onProgress();
  }
}

async function addPage(
  timeline: Timeline,
  page: HistoryLogPage,
  signal: AbortSignal,
): Promise<void> {
  const bytes = Uint8Array.from(atob(page.updates), (sign) => sign.charCodeAt(0));
  let [seq, at, offset] = [0, 0, 0];
  let pauseAt = performance.now() + workMs;
  for (const [seqStep, atStep, member, kind, length] of page.rows) {
    seq += seqStep;
    at += atStep;
    timeline.add({
      seq,
      at,
      memberId: page.members[member] ?? null,
      kind: page.kinds[kind] ?? 'typed',
      bytes: bytes.subarray(offset, offset + length),
    });
    offset += length;
    if (performance.now() < pauseAt) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return;
    pauseAt = performance.now() + workMs;
  }
}
