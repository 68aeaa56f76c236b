import { t } from '../i18n/t.ts';

/** @returns how long ago that was, in one unit */
export function agoWords(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  if (seconds < 1) return t('replay.now');
  if (seconds < 60) return t('replay.ago.s', { n: seconds });
  if (seconds < 5_400) return t('replay.ago.min', { n: Math.round(seconds / 60) });
  return t('replay.ago.h', { n: Math.round(seconds / 3_600) });
}
