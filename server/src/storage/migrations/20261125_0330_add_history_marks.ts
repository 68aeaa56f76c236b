import { type Kysely, sql } from 'kysely';

/** What the history shows and what finds damage: checksums, sizes of pastes, hands over time, damage that was found. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // CRC-32 of `bytes`, computed by the server when it stored them; null in rows from before.
  `alter table room_update add column crc integer`,
  // Characters that came in at once; null unless that is what makes the row's kind.
  `alter table room_update add column chars integer`,
  `alter table room_snapshot add column crc integer`,
  // When the typing of the room was last merged; null: never.
  `alter table room add column compacted_at timestamptz`,

  // The seat knows only whether a hand is up now.
  `create table hand_raise (
     id bigint generated always as identity primary key,
     room_id uuid not null references room (id) on delete cascade,
     member_id uuid not null references class_member (id) on delete cascade,
     raised_at timestamptz not null,
     lowered_at timestamptz,
     question text)`,
  `create index hand_raise_room on hand_raise (room_id, raised_at)`,
  `create index hand_raise_up on hand_raise (member_id) where lowered_at is null`,

  // Each damaged piece once, whoever found it: a row of the log by its number, or the snapshot (seq 0).
  `create table room_damage (
     room_id uuid not null references room (id) on delete cascade,
     seq bigint not null,
     what text not null check (what in ('update', 'snapshot')),
     found_at timestamptz not null default now(),
     -- mended: the one wrong byte was found; rebuilt: from the log; filled: marks stand where text is missing
     remedy text not null check (remedy in ('none', 'mended', 'rebuilt', 'filled')),
     primary key (room_id, seq, what))`,
];
