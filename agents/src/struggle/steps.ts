import type { StreamEvent } from '@learnflow/shared';
import { type Cell, countCells, emptyTable, standstillBucket, stepsAhead } from './hazard.ts';
import { type LessonState, newWork, type StudentState, type Work } from './state.ts';

/** Kept of a row of failures: enough for a reason and its evidence. */
const keptFailures = 20;
const keptRuns = 200;

/** What one event did to somebody's work. */
export interface Step {
  student: StudentState;
  lesson: LessonState;
  /** A new test passes. */
  isFurther: boolean;
  /** A run worked after others had failed. */
  isMended: boolean;
}
type EventOf<T extends StreamEvent['type']> = StreamEvent<T>;

/** A run that ended. One that says nothing about the program (stopped by hand, the runner failed) is no step. */
export function afterRun(
  lesson: LessonState,
  student: StudentState,
  { data, time }: EventOf<'learnflow.run.finished.v1'>,
): Step {
  const now = Date.parse(time);
  const exercise = data.exercise ?? '';
  const before = student.work[exercise] ?? newWork(now);
  const isFine = data.reason === 'finished';
  if (!isFine && data.failure === null) return still(lesson, { ...student, exercise });
  const session = [...before.session, data.failure === null ? [] : [data.failure]].slice(-keptRuns);
  const after: Work = {
    ...before,
    session,
    ...(isFine
      ? { failed: [], failedInRow: 0, ...(exercise === '' ? { furtherAt: now } : {}) }
      : {
          failedInRow: before.failedInRow + 1,
          failed: [
            ...before.failed,
            {
              ...{ runId: data.runId, at: data.startedAt, label: data.label },
              ...{ line: data.error?.line ?? null, text: data.error?.text ?? '' },
              failure: data.failure ?? '',
            },
          ].slice(-keptFailures),
        }),
  };
  const isMended = isFine && before.failedInRow > 0;
  return { ...step(lesson, { ...student, exercise }, after, false), isMended };
}

/** A verdict. More tests than ever before is getting further; all of them is the end of the work. */
export function afterVerdict(
  lesson: LessonState,
  student: StudentState,
  { data, time }: EventOf<'learnflow.attempt.graded.v1'>,
): Step {
  const now = Date.parse(time);
  const { exercise, passed, total } = data;
  const before = student.work[exercise] ?? newWork(now);
  const isFurther = passed > (before.best ?? 0);
  const isRight = total > 0 && passed === total;
  const after: Work = {
    ...before,
    best: Math.max(before.best ?? 0, passed),
    // Visible tests alone do not solve it, but whoever passes all that were run is not stuck.
    solved: before.solved || isRight,
    wrongAt: isRight ? before.wrongAt : now,
    wrong: isRight ? 0 : isFurther ? 1 : before.wrong + 1,
    ...(isFurther ? { furtherAt: now } : {}),
  };
  return step(lesson, { ...student, exercise }, after, isFurther);
}

export function still(lesson: LessonState, student: StudentState): Step {
  return { lesson, student, isFurther: false, isMended: false };
}

/** Counts what became of the student's cells, and puts a new one into the line. */
function step(lesson: LessonState, student: StudentState, work: Work, isFurther: boolean): Step {
  const { exercise } = student;
  const steps = isFurther ? 0 : work.still + 1;
  const older = work.waiting.map((cell) => ({ ...cell, age: cell.age + 1 }));
  const known = isFurther ? older : older.filter(({ age }) => age >= stepsAhead);
  const waiting = isFurther || work.solved ? [] : older.filter(({ age }) => age < stepsAhead);
  const { best, still: bucket } = cellOf({ ...work, still: steps });
  if (!work.solved) waiting.push({ best, still: bucket, age: 0 });
  const tables =
    exercise === '' || known.length === 0
      ? lesson.tables
      : {
          ...lesson.tables,
          [exercise]: countCells(lesson.tables[exercise] ?? emptyTable(), known, !isFurther),
        };
  return {
    ...{ isFurther, isMended: false },
    lesson: tables === lesson.tables ? lesson : { ...lesson, tables },
    student: {
      ...student,
      work: { ...student.work, [exercise]: { ...work, still: steps, waiting } },
    },
  };
}

export function cellOf({ best, still: steps }: Pick<Work, 'best' | 'still'>): Cell {
  return { best: best ?? 0, still: standstillBucket(steps) };
}
