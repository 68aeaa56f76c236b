import { type Kysely, sql } from 'kysely';

/** Tries at quizzes with each answer as it came, and the time zone in which days of a class begin. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table quiz_try (
     id uuid primary key,
     quiz text not null,
     room_id uuid not null references room (id) on delete cascade,
     member_id uuid not null references class_member (id) on delete cascade,
     title text not null,
     questions jsonb not null,
     begun_at timestamptz not null,
     finished_at timestamptz,
     score smallint check (score between 0 and 100))`,
  `create unique index quiz_try_open on quiz_try (room_id, member_id, quiz) where finished_at is null`,
  `create index quiz_try_member on quiz_try (member_id, quiz, begun_at desc)`,
  `create table quiz_answer (
     try_id uuid not null references quiz_try (id) on delete cascade,
     question smallint not null,
     choice smallint not null,
     at timestamptz not null,
     primary key (try_id, question))`,
  `alter table classroom add column time_zone text`,
];
