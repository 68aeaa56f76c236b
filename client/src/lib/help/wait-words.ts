/** @returns minutes and seconds, as on a clock: `1:24` */
export function formatWait(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
}
