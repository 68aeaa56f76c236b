import type { NeedView } from '@learnflow/shared';
import { errorQuotient, repeatedErrorDensity } from './error-measures.ts';
import { standstillRisk } from './hazard.ts';
import { findTroubles } from './rules.ts';
import { newLesson, type StruggleState, type Work } from './state.ts';
import { cellOf } from './steps.ts';
import { signalOf } from './struggle.ts';

/** Fewer are the usual way of working. */
const worthALook = 2;

/**
 * Who most likely needs somebody next, the most likely first: compared with the others at the same exercise, because
 * exercises differ more than students do.
 * @param states  everything the agent knows of a lesson
 * @param now     epoch ms
 */
export function rankNeeds(states: readonly StruggleState[], now: number): NeedView[] {
  const lesson = states.find((state) => state.kind === 'lesson') ?? newLesson();
  const views = states
    .filter((state) => state.kind === 'student')
    .filter(({ isHere }) => isHere)
    .map((student): NeedView => {
      const work = student.work[student.exercise];
      const cell = cellOf(work ?? { best: null, still: 0 });
      const [trouble] = findTroubles(student, work, lesson.rules, now);
      return {
        memberId: student.memberId,
        exercise: student.exercise === '' ? null : student.exercise,
        signal: signalOf(lesson, student, now),
        since: student.signal.since,
        risk: work?.solved ? 0 : standstillRisk(lesson.tables[student.exercise], cell),
        place: 0,
        reason: trouble?.reason ?? standing(student.exercise, work),
        errorQuotient: errorQuotient(work?.session ?? []),
        repeatedErrorDensity: repeatedErrorDensity(work?.session ?? []),
      };
    })
    .sort((a, b) => b.risk - a.risk || (a.memberId < b.memberId ? -1 : 1));
  const placed = new Map<string | null, number>();
  return views.map((view) => {
    const place = (placed.get(view.exercise) ?? 0) + 1;
    placed.set(view.exercise, place);
    return { ...view, place };
  });
}

/** In free work there are no tests: only failing is standing still. */
function standing(exercise: string, work: Work | undefined): string {
  if (!work || work.solved) return '';
  const count = exercise === '' ? work.failedInRow : work.still;
  if (count < worthALook) return '';
  return exercise === '' ? `${count} failed runs in a row` : `${count} tries without a new test`;
}
