import type { Exercise, Grader } from '@learnflow/shared';
import type { ClassEvents } from '../classroom/class-events.ts';
import type { Clock } from '../clock.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import type { Log } from '../log.ts';
import type { Db } from '../storage/database.ts';
import type { ClassExercises } from './class-exercises.ts';

/** What makes exercises out of a sentence; the agents workspace has it. A model's drafts may come through it too. */
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

/** Each proves several exercises in the sandbox, beside programs of students. */
export const makesPerMinute = 6;
