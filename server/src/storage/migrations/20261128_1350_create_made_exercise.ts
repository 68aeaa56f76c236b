import { type Kysely, sql } from 'kysely';

/** Exercises made for a class, exercises of a lesson that are for some students only, and notices for students. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table made_exercise (
     id text primary key,
     class_id uuid not null references classroom (id) on delete cascade,
     title text not null,
     content jsonb not null,
     request text not null,
     made_by uuid references class_member (id) on delete set null,
     made_at timestamptz not null)`,
  `create index made_exercise_class on made_exercise (class_id, made_at desc)`,

  // null: for everybody in the lesson.
  `alter table lesson_exercise add column only_for uuid[]`,

  `create table notice (
     id uuid primary key,
     lesson_id uuid not null references lesson (id) on delete cascade,
     member_id uuid not null references class_member (id) on delete cascade,
     exercise text not null,
     by_id uuid not null references class_member (id) on delete cascade,
     at timestamptz not null,
     seen_at timestamptz,
     unique (lesson_id, member_id, exercise))`,
  `create index notice_unseen on notice (member_id, lesson_id) where seen_at is null`,
];
