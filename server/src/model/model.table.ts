import type { AnsweringAgent, ExercisePolicy, ModelCall } from '@learnflow/shared';
import type { ColumnType } from 'kysely';
import type { MaybeTime } from '../account/account.table.ts';

/** What an exercise of a class does differently from the class. */
export interface ExerciseModelPolicyTable {
  classroom_id: string;
  exercise: string;
  policy: ColumnType<ExercisePolicy, string, string>;
}
export interface ModelCallTable {
  id: string;
  classroom_id: string;
  lesson_id: string;
  /** null: about no room. */
  room_id: string | null;
  /** For whom it was asked. */
  member_id: string;
  about: 'question' | 'alert' | 'exercise';
  about_id: string;
  agent: AnsweringAgent;
  model: string;
  /** SHA-256, hex. */
  prompt_hash: string;
  /** What came back, whole. */
  body: string;
  tokens_in: number;
  tokens_out: number;
  latency_ms: number;
  verdict: ModelCall['verdict'];
  tool_runs: number;
  asked_at: Date;
  approved_by: string | null;
  approved_at: MaybeTime;
}
