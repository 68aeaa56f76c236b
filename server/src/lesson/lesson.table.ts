import type { LessonState } from '@learnflow/shared';
import type { Generated } from 'kysely';
import type { MaybeTime, Time } from '../account/account.table.ts';

export interface LessonTable {
  id: Generated<string>;
  classroom_id: string;
  title: string;
  code: string;
  state: LessonState;
  locked: Generated<boolean>;
  work: Generated<'alone' | 'pairs'>;
  opened_at: Time;
  started_at: MaybeTime;
  ended_at: MaybeTime;
  /** Member who holds the editors. */
  held_by: string | null;
  held_at: MaybeTime;
}
/** Where a student of a lesson works now. */
export interface SeatTable {
  lesson_id: string;
  member_id: string;
  room_id: string;
  /** Set by the teacher; nobody is put beside them by themselves. */
  works_alone: Generated<boolean>;
  hand_at: MaybeTime;
  hand_question: string | null;
  seen_at: Time;
}
