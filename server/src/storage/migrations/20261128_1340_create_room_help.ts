import { type Kysely, sql } from 'kysely';

/**
 * What the last run or check of a room means, with the hints that are open; and whether the teachers of a class look first
 * before the last hint opens.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table room_help (
     room_id uuid primary key references room (id) on delete cascade,
     about text not null check (about in ('run', 'attempt')),
     about_id uuid not null,
     explanation jsonb not null,
     opened smallint not null,
     opened_at timestamptz not null,
     tried_again boolean not null,
     asked text check (asked in ('waiting', 'declined')),
     asked_by uuid references class_member (id) on delete set null,
     answered_by text,
     alert_id uuid)`,
  `alter table classroom add column looks_first boolean not null default false`,
];
