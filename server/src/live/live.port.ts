import type { TimesView } from '@learnflow/shared';

/** How the live side is doing, for the server page. */
export interface LiveLevels {
  /** Different people with an open page. */
  people: number;
  /** Programs that have a place, and those in line for one. */
  running: number;
  waiting: number;
  /** Times from Run to the program's start lately, and of the last minute. */
  start: TimesView | undefined;
  lastStart: TimesView | undefined;
}
