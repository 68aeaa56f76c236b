import type { ColumnType } from 'kysely';
import type { MaybeTime } from '../account/account.table.ts';

export interface AlertTable {
  id: string;
  lesson_id: string;
  room_id: string;
  member_id: string;
  /** The data of `learnflow.alert.raised.v1`, with the hint that fits the student's own program. */
  said: ColumnType<unknown, string, never>;
  raised_at: Date;
  /** What a model wrote as a hint, for staff. */
  draft: string | null;
  action: 'sent' | 'joined' | 'dismissed' | null;
  action_by: string | null;
  action_at: MaybeTime;
  fixed_at: MaybeTime;
  ended_at: MaybeTime;
}
export interface HintTable {
  id: string;
  alert_id: string | null;
  room_id: string;
  member_id: string;
  by_id: string;
  body: string;
  sent_at: Date;
  withdrawn_at: MaybeTime;
}
