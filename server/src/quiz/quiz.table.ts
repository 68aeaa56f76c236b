import type { ColumnType } from 'kysely';
import type { MaybeTime } from '../account/account.table.ts';
import type { PutQuestion } from './put-question.ts';

export interface QuizTryTable {
  id: string;
  quiz: string;
  room_id: string;
  member_id: string;
  title: string;
  /** As they were asked, with right choices: a quiz that changes meanwhile changes no try. */
  questions: ColumnType<PutQuestion[], string, never>;
  begun_at: Date;
  finished_at: MaybeTime;
  /** Per cent; null while it is not finished. */
  score: ColumnType<number | null, never, number>;
}
export interface QuizAnswerTable {
  try_id: string;
  question: number;
  choice: number;
  at: Date;
}
