import type { Signal } from './event-data.ts';

/** How one student of a lesson gets on, compared with the others at the same exercise. */
export interface NeedView {
  memberId: string;
  /** null in free work. */
  exercise: string | null;
  signal: Signal;
  /** Epoch ms. */
  since: number;
  /** Probability of no new test in the next five steps; a way to order students, nothing to judge them by. */
  risk: number;
  /** Among those at the same exercise, 1 = who most likely needs somebody next. */
  place: number;
  /** In a few words; empty when there is nothing to say. */
  reason: string;
  /** Measures of the session, see docs/agents.md; `errorQuotient` null: one run says nothing. */
  errorQuotient: number | null;
  repeatedErrorDensity: number;
}
