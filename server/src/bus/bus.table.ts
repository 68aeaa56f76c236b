import type { ColumnType } from 'kysely';
import type { MaybeTime } from '../account/account.table.ts';

/** bigint columns come out of pg as strings. */
type BigId = ColumnType<string, never, never>;
/** jsonb that some version of this server wrote: parse it. */
type StoredJson = ColumnType<unknown, string, string>;

export interface OutboxTable {
  id: BigId;
  event_id: string;
  type: string;
  key: string;
  key_seq: ColumnType<string, string, never>;
  class_id: string;
  lesson_id: string | null;
  event: StoredJson;
  created_at: Date;
  published_at: MaybeTime;
}
export interface OutboxKeyTable {
  key: string;
  seq: ColumnType<string, string, string>;
}
export interface ProcessedEventTable {
  consumer: string;
  event_id: string;
  n: BigId;
  at: Date;
}
export interface DeadLetterTable {
  id: string;
  consumer: string;
  event_id: string;
  class_id: string;
  reason: string;
  tries: number;
  at: Date;
}
export interface AgentStateTable {
  agent: string;
  key: string;
  state: StoredJson;
}
