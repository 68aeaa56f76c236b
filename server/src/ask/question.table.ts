import type { AnsweringAgent, AnswerState, ModelStep } from '@learnflow/shared';
import type { ColumnType, Generated } from 'kysely';
import type { MaybeTime, Time } from '../account/account.table.ts';

/** What is to be done about a question next. */
export type Stage = 'rules' | 'model' | 'done';

export interface QuestionTable {
  id: string;
  room_id: string;
  lesson_id: string;
  member_id: string;
  client_key: string;
  body: string;
  asked_at: Date;
  /** Grows with every change that the student can see. */
  rev: Generated<number>;
  /** Where it went and why; null until it is answered. */
  agent: ColumnType<AnsweringAgent | null, never, AnsweringAgent | null>;
  reason: ColumnType<string | null, never, string>;
  answered_at: MaybeTime;
  stage: Generated<Stage>;
  model_step: Generated<ModelStep>;
  tries: Generated<number>;
  /** The server process that answers it now. */
  claimed_by: ColumnType<string | null, never, string | null>;
  /** When it may be taken up (again): now for new ones, the end of the lease for claimed ones. */
  due_at: Time;
}
export interface AnswerTable {
  id: string;
  question_id: string;
  by: 'rules' | 'model';
  agent: AnsweringAgent | null;
  body: string;
  next_steps: ColumnType<string[], string, never>;
  topic: string | null;
  offer_person: boolean;
  state: AnswerState;
  written_at: Date;
  shown_at: MaybeTime;
  action_by: ColumnType<string | null, string | null | undefined, string | null>;
  action_at: MaybeTime;
  /** What the staff made of it; null: sent as it was. */
  edited_body: ColumnType<string | null, string | null | undefined, string | null>;
  helpful: ColumnType<boolean | null, boolean | null | undefined, boolean | null>;
}
