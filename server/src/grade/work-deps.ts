import type { ClassEvents } from '../classroom/class-events.ts';
import type { Clock } from '../clock.ts';
import type { Documents } from '../collab/collab.port.ts';
import type { Courses } from '../course/courses.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import type { Access } from '../room/access.port.ts';
import type { Db } from '../storage/database.ts';
import type { GradingWorker } from './grading-worker.ts';

/** What exercises, attempts and their verdicts work with. */
export interface WorkDeps {
  db: Db;
  access: Pick<Access, 'toRoom'>;
  documents: Pick<Documents, 'files' | 'change'>;
  courses: Pick<Courses, 'find' | 'list'>;
  worker: Pick<GradingWorker, 'events' | 'look'>;
  /** Attempts of one member. */
  rate: Pick<RateLimit, 'take'>;
  clock: Clock;
  events: ClassEvents;
}

/** Somebody who checks after every line stays below it; a stuck key does not. */
export const attemptsPerMinute = 30;
