/** Signals this close together are one Ctrl-C: the terminal sends it to npm, the start script and the server alike. */
const sameKeyMs = 1_500;

/**
 * Calls `stop` for Ctrl-C, a closed terminal, `kill`, or when the start script that holds our channel is gone;
 * a second Ctrl-C calls `force`.
 */
export function onStopSignal(stop: () => void, force: () => void): void {
  let first: number | undefined;
  const handle = (): void => {
    const now = performance.now();
    if (first === undefined) {
      first = now;
      stop();
    } else if (now - first > sameKeyMs) {
      force();
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, handle);
  if (process.connected) process.on('disconnect', handle);
}
