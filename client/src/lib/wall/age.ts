import { t, tn } from '../i18n/t.ts';

/** Durations in the words of the wall: `4 s`, `12 min`, `2 h`. */
export function shortAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return t('wall.age.s', { n: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t('wall.age.min', { n: minutes });
  return t('wall.age.h', { n: Math.floor(minutes / 60) });
}

/** A wait as m:ss; from an hour on h:mm:ss. */
export function waitClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** For reading out, in whole minutes so that a name does not change every second: `4 minutes`. */
export function spokenAge(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes === 0) return t('wall.spoken.s');
  if (minutes < 60) return tn(minutes, 'wall.spoken.min.one', 'wall.spoken.min');
  return tn(Math.floor(minutes / 60), 'wall.spoken.h.one', 'wall.spoken.h');
}
