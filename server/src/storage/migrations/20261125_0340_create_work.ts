import { type Kysely, sql } from 'kysely';

/** Exercises of a lesson, what a room opened, attempts, and one verdict for each. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table lesson_exercise (
     lesson_id uuid not null references lesson (id) on delete cascade,
     exercise text not null,
     position smallint not null,
     primary key (lesson_id, exercise))`,
  `create table room_exercise (
     room_id uuid not null references room (id) on delete cascade,
     exercise text not null,
     opened_at timestamptz not null,
     primary key (room_id, exercise))`,

  // What an attempt is judged by, kept so that a course may change or go while attempts wait.
  `create table exercise_version (
     version text primary key,
     exercise text not null,
     content jsonb not null,
     created_at timestamptz not null default now())`,

  // A queue and a record in one: an attempt without a verdict is still to be graded. "content" names what is judged (the
  // version, the kind and the files), so that the same program gets the same verdict.
  `create table attempt (
     id uuid primary key,
     room_id uuid not null references room (id) on delete cascade,
     exercise text not null,
     version text not null references exercise_version (version),
     kind text not null check (kind in ('check', 'submit')),
     member_id uuid not null references class_member (id) on delete cascade,
     client_key text not null,
     at timestamptz not null,
     entry text not null,
     files jsonb not null,
     content text not null,
     tries integer not null default 0,
     claimed_by uuid,
     due_at timestamptz not null,
     graded boolean not null default false,
     unique (member_id, client_key))`,
  `create index attempt_waiting on attempt (due_at) where not graded`,
  `create index attempt_room on attempt (room_id, exercise, at desc)`,
  `create index attempt_content on attempt (content) where graded`,

  `create table verdict (
     attempt_id uuid primary key references attempt (id) on delete cascade,
     report jsonb not null,
     earned real not null,
     possible real not null,
     score smallint not null,
     passed smallint not null,
     total smallint not null,
     graded_at timestamptz not null)`,
];
