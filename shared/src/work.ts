/**
 * What a class works on and how far it is: exercises of a lesson, attempts at them, and what of a verdict a student may
 * see. Nothing here can hold a hidden test: they travel as a category with two numbers.
 */
import { z } from 'zod';
import type { ExerciseView } from './exercise.ts';
import type { OutcomeStatus } from './grade.ts';
import type { NoticeView } from './notice.ts';
import type { Review } from './review.ts';
import type { StudentReport } from './grade-report.ts';
import type { Person } from './person.ts';

export const workLimits = {
  /** Exercises of one lesson; a term's worth would be another lesson. */
  maxExercises: 40,
  /** All files of one attempt together; a beginner's program is a hundredth of it. */
  maxAttemptBytes: 512 * 1024,
  /** Attempts that one exercise in one room shows, newest first. */
  listedAttempts: 30,
} as const;

/** `<course>/<exercise>`; of those made for a class the course is `made-` and the id of the class. */
export const exerciseId = z.string().regex(/^[a-z0-9-]{1,40}\/[a-z0-9-]{1,40}$/);

/** The list a lesson works through, in this order; empty: free work. */
export const lessonExercisesBody = z.object({
  exercises: z.array(exerciseId).max(workLimits.maxExercises),
});

/** Somebody opens an exercise in a room: its first files are put there, once. */
export const openExerciseBody = z.object({ exercise: exerciseId });

/**
 * `check`: the visible tests. `submit`: all tests, handed in. The same `clientKey` is one attempt however often it
 * arrives.
 */
export const attemptBody = z.object({
  exercise: exerciseId,
  kind: z.enum(['check', 'submit']),
  clientKey: z.string().min(8).max(64),
});
export type AttemptKind = z.infer<typeof attemptBody>['kind'];

/** One Check or Submit. It was stored before anybody was told of it. */
export interface AttemptView {
  id: string;
  roomId: string;
  exercise: string;
  kind: AttemptKind;
  /** Epoch ms. */
  at: number;
  by: Person;
  /** null while it waits for its verdict. */
  result: StudentReport | null;
  /** The exercise was changed after this attempt: its tests were others. */
  outdated: boolean;
  /** How well the code reads, 0–100, beside the verdict; null: not reviewed (yet). */
  reviewScore: number | null;
}

/** An attempt with the program it was about, as it was taken from the room. */
export interface AttemptFiles {
  id: string;
  files: { name: string; text: string }[];
  /** null: not reviewed (yet). */
  review: Review | null;
}

export interface ExerciseWork extends ExerciseView {
  /** The room has the files of the exercise. */
  opened: boolean;
  /** Everything passes, hidden tests too, in the last attempt that was handed in. */
  solved: boolean;
  /** Handed in at least once. */
  submitted: boolean;
  /** The newest first. */
  attempts: AttemptView[];
}

/** Everything a room knows of its exercises. */
export interface RoomWork {
  exercises: ExerciseWork[];
  /** The one opened last; null before the first. */
  current: string | null;
  /** What the caller was given and has not seen yet, the oldest first. */
  notices: NoticeView[];
}

/** After opening an exercise: where its program is. */
export interface OpenedExercise {
  exercise: string;
  /** File to bring into view; null when the room has none of its files any more. */
  fileId: string | null;
}

/** How far the grader is with an attempt; nothing of it is stored. */
export interface AttemptProgress {
  roomId: string;
  attemptId: string;
  exercise: string;
  /** Tests judged so far, hidden ones included. */
  done: number;
  total: number;
  /** Visible tests judged so far. */
  outcomes: { testId: string; status: OutcomeStatus }[];
}

/** An exercise of a course as a teacher chooses it. */
export interface ExerciseSummary {
  id: string;
  title: string;
  topic: string;
  difficulty: ExerciseView['difficulty'];
  tests: number;
  hidden: number;
}
export interface CourseView {
  id: string;
  title: string;
  description: string;
  exercises: ExerciseSummary[];
  /** What is wrong in its files, as sentences with file and line. */
  problems: string[];
}

/** Tests × students of one exercise, for the teacher. */
export interface ClassPulse {
  exercise: string;
  title: string;
  tests: { id: string; name: string; hidden: boolean }[];
  /** By room, best first. `results` has a letter per test: `p` passes, `f` fails, `-` not run. */
  rows: { roomId: string; names: string[]; results: string }[];
}
