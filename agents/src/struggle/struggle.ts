/**
 * Who in a class needs somebody now. For every event about a student:
 *
 * 1. what they did is noted (runs, verdicts, words, activity), and what the class learns from it is counted;
 * 2. an open alert is closed when the student has got further;
 * 3. the rules are looked at, with the class's own thresholds; one that holds raises an alert, once per episode, at most
 *    one in ten minutes for a student, never for more than three in ten of the class at once;
 * 4. whether somebody has not started, works, is idle, struggles or has finished is told when it changes.
 *
 * The time is that of the event: a student who only sits there is seen with the next summary of activity.
 */
import { assertNever, type Signal, type StreamEvent } from '@learnflow/shared';
import type { Agent, Reaction, Told } from '../agent.ts';
import { afterSettled, judge, type Outcome, withoutFlag } from './alerts.ts';
import { saysStuck } from './phrases.ts';
import { findTroubles, idleAfterMs } from './rules.ts';
import {
  type LessonState,
  newLesson,
  newStudent,
  newWork,
  struggleState,
  type StruggleState,
  type StudentState,
} from './state.ts';
import { afterRun, afterVerdict, type Step, still } from './steps.ts';

const types = [
  'learnflow.lesson.opened.v1',
  'learnflow.lesson.ended.v1',
  'learnflow.rules.changed.v1',
  'learnflow.student.joined.v1',
  'learnflow.student.moved.v1',
  'learnflow.student.arrived.v1',
  'learnflow.student.left.v1',
  'learnflow.student.removed.v1',
  'learnflow.activity.summary.v1',
  'learnflow.exercise.opened.v1',
  'learnflow.run.finished.v1',
  'learnflow.attempt.graded.v1',
  'learnflow.quiz.finished.v1',
  'learnflow.hand.raised.v1',
  'learnflow.chat.sent.v1',
  'learnflow.alert.settled.v1',
] as const;
type Watched = StreamEvent<(typeof types)[number]>;

export const lessonKey = (lessonId: string): string => lessonId;
export const studentKey = (lessonId: string, memberId: string): string => `${lessonId}/${memberId}`;

export const struggle: Agent<StruggleState, (typeof types)[number]> = {
  name: 'struggle',
  types,
  state: struggleState,
  keysOf({ data }) {
    if (data.lessonId === null) return [];
    const keys = [lessonKey(data.lessonId)];
    if ('memberId' in data) keys.push(studentKey(data.lessonId, data.memberId));
    return keys;
  },
  handle([first, second], event) {
    const { lessonId } = event.data;
    if (lessonId === null) return { states: [], tells: [] };
    const lesson = first?.kind === 'lesson' ? first : newLesson();
    if (!('memberId' in event.data)) return ofLesson(lesson, lessonId, event);
    const { memberId } = event.data;
    // Staff run, check and write too.
    if ('role' in event.data && event.data.role !== 'student') return { states: [], tells: [] };
    const roomId = 'roomId' in event.data ? event.data.roomId : '';
    const known =
      second?.kind === 'student' ? second : newStudent(memberId, roomId, Date.parse(event.time));
    return ofStudent(lesson, known, lessonId, event);
  },
};

function ofLesson(lesson: LessonState, lessonId: string, event: Watched): Reaction<StruggleState> {
  switch (event.type) {
    case 'learnflow.lesson.opened.v1':
      return {
        states: [{ ...lesson, rules: event.data.rules, isOver: false, flagged: {} }],
        tells: [],
      };
    case 'learnflow.rules.changed.v1':
      return { states: [{ ...lesson, rules: event.data.rules }], tells: [] };
    case 'learnflow.lesson.ended.v1': {
      const tells = Object.entries(lesson.flagged).map(([memberId, alertId]): Told => ({
        type: 'learnflow.alert.settled.v1',
        key: memberId,
        data: { lessonId, memberId, alertId, how: 'ended', byId: null },
      }));
      return { states: [{ ...lesson, isOver: true, flagged: {} }], tells };
    }
    default:
      return { states: [], tells: [] };
  }
}

function ofStudent(
  lesson: LessonState,
  student: StudentState,
  lessonId: string,
  event: Watched,
): Reaction<StruggleState> {
  const now = Date.parse(event.time);
  // An alert that the lesson does not know any more ended with it.
  const isGone = student.alert !== null && lesson.flagged[student.memberId] !== student.alert.id;
  const mine = isGone ? { ...student, alert: null } : student;
  const after = note(lesson, mine, event, now);
  const outcome = after.judges
    ? judge(after.step, lessonId, event)
    : { lesson: after.step.lesson, student: after.step.student, tells: [] };
  return withSignal(outcome, lessonId, now);
}

/** What an event says about a student; `judges`: the rules are looked at after it. */
function note(
  lesson: LessonState,
  student: StudentState,
  event: Watched,
  now: number,
): { step: Step; judges: boolean } {
  const active = { ...student, activeAt: now };
  const quietly = (step: Step) => ({ step, judges: false });
  const judged = (step: Step) => ({ step, judges: true });
  switch (event.type) {
    case 'learnflow.run.finished.v1':
      return judged(afterRun(lesson, active, event));
    case 'learnflow.attempt.graded.v1':
      return judged(afterVerdict(lesson, active, event));
    case 'learnflow.quiz.finished.v1': {
      const quiz = { at: now, name: event.data.quiz, score: event.data.score };
      return judged(still(lesson, { ...active, quiz }));
    }
    case 'learnflow.activity.summary.v1': {
      const { edits, pastes, idleSeconds, to } = event.data;
      const isAtWork = edits > 0 || pastes.length > 0;
      const activeAt = isAtWork
        ? Math.max(student.activeAt ?? 0, to - idleSeconds * 1000)
        : student.activeAt;
      return judged(still(lesson, withWork({ ...student, activeAt }, now)));
    }
    case 'learnflow.hand.raised.v1':
      return judged(still(lesson, saying(active, event.data.question, now)));
    case 'learnflow.chat.sent.v1':
      return judged(still(lesson, saying(active, event.data.body, now)));
    case 'learnflow.exercise.opened.v1': {
      const { exercise, roomId } = event.data;
      return quietly(still(lesson, withWork({ ...active, exercise, roomId }, now)));
    }
    case 'learnflow.student.joined.v1':
    case 'learnflow.student.arrived.v1':
    case 'learnflow.student.moved.v1': {
      const { memberId } = student;
      const students = lesson.students.includes(memberId)
        ? lesson.students
        : [...lesson.students, memberId];
      const isHere = student.isHere || event.type === 'learnflow.student.arrived.v1';
      const here = { ...student, isHere, roomId: event.data.roomId };
      return quietly(still(students === lesson.students ? lesson : { ...lesson, students }, here));
    }
    case 'learnflow.student.left.v1':
      return quietly(still(lesson, { ...student, isHere: false }));
    case 'learnflow.student.removed.v1': {
      const students = lesson.students.filter((id) => id !== student.memberId);
      const without = withoutFlag({ ...lesson, students }, student.memberId);
      return quietly(still(without, { ...student, isHere: false, alert: null }));
    }
    case 'learnflow.alert.settled.v1': {
      const settled = afterSettled(lesson, student, event);
      return quietly(still(settled.lesson, settled.student));
    }
    case 'learnflow.lesson.opened.v1':
    case 'learnflow.lesson.ended.v1':
    case 'learnflow.rules.changed.v1':
      return quietly(still(lesson, student));
    default:
      return assertNever(event);
  }
}

const saying = (student: StudentState, words: string, now: number): StudentState =>
  saysStuck(words) ? { ...student, saidAt: now } : student;

/** Work on an exercise begins with opening it or with the first key. */
function withWork(student: StudentState, now: number): StudentState {
  if (student.activeAt === null || student.work[student.exercise]) return student;
  return { ...student, work: { ...student.work, [student.exercise]: newWork(now) } };
}

function withSignal(
  { lesson, student, tells }: Outcome,
  lessonId: string,
  now: number,
): Reaction<StruggleState> {
  const is = signalOf(lesson, student, now);
  if (is === student.signal.is) return { states: [lesson, student], tells };
  const signal = { is, since: now };
  const told: Told = {
    type: 'learnflow.signal.changed.v1',
    key: student.memberId,
    data: { lessonId, memberId: student.memberId, signal: is, since: now },
  };
  return { states: [lesson, { ...student, signal }], tells: [...tells, told] };
}

/** What is gravest comes first, but who has finished struggles no more. */
export function signalOf(
  { rules }: Pick<LessonState, 'rules'>,
  student: StudentState,
  now: number,
): Signal {
  const work = student.work[student.exercise];
  if (work?.solved) return 'finished';
  if (findTroubles(student, work, rules, now).length > 0) return 'struggling';
  if (student.activeAt === null) return 'not_started';
  return now - student.activeAt >= idleAfterMs ? 'idle' : 'working';
}
