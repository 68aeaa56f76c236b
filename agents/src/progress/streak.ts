import type { ProgressTime } from '@learnflow/shared';

const dayMs = 24 * 60 * 60_000;
/** Makers of day names are slow to build. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** @returns the calendar day of a moment in a zone, `2026-11-28` */
export function dayIn(timeZone: string, at: number): string {
  let format = formats.get(timeZone);
  if (!format) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    format = new Intl.DateTimeFormat('en-CA', { timeZone, ...parts });
    formats.set(timeZone, format);
  }
  return format.format(at);
}

/** By the calendar, not by hours: days on which clocks change have 23 or 25 of them. */
function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - dayMs).toISOString().slice(0, 10);
}

/**
 * Days with work in a row, back from today. A day without work ends the row when the class had a lesson on it (without
 * known lessons: any day); today ends nothing before it is over. Days that lie in the future (a clock was wrong) do not count.
 * @param worked  moments of work, epoch ms
 */
export function streakOf(
  worked: readonly number[],
  { now, timeZone, lessons }: ProgressTime,
): number {
  const days = new Set(worked.map((at) => dayIn(timeZone, at)));
  const lessonDays = lessons && new Set(lessons.map((at) => dayIn(timeZone, at)));
  const first = [...days].reduce((a, b) => (a < b ? a : b), '9999');
  let streak = 0;
  const today = dayIn(timeZone, now);
  for (let day = today; day >= first; day = dayBefore(day)) {
    if (days.has(day)) streak += 1;
    else if (day !== today && (lessonDays?.has(day) ?? true)) break;
  }
  return streak;
}
