import type { Exercise, Grader, Tutor } from '@learnflow/shared';
import type { ClassEvents } from '../classroom/class-events.ts';
import type { Clock } from '../clock.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import type { Log } from '../log.ts';
import type { Db } from '../storage/database.ts';
import type { ClassExercises } from './class-exercises.ts';

/** What makes exercises out of a sentence; the agents workspace has it. */
export interface ExerciseMaker {
  /**
   * @param request  as typed
   * @returns exercises without end, none of them tried yet; or the topics there are, when it knows no such topic
   */
  makeExercises(
    request: string,
    of: { seed: number; course: string },
  ):
    | { offered: readonly string[] }
    | { count: number; candidates: Iterable<Exercise> | AsyncIterable<Exercise> };
}

export interface MadeDeps {
  db: Db;
  agents: ExerciseMaker;
  /** Asked for what no template makes, where the class allows a model. */
  tutor: Pick<Tutor, 'draftExercise' | 'model'>;
  /** Ends what is being drafted. */
  closing: AbortSignal;
  grader: Grader;
  exercises: Pick<ClassExercises, 'find' | 'add'>;
  /** Requests of one member. */
  rate: Pick<RateLimit, 'take'>;
  /** From 0 to 1. */
  random: () => number;
  events: ClassEvents;
  clock: Clock;
  log: Log;
}

/** Who asks, and for which class. */
export interface MadeFor {
  classId: string;
  memberId: string;
}

/** Each proves several exercises in the sandbox, beside programs of students. */
export const makesPerMinute = 6;
