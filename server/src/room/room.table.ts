import type { DamageRemedy, UpdateKind } from '@learnflow/shared';
import type { ColumnType, Generated } from 'kysely';
import type { MaybeTime, Time } from '../account/account.table.ts';

export interface RoomTable {
  id: Generated<string>;
  lesson_id: string;
  owner_id: string;
  epoch: Generated<string>;
  created_at: Generated<Date>;
  compacted_at: MaybeTime;
  /** The only student who types in this room, while sitting in it; null: everybody does. */
  driver_id: string | null;
  swap_asked_by: string | null;
}
/** bigint columns come out of pg as strings. */
type BigId = ColumnType<string, never, never>;
export interface RoomUpdateTable {
  room_id: string;
  seq: BigId;
  at: Time;
  member_id: string | null;
  kind: Generated<UpdateKind>;
  bytes: Buffer;
  /** CRC-32 of `bytes` as a signed number; null in rows from before checksums. */
  crc: number | null;
  chars: number | null;
  /** Edits merged into this row; null: it is one. */
  edits: number | null;
}
export interface RoomSnapshotTable {
  room_id: string;
  seq: ColumnType<string, string | number, string | number>;
  at: Time;
  state: Buffer;
  /** Yjs client id → member who alone has written under it; null: several have. */
  writers: Generated<Record<string, string | null>>;
  crc: number | null;
}
export interface RoomDamageTable {
  room_id: string;
  seq: ColumnType<string, string | number, string | number>;
  what: 'update' | 'snapshot';
  found_at: Time;
  remedy: DamageRemedy;
}
export interface HandRaiseTable {
  id: BigId;
  room_id: string;
  member_id: string;
  raised_at: Time;
  lowered_at: MaybeTime;
  question: string | null;
}
export interface RoomVisitTable {
  id: BigId;
  room_id: string;
  member_id: string;
  mode: 'peek' | 'coedit';
  began_at: Time;
  ended_at: MaybeTime;
}
