import type { RunReason } from '@learnflow/shared';
import type { Generated } from 'kysely';
import type { MaybeTime } from '../account/account.table.ts';

export interface RunTable {
  id: string;
  room_id: string;
  member_id: string;
  number: number;
  entry: string;
  started_at: Date;
  ended_at: MaybeTime;
  reason: RunReason | null;
  exit_code: number | null;
  error_type: string | null;
  error_message: string | null;
  error_line: number | null;
  duration_ms: number | null;
  output: Generated<string>;
  /** A `RunDetail`; null for runs from before it was kept. */
  detail: unknown;
}
