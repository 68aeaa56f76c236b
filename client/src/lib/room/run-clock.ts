import type { TerminalView } from '@learnflow/shared';

/** @returns a duration as people read it: `0.09 s`, `4.2 s`, `38 s`, `2:05`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 1) return `${seconds.toFixed(2)} s`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  return formatWait(ms);
}

/** @returns a wait as m:ss. */
export function formatWait(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/**
 * How long a run has been going. The server's clock and ours differ, so a run that began while we were here counts
 * from when we heard of it; only for a run found on entering is the server's start all there is.
 * @param heardAt  our clock when the run was first heard of
 * @param entered  true when the run was already going when we came in
 */
export function elapsedMs(
  terminal: Pick<TerminalView, 'startedAt' | 'end'>,
  heardAt: number,
  entered: boolean,
  now: number,
): number {
  if (terminal.end) return terminal.end.durationMs;
  const since = entered ? Math.min(terminal.startedAt, now) : heardAt;
  return Math.max(0, now - since);
}

/** @returns whole seconds until `at`, never below one: "Trying again in 0 s" reads like a fault. */
export function secondsUntil(at: number, now: number): number {
  return Math.max(1, Math.ceil((at - now) / 1000));
}
