import type { KeepMessage } from '../../service-worker/keep.ts';

/** The parts that are fetched a moment after the editor stands (checkers, their workers) count as well. */
const settleMs = 4_000;

/**
 * Tells the service worker what this page is made of, so that it loads again without a network. Nothing happens where
 * browsers allow no service worker: over plain http from another machine.
 * @returns ends the waiting
 */
export function keepPage(): () => void {
  if (!('serviceWorker' in navigator)) return () => undefined;
  const timer = setTimeout(() => void tell(), settleMs);
  return () => clearTimeout(timer);
}

async function tell(): Promise<void> {
  const { active } = await navigator.serviceWorker.ready;
  const parts = performance.getEntriesByType('resource').map(({ name }) => name);
  active?.postMessage({ kind: 'keep', parts } satisfies KeepMessage);
}
