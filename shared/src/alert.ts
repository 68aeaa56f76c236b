import type { AlertRule, EvidenceRun, Severity, Signal } from './event-data.ts';
import type { Person } from './person.ts';

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

/** A student who seems to need somebody, and what became of it; for staff only. */
export interface AlertView {
  id: string;
  memberId: string;
  name: string;
  roomId: string;
  /** null in free work. */
  exercise: string | null;
  rule: AlertRule;
  severity: Severity;
  /** One sentence without the name. */
  reason: string;
  /** Ready to be sent as it is. */
  hint: string;
  /** What a model wrote as a hint instead, for somebody to read before it is sent; null: nothing. */
  draft: string | null;
  line: number | null;
  /** That line as it was when it failed. */
  lineText: string;
  runs: EvidenceRun[];
  /** Epoch ms, as all that follow. */
  raisedAt: number;
  /** What somebody of the staff did; null: nothing yet. */
  action: { how: 'sent' | 'joined' | 'dismissed'; by: string; at: number } | null;
  /** When the student got further. */
  fixedAt: number | null;
  /** When the lesson ended before that. */
  endedAt: number | null;
}

/** A hint that somebody sent to a student; nobody else sees it. */
export interface HintView {
  id: string;
  roomId: string;
  text: string;
  from: Person;
  at: number;
}
