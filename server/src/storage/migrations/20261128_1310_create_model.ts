import { type Kysely, sql } from 'kysely';

/** What a class lets a language model do, and every exchange with one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table classroom add column model_policy jsonb not null default '{}'`,
  `create table exercise_model_policy (
     classroom_id uuid not null references classroom (id) on delete cascade,
     exercise text not null,
     policy jsonb not null,
     primary key (classroom_id, exercise))`,
  `create table model_call (
     id uuid primary key,
     classroom_id uuid not null references classroom (id) on delete cascade,
     lesson_id uuid not null references lesson (id) on delete cascade,
     room_id uuid not null references room (id) on delete cascade,
     member_id uuid not null references class_member (id) on delete cascade,
     about text not null check (about in ('question', 'alert')),
     about_id uuid not null,
     agent text not null,
     model text not null,
     prompt_hash text not null,
     body text not null,
     tokens_in integer not null,
     tokens_out integer not null,
     latency_ms integer not null,
     verdict text not null,
     tool_runs integer not null,
     asked_at timestamptz not null,
     approved_by uuid references class_member (id) on delete set null,
     approved_at timestamptz)`,
  `create index model_call_class on model_call (classroom_id, asked_at desc, id desc)`,
  `create index model_call_member on model_call (member_id, lesson_id)`,
  `create index model_call_about on model_call (about_id)`,
  `create index model_call_asked on model_call (asked_at)`,
];
