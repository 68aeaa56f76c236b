import type { AlertRule, StreamEvent } from '@learnflow/shared';
import type { Told } from '../agent.ts';
import { hintFor } from './hint.ts';
import { findTroubles, type Trouble } from './rules.ts';
import type { LessonState, StudentState } from './state.ts';
import type { Step } from './steps.ts';

/** A student comes up at most once in this time, and a rule that was dismissed stays quiet as long. */
export const coolDownMs = 10 * 60_000;
/** More of the class at once is noise: then the whole class has a problem. */
export const maxFlaggedShare = 0.3;
const evidenceRuns = 10;

export interface Outcome {
  lesson: LessonState;
  student: StudentState;
  tells: Told[];
}

/** Closes what the step has solved, raises what now holds. An episode is told once: it ends when the student gets further. */
export function judge(
  step: Step,
  lessonId: string,
  event: Pick<StreamEvent, 'id' | 'time'>,
): Outcome {
  const closed = closeFixed(step, lessonId);
  const now = Date.parse(event.time);
  const { lesson, student } = closed;
  if (lesson.isOver || student.alert) return closed;
  const troubles = findTroubles(student, student.work[student.exercise], lesson.rules, now);
  const trouble = troubles.find(
    ({ rule, newest }) => (student.quiet[rule] ?? 0) <= now && newest > (student.lastAlertAt ?? 0),
  );
  if (!trouble || isCooling(student, now) || isFull(lesson, student.memberId)) return closed;
  const { memberId, exercise } = student;
  const alert = { id: event.id, exercise, rule: trouble.rule, at: now };
  return {
    lesson: { ...lesson, flagged: { ...lesson.flagged, [memberId]: event.id } },
    student: { ...student, alert, handled: null, lastAlertAt: now },
    tells: [...closed.tells, raised(alert.id, student, lessonId, trouble)],
  };
}

const isCooling = ({ lastAlertAt }: StudentState, now: number): boolean =>
  lastAlertAt !== null && now - lastAlertAt < coolDownMs;

function isFull({ students, flagged }: LessonState, memberId: string): boolean {
  const most = Math.max(1, Math.floor(students.length * maxFlaggedShare));
  return !(memberId in flagged) && Object.keys(flagged).length >= most;
}

/** What ends an episode: for errors a run that works, for everything a test that passes now. */
function isOver(rule: AlertRule, { isFurther, isMended }: Step): boolean {
  switch (rule) {
    case 'same_error':
    case 'failed_runs':
    case 'says_so':
    case 'hint_asked':
      return isFurther || isMended;
    case 'stuck':
    case 'wrong_answers':
    case 'quiz':
      return isFurther;
  }
}

function closeFixed(step: Step, lessonId: string): Outcome {
  const { lesson, isFurther, isMended } = step;
  const student =
    isFurther || isMended
      ? { ...step.student, saidAt: null, quiz: isFurther ? null : step.student.quiz }
      : step.student;
  const open = student.alert ?? student.handled;
  if (!open || open.exercise !== student.exercise || !isOver(open.rule, step)) {
    return { lesson, student, tells: [] };
  }
  const { memberId } = student;
  return {
    lesson: withoutFlag(lesson, memberId),
    student: { ...student, alert: null, handled: null },
    tells: [
      {
        type: 'learnflow.alert.settled.v1',
        key: memberId,
        data: { lessonId, memberId, alertId: open.id, how: 'fixed', byId: null },
      },
    ],
  };
}

/** Somebody of the staff did something about an alert, or took that back. */
export function afterSettled(
  lesson: LessonState,
  student: StudentState,
  { data, time }: StreamEvent<'learnflow.alert.settled.v1'>,
): Pick<Outcome, 'lesson' | 'student'> {
  const { alert, handled, memberId } = student;
  const now = Date.parse(time);
  if (data.how === 'reopened') {
    if (handled?.id !== data.alertId) return { lesson, student };
    const quiet = { ...student.quiet };
    delete quiet[handled.rule];
    return {
      lesson: { ...lesson, flagged: { ...lesson.flagged, [memberId]: handled.id } },
      student: { ...student, alert: handled, handled: null, quiet },
    };
  }
  if (data.how === 'fixed' || data.how === 'ended' || alert?.id !== data.alertId) {
    return { lesson, student };
  }
  const quiet = { ...student.quiet, [alert.rule]: now + coolDownMs };
  return {
    lesson: withoutFlag(lesson, memberId),
    student: { ...student, alert: null, handled: alert, quiet },
  };
}

export function withoutFlag(lesson: LessonState, memberId: string): LessonState {
  if (!(memberId in lesson.flagged)) return lesson;
  const flagged = { ...lesson.flagged };
  delete flagged[memberId];
  return { ...lesson, flagged };
}

function raised(
  alertId: string,
  { memberId, roomId, exercise }: StudentState,
  lessonId: string,
  trouble: Trouble,
): Told {
  const { rule, severity, reason, line, lineText, errorCount, runs } = trouble;
  return {
    type: 'learnflow.alert.raised.v1',
    key: memberId,
    data: {
      ...{ user_id: memberId, topic: exercise, error_count: errorCount },
      ...{ lessonId, roomId, alertId, exercise: exercise === '' ? null : exercise },
      ...{ rule, severity, reason, hint: hintFor(trouble), line, lineText },
      runs: runs
        .slice(-evidenceRuns)
        .map(({ runId, at, label, line: at_ }) => ({ runId, at, label, line: at_ })),
    },
  };
}
