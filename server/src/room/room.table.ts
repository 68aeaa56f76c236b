import type { ColumnType, Generated } from 'kysely';
import type { MaybeTime, Time } from '../account/account.table.ts';

export interface RoomTable {
  id: Generated<string>;
  lesson_id: string;
  owner_id: string;
  epoch: Generated<string>;
  created_at: Generated<Date>;
}
/** bigint columns come out of pg as strings. */
type BigId = ColumnType<string, never, never>;
export interface RoomUpdateTable {
  room_id: string;
  seq: BigId;
  at: Time;
  member_id: string | null;
  kind: Generated<string>;
  bytes: Buffer;
}
export interface RoomSnapshotTable {
  room_id: string;
  seq: ColumnType<string, string | number, string | number>;
  at: Time;
  state: Buffer;
}
export interface RoomVisitTable {
  id: BigId;
  room_id: string;
  member_id: string;
  mode: 'peek' | 'coedit';
  began_at: Time;
  ended_at: MaybeTime;
}
