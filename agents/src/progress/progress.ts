/**
 * How far each student is. For every event about a student:
 *
 * 1. what they did is noted as facts with ids: best results, first attempts, quizzes, hours with work;
 * 2. after the third attempt at an exercise, or the first that passes everything, the ratings of the student and of the
 *    exercise move by how it came out.
 *
 * Courses are files that change, days depend on the class's time zone, and figures fade: so mastery, streak and the next
 * exercise are no state. They are worked out of it when somebody looks (`view.ts`).
 */
import { assertNever, type StreamEvent } from '@learnflow/shared';
import type { Agent, Reaction } from '../agent.ts';
import { newRating, rate, type Rating } from './elo.ts';
import {
  type ExerciseWork,
  keptQuarters,
  keptTries,
  newExerciseWork,
  newStudent,
  type ProgressOfStudent,
  progressState,
  type ProgressState,
  quarterMs,
} from './state.ts';

const types = [
  'learnflow.run.finished.v1',
  'learnflow.attempt.graded.v1',
  'learnflow.attempt.reviewed.v1',
  'learnflow.quiz.finished.v1',
] as const;
type Watched = StreamEvent<(typeof types)[number]>;
type Graded = StreamEvent<'learnflow.attempt.graded.v1'>;

/** Attempts that say how hard an exercise was. */
export const ratedAttempts = 3;

export const exerciseKey = (exercise: string): string => `exercise/${exercise}`;

export const progress: Agent<ProgressState, (typeof types)[number]> = {
  name: 'progress',
  types,
  state: progressState,
  keysOf(event) {
    // Staff run and check too.
    if (event.data.role !== 'student') return [];
    if (event.type !== 'learnflow.attempt.graded.v1') return [event.data.memberId];
    return [exerciseKey(event.data.exercise), ...membersOf(event)];
  },
  handle(states, event) {
    if (event.data.role !== 'student') return { states: [], tells: [] };
    if (event.type === 'learnflow.attempt.graded.v1') return afterVerdict(states, event);
    const [first] = states;
    const student = first?.kind === 'student' ? first : newStudent();
    const active = withWork(student, Date.parse(event.time));
    return { states: [note(active, event)], tells: [] };
  },
};

/** Who worked on an attempt, in an order in which two events never wait for each other. */
const membersOf = ({ data }: Graded): string[] =>
  [...new Set([data.memberId, ...(data.partners ?? [])])].sort();

function note(
  student: ProgressOfStudent,
  event: Exclude<Watched, { type: Graded['type'] }>,
): ProgressOfStudent {
  const now = Date.parse(event.time);
  switch (event.type) {
    case 'learnflow.run.finished.v1':
      return student;
    case 'learnflow.attempt.reviewed.v1': {
      const { exercise, quality } = event.data;
      const work = student.work[exercise] ?? newExerciseWork();
      const after = { ...work, quality: { value: quality, at: now } };
      return { ...student, work: { ...student.work, [exercise]: after } };
    }
    case 'learnflow.quiz.finished.v1': {
      const { quiz, score } = event.data;
      const before = student.quizzes[quiz];
      const best = better(before?.best ?? null, score, now);
      const tries = (before?.tries ?? 0) + 1;
      return { ...student, quizzes: { ...student.quizzes, [quiz]: { best, tries } } };
    }
    default:
      return assertNever(event);
  }
}

/** Both of a pair get what they did together. The exercise is rated against each of them in turn. */
function afterVerdict(
  [first, ...others]: readonly (ProgressState | undefined)[],
  event: Graded,
): Reaction<ProgressState> {
  let exercise = first?.kind === 'exercise' ? first.rating : newRating;
  const students = membersOf(event).map((_, i) => {
    const known = others[i];
    const student = known?.kind === 'student' ? known : newStudent();
    const after = withVerdict(withWork(student, Date.parse(event.time)), exercise, event);
    exercise = after.exercise;
    return after.student;
  });
  return { states: [{ kind: 'exercise', rating: exercise }, ...students], tells: [] };
}

function withVerdict(
  student: ProgressOfStudent,
  difficulty: Rating,
  { data, time }: Graded,
): { student: ProgressOfStudent; exercise: Rating } {
  const now = Date.parse(time);
  const { exercise, kind, passed, total, score } = data;
  const before = student.work[exercise] ?? newExerciseWork();
  const isPass = total > 0 && passed === total;
  const attempts = before.attempts + 1;
  const firstBest =
    attempts > ratedAttempts ? before.firstBest : Math.max(before.firstBest, score / 100);
  const work: ExerciseWork = {
    ...{ ...before, attempts, firstBest },
    handedIn: kind === 'submit' ? better(before.handedIn, score, now) : before.handedIn,
    checked: kind === 'check' ? better(before.checked, passed, now) : before.checked,
    solvedAt: before.solvedAt ?? (kind === 'submit' && isPass ? now : null),
  };
  const rates = !work.isRated && (isPass || attempts >= ratedAttempts);
  const rated = rates
    ? rate(student.rating, difficulty, firstBest)
    : { student: student.rating, exercise: difficulty };
  const wasPass = isPass && passes(student, exercise);
  return {
    exercise: rated.exercise,
    student: {
      ...student,
      rating: rated.student,
      work: { ...student.work, [exercise]: { ...work, isRated: work.isRated || rates } },
      tries: wasPass ? student.tries : [...student.tries, { exercise, isPass }].slice(-keptTries),
    },
  };
}

const passes = ({ tries }: ProgressOfStudent, exercise: string): boolean =>
  tries.findLast((each) => each.exercise === exercise)?.isPass ?? false;

/** The best stays, and is as new as the last time it was reached. */
function better<M extends { value: number; at: number }>(
  before: M | null,
  value: number,
  at: number,
): { value: number; at: number } {
  return before === null || value >= before.value ? { value, at } : before;
}

function withWork(student: ProgressOfStudent, now: number): ProgressOfStudent {
  const quarter = Math.floor(now / quarterMs);
  if (student.worked.includes(quarter)) return student;
  const worked = [...student.worked, quarter].sort((a, b) => a - b).slice(-keptQuarters);
  return { ...student, worked };
}
