import type { Exercise } from '@learnflow/shared';
import type { ColumnType } from 'kysely';
import type { MaybeTime } from '../account/account.table.ts';

export interface MadeExerciseTable {
  id: string;
  class_id: string;
  title: string;
  /** The whole exercise, with solution and hidden tests. */
  content: ColumnType<Exercise, string, never>;
  /** What the teacher typed. */
  request: string;
  /** Name of the model that wrote it; null: made from a template. */
  drafted_by: string | null;
  made_by: string | null;
  made_at: Date;
}
export interface NoticeTable {
  id: string;
  lesson_id: string;
  member_id: string;
  exercise: string;
  by_id: string;
  at: Date;
  seen_at: MaybeTime;
}
