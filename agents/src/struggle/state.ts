import { alertRules, evidenceRun, signals, struggleRules } from '@learnflow/shared';
import { z } from 'zod';
import { hazardTable } from './hazard.ts';

/** What the agent knows: one piece for a lesson, one for each student in it. */

const at = z.number();
const id = z.string();
const count = z.number().int().nonnegative();

/** A failed run, as far as a reason and its evidence need it. */
export const failedRun = z.object({
  ...evidenceRun.shape,
  failure: z.string(),
  text: z.string(),
});
export type FailedRun = z.infer<typeof failedRun>;

/** One student at one exercise, or in free work. */
export const work = z.object({
  /** Of the first step or of opening it. */
  since: at,
  /** When the student last got further: a new test, or in free work a run that worked. */
  furtherAt: at,
  solved: z.boolean(),
  /** Tests passed at best; null before the first check. */
  best: count.nullable(),
  /** Runs that failed since one worked, the newest last. */
  failed: z.array(failedRun).max(20),
  /** How many there were, also beyond those kept. */
  failedInRow: count,
  /** Checks in a row that were not all right, since the last with more tests than before. */
  wrong: count,
  /** When the last of them was. */
  wrongAt: at,
  /** Steps since the student got further. */
  still: count,
  /** Cells whose next steps are still to come. */
  waiting: z.array(z.object({ best: count, still: count, age: count })),
  /** Errors of each run, for the two measures; the newest. */
  session: z.array(z.array(z.string())).max(200),
});
export type Work = z.infer<typeof work>;

const ownAlert = z.object({ id, exercise: z.string(), rule: z.enum(alertRules), at });

export const studentState = z.object({
  kind: z.literal('student'),
  memberId: id,
  roomId: id,
  isHere: z.boolean(),
  joinedAt: at,
  /** Last sign of work; null: has not begun. */
  activeAt: at.nullable(),
  /** What they work on: an exercise, or `''` in free work. */
  exercise: z.string(),
  work: z.record(z.string(), work),
  /** When they said that they are stuck, and have not got further since. */
  saidAt: at.nullable(),
  quiz: z.object({ at, name: z.string(), score: z.number() }).nullable(),
  signal: z.object({ is: z.enum(signals), since: at }),
  /** The alert that is open now. */
  alert: ownAlert.nullable(),
  /** The last one that somebody took care of; the student has not got further since. */
  handled: ownAlert.nullable(),
  lastAlertAt: at.nullable(),
  /** Rules that somebody does not want to hear of until then. */
  quiet: z.partialRecord(z.enum(alertRules), at),
});
export type StudentState = z.infer<typeof studentState>;

export const lessonState = z.object({
  kind: z.literal('lesson'),
  rules: struggleRules,
  isOver: z.boolean(),
  /** Who came; the class, for the share that may be flagged at once. */
  students: z.array(id),
  /** Open alerts by student. */
  flagged: z.record(z.string(), id),
  /** By exercise. */
  tables: z.record(z.string(), hazardTable),
});
export type LessonState = z.infer<typeof lessonState>;

export const struggleState = z.discriminatedUnion('kind', [lessonState, studentState]);
export type StruggleState = z.infer<typeof struggleState>;

export function newLesson(): LessonState {
  return {
    ...{ kind: 'lesson', rules: struggleRules.parse({}), isOver: false },
    ...{ students: [], flagged: {}, tables: {} },
  };
}

export function newStudent(memberId: string, roomId: string, now: number): StudentState {
  return {
    ...{ kind: 'student', memberId, roomId, isHere: false, joinedAt: now, activeAt: null },
    ...{ exercise: '', work: {}, saidAt: null, quiz: null },
    ...{ signal: { is: 'not_started', since: now }, alert: null, handled: null },
    ...{ lastAlertAt: null, quiet: {} },
  };
}

export function newWork(now: number): Work {
  return {
    ...{ since: now, furtherAt: now, solved: false, best: null },
    ...{ failed: [], failedInRow: 0, wrong: 0, wrongAt: 0, still: 0, waiting: [], session: [] },
  };
}
