import type { ColumnType } from 'kysely';
import type { Time } from '../account/account.table.ts';

export interface ChatMessageTable {
  id: ColumnType<string, never, never>;
  room_id: string;
  member_id: string;
  client_key: string;
  body: string;
  at: Time;
}
