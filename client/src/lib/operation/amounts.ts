import { t } from '../i18n/t.ts';

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** @returns `48 MB`, `1.2 GB`: decimal units, as disks are sold */
export function showBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 && unit > 2 ? value.toFixed(1) : String(Math.round(value))} ${units[unit] ?? ''}`;
}

/** @returns `8.4 ms`, `0.61 s`: as a number and its unit */
export function splitMs(ms: number): { value: string; unit: 'ms' | 's' } {
  if (ms < 500) return { value: ms < 10 ? ms.toFixed(1) : String(Math.round(ms)), unit: 'ms' };
  return { value: String(Number((ms / 1000).toFixed(ms < 10_000 ? 2 : 0))), unit: 's' };
}

export function showMs(ms: number): string {
  const { value, unit } = splitMs(ms);
  return `${value} ${unit}`;
}

/** @returns a length of time in its largest whole unit: `40 s`, `12 min`, `3 h`, `9 d` */
export function showSpan(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 90) return t('server.time.s', { n: seconds });
  if (seconds < 90 * 60) return t('server.time.min', { n: Math.round(seconds / 60) });
  if (seconds < 36 * 3600) return t('server.time.h', { n: Math.round(seconds / 3600) });
  return t('server.time.d', { n: Math.round(seconds / 86_400) });
}
